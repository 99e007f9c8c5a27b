"""Writing a text: started, saved again and again, never lost to another tab."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from assessments.portfolios.carrying import make_item
from assessments.portfolios.models import EvidenceItem, Submission, TextRevision
from assessments.portfolios.moves import lock
from assessments.portfolios.reading import text_of
from assessments.portfolios.rules import check_can_add, check_can_change, check_practice_month
from assessments.portfolios.states import ItemKind, ItemState
from assessments.screening.texts import normalise_text
from courses.catalogue.models import Task
from cpd.accounts.models import User
from cpd.files.texts import open_text, seal_text
from cpd.history.actions import action, record, unchanged

REVISION_EVERY = timedelta(minutes=1)
KEPT_REVISIONS = 50


class Stale(Exception):
    """The page that was saved is older than what is stored. Both texts are kept: `theirs` is the stored one."""

    def __init__(self, theirs: str, version: int) -> None:
        super().__init__("This text was changed somewhere else since the page was opened.")
        self.theirs = theirs
        self.version = version


@action
def start_text(submission: Submission, *, task: Task, mode: str, by: User, now: datetime) -> EvidenceItem:
    """An empty text for the task. One that is still empty is given again, so that two clicks make one."""
    submission = lock(submission)
    check_can_add(by, submission, task, mode)
    empty = submission.items.present().filter(task=task, kind=ItemKind.TEXT, version=0, mode=mode).first()
    if empty:
        unchanged()
        return empty
    item = make_item(submission, task, kind=ItemKind.TEXT, mode=mode, now=now)
    record("item.added", by=by, about=item, now=now, submission=submission.pk, kind=ItemKind.TEXT.value, mode=mode)
    return item


def write_text(item: EvidenceItem, *, text: str, version: int, by: User, now: datetime) -> EvidenceItem:
    """Save the text. Raises Stale when `version` is not the stored one, after keeping the refused text beside it."""
    text = normalise_text(text)
    saved, is_stale = _write_or_set_aside(item, text=text, version=version, by=by, now=now)
    if is_stale:
        raise Stale(text_of(saved), saved.version)
    return saved


@action
def _write_or_set_aside(
    item: EvidenceItem, *, text: str, version: int, by: User, now: datetime
) -> tuple[EvidenceItem, bool]:
    submission = lock(item.submission)
    item = EvidenceItem.objects.select_for_update().select_related("task").get(pk=item.pk)
    check_can_change(by, submission, item)
    current = text_of(item)
    if text == current:
        unchanged()
        return item, False
    if version != item.version:
        _set_aside(item, text, version, by, now)
        return item, True
    _keep_revision(item, by, now)
    item.sealed_text = seal_text(item.text_key, text) if text else b""
    item.word_count = len(text.split())
    item.version += 1
    item.saved_at = now
    item.save(update_fields=["sealed_text", "word_count", "version", "saved_at"])
    _drop_contained(item, text)
    return item, False


def _set_aside(item: EvidenceItem, text: str, version: int, by: User, now: datetime) -> None:
    for kept in item.revisions.filter(is_set_aside=True):
        if open_text(item.text_key, kept.sealed_text) == text:
            unchanged()
            return
    item.revisions.create(version=version, sealed_text=seal_text(item.text_key, text), saved_at=now, is_set_aside=True)
    record("item.text_set_aside", by=by, about=item, now=now, version=version)


def _drop_contained(item: EvidenceItem, text: str) -> None:
    """A text that was kept from another tab has done its work once it stands in the saved one."""
    for kept in item.revisions.filter(is_set_aside=True):
        if open_text(item.text_key, kept.sealed_text).strip() in text:
            kept.delete()


def _keep_revision(item: EvidenceItem, by: User, now: datetime) -> None:
    """Keep the text that is about to be replaced, once a minute; the saves between share its entry of history."""
    newest = item.revisions.filter(is_set_aside=False).order_by("version").last()
    if newest and now - newest.saved_at < REVISION_EVERY:
        unchanged()
        return
    item.revisions.create(version=item.version, sealed_text=item.sealed_text, saved_at=now)
    old = item.revisions.filter(is_set_aside=False).order_by("-version")[KEPT_REVISIONS:]
    TextRevision.objects.filter(pk__in=[revision.pk for revision in old]).delete()
    record("item.text_saved", by=by, about=item, now=now, version=item.version + 1)


@action
def drop_set_aside(revision: TextRevision, *, by: User, now: datetime) -> EvidenceItem:
    """Forget a text that was kept from another tab, when its learner has looked at it."""
    submission = lock(revision.item.submission)
    item = EvidenceItem.objects.select_for_update().select_related("task").get(pk=revision.item_id)
    check_can_change(by, submission, item)
    deleted, _ = item.revisions.filter(pk=revision.pk, is_set_aside=True).delete()
    if not deleted:
        unchanged()
        return item
    record("item.set_aside_dropped", by=by, about=item, now=now, version=revision.version)
    return item


@action
def complete_item(item: EvidenceItem, *, is_complete: bool, by: User, now: datetime) -> EvidenceItem:
    """Say whether the work on an item is done; nothing is locked by it."""
    submission = lock(item.submission)
    item = EvidenceItem.objects.select_for_update().select_related("task").get(pk=item.pk)
    check_can_change(by, submission, item)
    if item.is_complete == is_complete or item.state != ItemState.PRESENT:
        unchanged()
        return item
    item.is_complete = is_complete
    item.save(update_fields=["is_complete"])
    record("item.completed" if is_complete else "item.reopened", by=by, about=item, now=now)
    return item


@action
def date_practice(item: EvidenceItem, *, month: date, by: User, now: datetime) -> EvidenceItem:
    """Say in which month what the item tells of happened (CUR-1); the day is never kept."""
    submission = lock(item.submission)
    item = EvidenceItem.objects.select_for_update().select_related("task").get(pk=item.pk)
    check_can_change(by, submission, item)
    check_practice_month(item, month, timezone.localdate(now))
    month = month.replace(day=1)
    if item.practice_date == month:
        unchanged()
        return item
    item.practice_date = month
    item.save(update_fields=["practice_date"])
    record("item.dated", by=by, about=item, now=now)
    return item
