"""Her files, one after the other and piece by piece: her evidence under our labels, and her certificates."""

from collections.abc import Iterator
from datetime import datetime

from assessments.certificates.models import Certificate
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.reading import EXPORT, open_evidence
from assessments.portfolios.states import SEALED, Because, ItemState
from cpd.accounts.models import User
from cpd.documents.zips import Member
from cpd.files.serving import EXTENSIONS
from cpd.files.store import is_whole, open_chunks


def read_files(person: User, *, now: datetime) -> Iterator[Member]:
    """What is destroyed or damaged is passed over; each file is read when its turn has come, and never as a whole."""
    yield from _evidence(person, now)
    yield from _certificates(person)


def _evidence(person: User, now: datetime) -> Iterator[Member]:
    items = EvidenceItem.objects.filter(
        submission__portfolio__enrolment__learner=person, state=ItemState.PRESENT, file__isnull=False
    )
    for item in items.select_related("submission", "file").order_by("submission__opened_at", "added_at", "pk"):
        if not is_whole(item.file):
            continue
        # A draft is hers alone and is read without an entry; what is sealed is opened like by anybody.
        is_sealed = item.submission.state in SEALED
        opened = open_evidence(item, by=person, because=Because.RECORDS, now=now, how=EXPORT) if is_sealed else None
        name = f"evidence/{item.submission.reference}-{item.label}{EXTENSIONS.get(item.file.content_type, '.bin')}"
        yield Member(name, opened.pieces if opened else open_chunks(item.file), is_packed=True)


def _certificates(person: User) -> Iterator[Member]:
    for certificate in (
        Certificate.objects.filter(award__enrolment__learner=person, pdf__isnull=False)
        .select_related("pdf")
        .order_by("code")
    ):
        if is_whole(certificate.pdf):
            yield Member(f"certificates/{certificate.code}.pdf", open_chunks(certificate.pdf), is_packed=True)
