"""Reading in the evidence room, her ticks on its index, and the documents that the provider brings into it."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from assessments.audit.models import ExhibitReview, ProvidedDocument, Visit
from assessments.audit.rules.exhibits import check_can_provide, check_names_no_learner, check_places_are_looked_at
from assessments.audit.rules.visits import check_can_read
from assessments.audit.states import DocumentKind
from assessments.screening.cleaning import Cleaned, clean_file
from assessments.screening.identifiers import find_identifiers
from courses.accreditation.models import Accreditation
from cpd.accounts.models import User
from cpd.files.store import put
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed

PURPOSE = "audit.document"


@action
def note_exhibit(visit: Visit, number: int, *, form: str, by: User, now: datetime) -> Visit:
    """Leave an entry for each exhibit that is opened or taken away, and in which form."""
    record("visit.exhibit", by=by, about=visit, now=now, exhibit=number, form=form)
    return visit


@action
def review_exhibit(visit: Visit, number: int, *, by: User, now: datetime) -> ExhibitReview:
    """She has looked at it, in her own judgement enough; a second time keeps the first moment."""
    check_can_read(by, visit, now.date())
    review, is_new = ExhibitReview.objects.get_or_create(visit=visit, number=number, defaults={"reviewed_at": now})
    if is_new:
        record("visit.reviewed", by=by, about=visit, now=now, exhibit=number)
    else:
        unchanged()
    return review


@action
def look_again(visit: Visit, number: int, *, by: User, now: datetime) -> Visit:
    """Take the tick back: she wants to look at it once more."""
    check_can_read(by, visit, now.date())
    removed, _ = ExhibitReview.objects.filter(visit=visit, number=number).delete()
    if removed:
        record("visit.review_taken_back", by=by, about=visit, now=now, exhibit=number)
    else:
        unchanged()
    return visit


def provide_document(
    kind: DocumentKind,
    *,
    title: str,
    edition: str,
    by: User,
    now: datetime,
    accreditation: Accreditation | None = None,
    text: str = "",
    address: str = "",
    upload: UploadedFile | None = None,
    is_looked_at: bool = False,
) -> ProvidedDocument:
    """Bring a document into the evidence rooms: screened as evidence is, and only the clean copy is kept.

    The cleaning takes seconds, so it comes before the transaction. Raises screening's Refused with a sentence.
    """
    check_can_provide(by, now.date())
    cleaned = clean_file(upload.read(), upload.name) if upload else None
    words = "\n".join([title, edition, cleaned.text if cleaned else text])
    check_names_no_learner(words)
    findings = cleaned.findings if cleaned else find_identifiers(text)
    check_places_are_looked_at(findings, is_looked_at=is_looked_at)
    return _provide(
        kind,
        cleaned,
        title=title,
        edition=edition,
        accreditation=accreditation,
        text=text,
        address=address,
        by=by,
        now=now,
    )


@action
def _provide(
    kind: DocumentKind,
    cleaned: Cleaned | None,
    *,
    title: str,
    edition: str,
    accreditation: Accreditation | None,
    text: str,
    address: str,
    by: User,
    now: datetime,
) -> ProvidedDocument:
    file = put(cleaned.data, purpose=PURPOSE, content_type=cleaned.content_type) if cleaned else None
    document = ProvidedDocument.objects.create(
        kind=kind,
        accreditation=accreditation,
        title=title,
        edition=edition,
        text=text,
        address=address,
        file=file,
        provided_by=by,
        provided_at=now,
    )
    record("document.provided", by=by, about=document, now=now, kind=str(kind), file=file.pk if file else None)
    return document


@action
def withdraw_document(document: ProvidedDocument, *, by: User, now: datetime) -> ProvidedDocument:
    """Take a document out of the rooms; that it was there, and who read it, stays on record."""
    document = ProvidedDocument.objects.select_for_update(of=["self"]).get(pk=document.pk)
    check_can_provide(by, now.date())
    if document.withdrawn_at:
        raise NotAllowed("This document was withdrawn already.")
    document.withdrawn_at, document.withdrawn_by = now, by
    document.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record("document.withdrawn", by=by, about=document, now=now, kind=document.kind)
    return document
