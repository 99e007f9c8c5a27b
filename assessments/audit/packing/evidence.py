"""The evidence of an archive: each item opened through portfolios, which records it, and written under our label."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db.models import QuerySet

from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.reading import EXPORT, open_evidence
from assessments.portfolios.states import SEALED, Because, ItemKind, ItemState
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.documents.zips import Member
from cpd.files.serving import EXTENSIONS
from cpd.files.texts import salt_for
from cpd.rules import NotAllowed

NOTED_EVERY = 5


def list_items(enrolments: QuerySet[Enrolment]) -> list[EvidenceItem]:
    """Every item of sealed work that is there, in the order of the names that it gets."""
    items = EvidenceItem.objects.filter(
        submission__portfolio__enrolment__in=enrolments.order_by(),
        submission__state__in=SEALED,
        state=ItemState.PRESENT,
    ).select_related("submission__portfolio__enrolment", "file")
    return sorted(items, key=name_of)


def name_of(item: EvidenceItem) -> str:
    submission = item.submission
    number = submission.portfolio.enrolment.candidate_number
    ending = EXTENSIONS.get(item.file.content_type, ".bin") if item.kind == ItemKind.FILE else ".txt"
    return f"evidence/{number}-{submission.attempt}-{submission.draft_number}/{item.label}{ending}"


def describe_items(items: list[EvidenceItem]) -> dict:
    """What is in the folder, and the salt with which each is compared with the digest that was sealed."""
    return {
        "items": [
            {
                "file": name_of(item),
                "submission": str(item.submission_id),
                "label": item.label,
                "kind": item.kind,
                "salt": salt_for(item.text_key, item.submission_id.bytes).hex(),
            }
            for item in items
        ]
    }


def read_items(
    items: list[EvidenceItem], *, by: User, now: datetime, progress: Callable[[int], None]
) -> Iterator[Member]:
    """One item after the other; what nobody may open any more is left out, and its entry in the list shows that."""
    for number, item in enumerate(items, start=1):
        try:
            opened = open_evidence(item, by=by, because=Because.ARCHIVE, now=now, how=EXPORT)
        except NotAllowed:
            continue
        if item.kind == ItemKind.FILE:
            yield Member(name_of(item), opened.pieces, is_packed=True)
        else:
            locator = f"{item.locator}\n" if item.kind == ItemKind.SIGHTED else ""
            yield Member(name_of(item), [f"{locator}{opened.text}".encode()])
        if number % NOTED_EVERY == 0:
            progress(number)
