"""Evidence that is not uploaded: an original that stays at the employer, and dates of supervision."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from assessments.portfolios.carrying import make_item
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.moves import lock
from assessments.portfolios.reading import text_of
from assessments.portfolios.rules import check_are_past, check_can_add
from assessments.portfolios.states import ItemKind
from assessments.screening.texts import normalise_text
from courses.catalogue.models import Task
from courses.catalogue.states import Mode
from cpd.accounts.models import User
from cpd.accounts.templatetags.words import day
from cpd.files.texts import seal_text
from cpd.history.actions import action, record, unchanged


@action
def add_sighted(
    submission: Submission,
    *,
    task: Task,
    title: str,
    locator: str,
    shows: str,
    by: User,
    now: datetime,
    mode: str = Mode.SIGHTED_AT_EMPLOYER,
) -> EvidenceItem:
    """Name evidence that stays at the employer, where its manager finds it, and what it shows; nothing is uploaded."""
    submission = lock(submission)
    shows = normalise_text(shows)
    check_can_add(by, submission, task, mode)
    twin = submission.items.present().filter(task=task, kind=ItemKind.SIGHTED, title=title, locator=locator).first()
    if twin and text_of(twin) == shows:
        unchanged()
        return twin
    item = make_item(
        submission,
        task,
        kind=ItemKind.SIGHTED,
        mode=mode,
        now=now,
        title=title,
        locator=locator,
        word_count=len(shows.split()),
        version=1,
        is_complete=True,
    )
    item.sealed_text = seal_text(item.text_key, shows)
    item.save(update_fields=["sealed_text"])
    record(
        "item.added",
        by=by,
        about=item,
        now=now,
        submission=submission.pk,
        kind=ItemKind.SIGHTED.value,
        mode=Mode(mode).value,
    )
    return item


def add_supervision(
    submission: Submission, *, task: Task, dates: Iterable[date], by: User, now: datetime
) -> EvidenceItem:
    """Supervision is shown by its dates alone: not who was spoken of, and not what was said."""
    dates = sorted(set(dates))
    check_are_past(dates, timezone.localdate(now))
    lines = "\n".join(day(held_on) for held_on in dates)
    return add_sighted(
        submission,
        task=task,
        title="Supervision",
        locator="",
        shows=lines,
        by=by,
        now=now,
        mode=Mode.SUPERVISION_CONFIRMATION,
    )
