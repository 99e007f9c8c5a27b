"""A certificate spliced out of a template is the one drawn whole: in words, in pixels, in structure."""

import io
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from assessments.certificates.codes import new_code
from assessments.certificates.credential import Credential
from assessments.certificates.pdf import Drawing, draw, draw_whole, splice
from cpd.documents.attachments import read_attachments
from cpd.documents.pdf import NotOfThisTemplate
from cpd.documents.pdf.template import REPERTOIRE
from tests.outside.making import FACTS

MADE = datetime(2026, 7, 3, 12, tzinfo=UTC)
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -'" + REPERTOIRE
TITLES = [
    "Short",
    FACTS["title"],
    "Working with people who use substances and live with abuse, in teams of two services",
]
days = st.dates(date(2024, 1, 1), date(2030, 12, 31)).map(date.isoformat)
drawings = st.builds(
    lambda name, title, design, begun, awarded, people, data, logo: Drawing(
        name=name.strip() or "A",
        code=new_code(),
        facts=FACTS
        | {"title": title, "design": design, "studied_from": begun, "awarded_on": awarded}
        | {"signatories": FACTS["signatories"][:people]},
        credential=Credential(data, data[::-1]),
        made_at=MADE,
        logo=logo,
    ),
    st.text(LETTERS, min_size=1, max_size=60),
    st.sampled_from(TITLES),
    st.sampled_from(["achievement", "attendance"]),
    days,
    days,
    st.integers(1, 2),
    st.binary(min_size=1, max_size=3000),
    st.just(b"") | st.builds(lambda: picture()),
)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), (20, 90, 95)).save(out, "PNG")
    return out.getvalue()


def words(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def pages(pdf: bytes) -> list[Image.Image]:
    return [page.render(scale=1).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def structure(pdf: bytes) -> object:
    """The tree with what each element says; a reference to another object is left out."""

    def tell(element: object) -> object:
        if isinstance(element, pikepdf.Array):
            return [tell(one) for one in element]
        if not isinstance(element, pikepdf.Dictionary):
            return int(element)
        said = {key: str(element[key]) for key in ("/S", "/Alt", "/ActualText", "/T") if key in element}
        return said | ({"/K": tell(element["/K"])} if "/K" in element else {})

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return tell(opened.Root.StructTreeRoot)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(drawing=drawings)
def test_both_ways_make_the_same_document(drawing):
    spliced, whole = splice(drawing), draw_whole(drawing)

    assert words(spliced) == words(whole)
    assert structure(spliced) == structure(whole)
    assert read_attachments(spliced) == read_attachments(whole)
    for one, other in zip(pages(spliced), pages(whole), strict=True):
        assert ImageChops.difference(one, other).getbbox() is None


def test_a_template_keeps_nothing_of_whom_it_was_filled_for():
    facts = FACTS | {"title": "A title of this test"}
    first, second = (
        Drawing(name, new_code(), facts, Credential(name.encode(), b"token"), MADE)
        for name in ("Ann Onlyhere", "Bo Other")
    )
    splice(first)

    pdf = splice(second)

    assert words(pdf) == words(draw_whole(second))
    assert first.code.encode() not in pdf


def test_a_date_that_only_one_certificate_has_is_in_no_shared_part():
    first = Drawing("Ann", new_code(), FACTS, Credential(b"1", b"2"), MADE)
    second = replace(first, facts=FACTS | {"awarded_on": "2031-02-28", "studied_from": "2030-11-09"})
    splice(first)

    assert "9 November 2030" in words(splice(second))
    assert "28 February 2031" in words(splice(second))


@pytest.mark.parametrize("name", ["Nguyễn Thị Hương", "Γιώργος", "Adébáyọ̀", "किशोरी", "王小明", "שרה"])
def test_a_name_with_letters_of_its_own_is_drawn_whole(name):
    drawing = Drawing(name, new_code(), FACTS, Credential(b"1", b"2"), MADE)

    with pytest.raises(NotOfThisTemplate):
        splice(drawing)
    assert words(draw(drawing)) == words(draw_whole(drawing))
