"""Draws the pages of a file of evidence; what is drawn is stored beside it, and destroyed with it."""

import json
from dataclasses import dataclass

from assessments.portfolios.models import EvidenceItem, PageImage
from assessments.portfolios.places import split_paragraphs
from assessments.portfolios.states import ItemState
from assessments.screening.pieces import unpack
from assessments.screening.sandbox import draw_in_child
from assessments.screening.texts import INVISIBLE
from cpd.files.store import open_bytes, put

PDF = "application/pdf"
EVIDENCE_PAGE = "evidence.page"


@dataclass(frozen=True)
class Drawn:
    """One page: its picture, and how many paragraphs of the text version stand on it."""

    picture: bytes
    paragraphs: int


def needs_drawing(item: EvidenceItem) -> bool:
    """A PDF that is there and has no pictures yet; the pages of a Word document exist only in Word."""
    is_pdf = item.state == ItemState.PRESENT and item.file is not None and item.file.content_type == PDF
    return is_pdf and not PageImage.objects.filter(source=item.file).exists()


def draw_pages(item: EvidenceItem) -> list[Drawn]:
    """Every page, a few at a time, each few in a limited process of their own."""
    data, drawn = open_bytes(item.file), []
    while True:
        answer = draw_in_child(data, first=len(drawn))
        texts = [INVISIBLE.sub("", text) for text in json.loads(answer.text)]
        pages = [
            Drawn(picture, len(split_paragraphs(text)))
            for picture, text in zip(unpack(answer.data), texts, strict=True)
        ]
        if not pages:
            return drawn
        drawn += pages


def store_pages(item: EvidenceItem, drawn: list[Drawn]) -> None:
    """In the job's transaction, under the item's lock, which destroying it takes too: nothing is stored after that."""
    item = EvidenceItem.objects.select_for_update(of=["self"]).select_related("file").get(pk=item.pk)
    if not needs_drawing(item):
        return
    paragraph = 1
    for number, page in enumerate(drawn, start=1):
        file = put(page.picture, purpose=EVIDENCE_PAGE, content_type="image/jpeg")
        PageImage.objects.create(source=item.file, number=number, first_paragraph=paragraph, file=file)
        paragraph += page.paragraphs
