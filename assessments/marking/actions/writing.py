"""What an assessor types: judgements, feedback and notes to the team, each saved on its own with a version."""

from datetime import datetime

from assessments.marking import rules
from assessments.marking.models import Judgement, Mark, TeamNote
from assessments.marking.states import Verdict
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed


class Stale(Exception):
    """Somebody (perhaps the same person in another tab) saved in between; `theirs` is what is stored now."""

    def __init__(self, theirs: str, version: int, verdict: str = "") -> None:
        super().__init__("This was changed somewhere else in the meantime. Nothing is lost: both versions are kept.")
        self.theirs, self.version, self.verdict = theirs, version, verdict


def lock_mark(mark: Mark, by: User) -> Mark:
    """The mark as it is now, locked; refused to everybody but the assessor who writes it."""
    mark = Mark.objects.select_for_update(of=["self"]).select_related("allocation__submission").get(pk=mark.pk)
    rules.check_can_write(by, mark)
    return mark


@action
def judge(
    mark: Mark,
    *,
    criterion: AssessmentCriterion,
    verdict: str,
    feedback: str,
    version: int,
    by: User,
    now: datetime,
) -> Judgement:
    """Save what the mark says of one criterion; raises Stale when it was saved from an older page."""
    mark = lock_mark(mark, by)
    judgement = Judgement.objects.select_for_update().filter(mark=mark, criterion=criterion).first()
    if judgement is None:
        raise NotAllowed(f"Criterion {criterion.number} is not open in this attempt.")
    rules.check_is_asked(mark, criterion, has_changed=judgement.verdict != verdict)
    if (judgement.verdict, judgement.feedback) == (verdict, feedback):
        unchanged()
        return judgement
    if judgement.version != version:
        raise Stale(judgement.feedback, judgement.version, judgement.verdict)
    judgement.verdict = Verdict(verdict) if verdict else ""
    judgement.feedback = feedback
    _save(judgement, ["verdict", "feedback"], now)
    record(
        "judgement.saved",
        by=by,
        about=judgement,
        now=now,
        mark=mark.pk,
        criterion=criterion.number,
        verdict=str(judgement.verdict),
        version=judgement.version,
    )
    return judgement


@action
def write_feedback(mark: Mark, *, text: str, version: int, by: User, now: datetime) -> Mark:
    """Save the feedback on the whole; raises Stale when it was saved from an older page."""
    mark = lock_mark(mark, by)
    if mark.feedback == text:
        unchanged()
        return mark
    if mark.version != version:
        raise Stale(mark.feedback, mark.version)
    mark.feedback = text
    _save(mark, ["feedback"], now)
    record("feedback.saved", by=by, about=mark, now=now, version=mark.version)
    return mark


@action
def write_team_note(
    mark: Mark, *, criterion: AssessmentCriterion | None, text: str, version: int, by: User, now: datetime
) -> TeamNote:
    """Save a note that colleagues see and the learner never does; raises Stale when it was saved from an older page."""
    mark = lock_mark(mark, by)
    if criterion is not None and not mark.judgements.filter(criterion=criterion).exists():
        raise NotAllowed(f"Criterion {criterion.number} is not open in this attempt.")
    note = TeamNote.objects.select_for_update().filter(mark=mark, criterion=criterion).first()
    note = note or TeamNote(mark=mark, criterion=criterion, saved_at=now)
    if note.text == text:
        unchanged()
        return note
    if note.version != version:
        raise Stale(note.text, note.version)
    note.text = text
    note.version += 1
    note.saved_at = now
    note.save()
    record("team_note.saved", by=by, about=note, now=now, mark=mark.pk, version=note.version)
    return note


def _save(row: Judgement | Mark, fields: list[str], now: datetime) -> None:
    row.version += 1
    row.saved_at = now
    row.save(update_fields=[*fields, "version", "saved_at"])
