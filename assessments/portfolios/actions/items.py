"""Evidence items other than typed texts: files, taking out, destroying."""

import hashlib
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments.portfolios.carrying import carry_item, make_item
from assessments.portfolios.drawing import needs_drawing
from assessments.portfolios.models import EvidenceItem, PageImage, Submission
from assessments.portfolios.moves import lock
from assessments.portfolios.rules import check_can_add, check_can_change
from assessments.portfolios.states import ITEM_MOVES, AttestationState, ItemKind, ItemState, SubmissionState
from assessments.screening.cleaning import Cleaned, clean_file
from assessments.screening.refusals import Refused, code_of
from courses.catalogue.models import Task
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.files.store import destroy, put
from cpd.files.texts import destroy_text_key
from cpd.history.actions import action, record, unchanged
from cpd.jobs.queue import enqueue
from cpd.notices.actions import notify
from cpd.rules import NotAllowed

EVIDENCE, EVIDENCE_TEXT = "evidence", "evidence.text"
HARMFUL = "virus"


def add_file(
    submission: Submission,
    *,
    task: Task,
    mode: str,
    title: str,
    upload: UploadedFile,
    by: User,
    now: datetime,
) -> EvidenceItem:
    """Clean, encrypt and add a file. Raises screening's Refused with a sentence, having kept nothing.

    The cleaning takes seconds, so it comes before the transaction; who may add is asked before and again inside.
    """
    check_can_add(by, submission, task, mode)
    try:
        cleaned = clean_file(upload.read(), upload.name)
    except Refused as refused:
        note_refusal(submission, reason=code_of(refused), by=by, now=now)
        raise
    return _add_cleaned(submission, task=task, mode=mode, title=title, cleaned=cleaned, by=by, now=now)


@action
def note_refusal(submission: Submission, *, reason: str, by: User, now: datetime) -> Submission:
    """A file was not taken; administrators hear of a harmful one. Nothing of the file is noted, its name neither."""
    record("file.refused", by=by, about=submission, now=now, reason=reason)
    if reason == HARMFUL:
        for administrator in User.objects.holding(Role.ADMINISTRATOR, on=timezone.localdate(now)):
            notify(administrator, "file.harmful", now=now, about=submission, url=reverse("operations:show_system"))
    return submission


@action
def _add_cleaned(
    submission: Submission, *, task: Task, mode: str, title: str, cleaned: Cleaned, by: User, now: datetime
) -> EvidenceItem:
    submission = lock(submission)
    check_can_add(by, submission, task, mode)
    digest = hashlib.sha256(cleaned.data).hexdigest()
    twin = submission.items.present().filter(task=task, file__sha256=digest, title=title).first()
    if twin:
        unchanged()
        return twin
    file = put(cleaned.data, purpose=EVIDENCE, content_type=cleaned.content_type)
    item = make_item(
        submission,
        task,
        kind=ItemKind.FILE,
        mode=mode,
        now=now,
        title=title,
        file=file,
        text_file=put(cleaned.text.encode(), purpose=EVIDENCE_TEXT, content_type="text/plain"),
        word_count=len(cleaned.text.split()),
        version=1,
        is_complete=True,
        has_pictures=cleaned.has_pictures,
        scanned_at=now if cleaned.is_scanned else None,
    )
    if needs_drawing(item):
        enqueue("portfolios.draw_pages", item.pk, key=f"portfolios.draw_pages:{file.pk}", now=now)
    record(
        "item.added",
        by=by,
        about=item,
        now=now,
        submission=submission.pk,
        kind=ItemKind.FILE.value,
        mode=mode,
        file=file.pk,
        bytes=file.size,
    )
    return item


@action
def remove_item(item: EvidenceItem, *, by: User, now: datetime) -> EvidenceItem:
    """Take an item out of the open submission, with its claims, and destroy it; a file stays while an earlier attempt
    has it."""
    submission = lock(item.submission)
    item = EvidenceItem.objects.select_for_update().select_related("task").get(pk=item.pk)
    if item.state == ItemState.REMOVED and item.submission.portfolio.enrolment.learner_id == by.pk:
        unchanged()
        return item
    check_can_change(by, submission, item)
    item.claims.all().delete()
    item.attestations.filter(state__in=[AttestationState.WAITING, AttestationState.ASKED]).update(
        state=AttestationState.CANCELLED
    )
    item.revisions.all().delete()
    if not EvidenceItem.objects.filter(file=item.file, file__isnull=False).exclude(pk=item.pk).exists():
        _destroy_files(item, by, now)
    destroy_text_key(item.text_key, now=now)
    item.state = ItemState.REMOVED
    item.is_complete = False
    item.sealed_text = b""
    item.save(update_fields=["state", "is_complete", "sealed_text"])
    record("item.removed", by=by, about=item, now=now, submission=submission.pk)
    return item


@action
def purge_content(item: EvidenceItem, *, by: User, now: datetime) -> EvidenceItem:
    """Destroy the content of an item for good, wherever the same content is: its copies in other attempts go with it.

    For confidentiality, which has decided it; the row stays as proof of what there was.
    """
    item = EvidenceItem.objects.select_for_update().get(pk=item.pk)
    if item.state == ItemState.PURGED:
        unchanged()
        return item
    family = _same_content(item)
    for member in family:
        if ItemState.PURGED not in ITEM_MOVES[ItemState(member.state)]:
            raise NotAllowed(f"{member.label} cannot be destroyed as it is “{ItemState(member.state).label}”.")
        _purge(member, by, now)
    record("item.purged", by=by, about=item, now=now, copies=[member.pk for member in family if member.pk != item.pk])
    return EvidenceItem.objects.get(pk=item.pk)


@action
def give_back(item: EvidenceItem, *, by: User, now: datetime) -> EvidenceItem:
    """Nobody could be identified after all: the item is where it was, and in the draft that was made without it.

    For confidentiality, which has decided it.
    """
    item = EvidenceItem.objects.select_for_update().select_related("submission").get(pk=item.pk)
    if item.state == ItemState.PRESENT:
        unchanged()
        return item
    if ItemState.PRESENT not in ITEM_MOVES[ItemState(item.state)]:
        raise NotAllowed(f"{item.label} is “{ItemState(item.state).label}”, so it cannot be given back.")
    item.state = ItemState.PRESENT
    item.save(update_fields=["state"])
    draft = item.submission.next_attempts.filter(state=SubmissionState.DRAFT, attempt=item.submission.attempt).first()
    is_carried = bool(draft) and not item.carried_to.filter(submission=draft).exists()
    if is_carried and not draft.items.filter(label=item.label).exists():
        carry_item(item, draft, now)
    record("item.given_back", by=by, about=item, now=now, draft=draft.pk if is_carried else None)
    return item


def _destroy_files(item: EvidenceItem, by: User, now: datetime) -> None:
    pages = [
        page.file for page in PageImage.objects.filter(source__isnull=False, source=item.file).select_related("file")
    ]
    for stored in (item.file, item.text_file, *pages):
        if stored:
            destroy(stored, by=by, now=now)


def _purge(item: EvidenceItem, by: User, now: datetime) -> None:
    _destroy_files(item, by, now)
    destroy_text_key(item.text_key, now=now)
    item.revisions.all().delete()
    item.claims.all().update(note="")
    EvidenceItem.objects.filter(pk=item.pk).update(state=ItemState.PURGED, sealed_text=b"", title="", locator="")


def _same_content(item: EvidenceItem) -> list[EvidenceItem]:
    """The item and its relatives by carrying over whose content was not changed since."""
    family, waiting = {item.pk: item}, [item]
    while waiting:
        member = waiting.pop()
        relatives = list(member.carried_to.all()) + ([member.carried_from] if member.carried_from else [])
        for relative in relatives:
            is_same = relative.file_id == member.file_id and relative.version == member.version
            if relative.pk not in family and is_same and relative.state != ItemState.PURGED:
                family[relative.pk] = relative
                waiting.append(relative)
    return list(family.values())
