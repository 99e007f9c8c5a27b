"""What a learner does in a lesson: open it, finish it, write a private note, try a question."""

from collections.abc import Collection
from datetime import datetime

from courses.catalogue.models import Check, CheckOption, Lesson
from courses.delivery.models import Enrolment
from courses.learning.models import CheckAnswer, LessonProgress, Note
from courses.learning.rules import check_can_study
from cpd.accounts.models import User
from cpd.files.texts import new_text_key, seal_text
from cpd.history.actions import action, record, unchanged


class Stale(Exception):
    """The page that was saved is older than what is stored: `theirs`."""

    def __init__(self, theirs: str, version: int) -> None:
        super().__init__("This note was changed somewhere else since the page was opened.")
        self.theirs = theirs
        self.version = version


@action
def open_lesson(enrolment: Enrolment, *, lesson: Lesson, by: User, now: datetime) -> LessonProgress:
    """Remember that a lesson was opened, so that she can go on from there; a second time changes nothing."""
    check_can_study(by, enrolment)
    progress, is_new = LessonProgress.objects.get_or_create(
        enrolment=enrolment, lesson=lesson, defaults={"opened_at": now}
    )
    if is_new:
        record("lesson.opened", by=by, about=progress, now=now)
    else:
        unchanged()
    return progress


@action
def mark_lesson(enrolment: Enrolment, *, lesson: Lesson, is_done: bool, by: User, now: datetime) -> LessonProgress:
    """Mark a lesson as done, or take the mark back."""
    check_can_study(by, enrolment)
    LessonProgress.objects.get_or_create(enrolment=enrolment, lesson=lesson, defaults={"opened_at": now})
    progress = LessonProgress.objects.select_for_update().get(enrolment=enrolment, lesson=lesson)
    if is_done == (progress.done_at is not None):
        unchanged()
        return progress
    progress.done_at = now if is_done else None
    progress.save(update_fields=["done_at"])
    record("lesson.done" if is_done else "lesson.not_done", by=by, about=progress, now=now)
    return progress


@action
def write_note(
    enrolment: Enrolment, *, lesson: Lesson, prompt: str, text: str, version: int, by: User, now: datetime
) -> Note:
    """Save her private words; raises Stale when they come from an older page. The saves of a minute share an entry."""
    check_can_study(by, enrolment)
    place = {"enrolment": enrolment, "lesson": lesson, "prompt": prompt}
    Note.objects.get_or_create(**place, defaults={"text_key": new_text_key, "saved_at": now})
    note = Note.objects.select_for_update().get(**place)
    current = note.text
    if text == current:
        unchanged()
        return note
    if version != note.version:
        raise Stale(current, note.version)
    is_same_minute = note.version and _minute(note.saved_at) == _minute(now)
    note.sealed_text = seal_text(note.text_key, text) if text else b""
    note.version += 1
    note.saved_at = now
    note.save(update_fields=["sealed_text", "version", "saved_at"])
    if is_same_minute:
        unchanged()
    else:
        record("note.saved", by=by, about=note, now=now, version=note.version)
    return note


@action
def answer_check(
    enrolment: Enrolment, *, question: Check, chosen: Collection[CheckOption], by: User, now: datetime
) -> CheckAnswer:
    """Keep her last answer to a question. History tells that she tried, never whether she was right."""
    check_can_study(by, enrolment)
    right = set(question.options.filter(is_right=True))
    answer, _ = CheckAnswer.objects.update_or_create(
        enrolment=enrolment, question=question, defaults={"was_right": set(chosen) == right, "answered_at": now}
    )
    answer.chosen.set(chosen)
    record("check.answered", by=by, about=answer, now=now)
    return answer


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
