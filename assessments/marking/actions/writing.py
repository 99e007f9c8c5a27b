"""What an assessor types: judgements, feedback and notes to the team, each saved on its own with a version."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from assessments.marking import rules
from assessments.marking.models import Agreement, Allocation, Judgement, Mark, Shortfall, TeamNote
from assessments.marking.states import Lack, Verdict
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed

LEASE = timedelta(minutes=30)


class Stale(Exception):
    """Somebody (perhaps the same person in another tab) saved in between; `theirs` is what is stored now."""

    def __init__(self, theirs: str, version: int, verdict: str = "", lacks: Iterable[str] = ()) -> None:
        super().__init__("This was changed somewhere else in the meantime. Nothing is lost: both versions are kept.")
        self.theirs, self.version, self.verdict, self.lacks = theirs, version, verdict, sorted(lacks)


def lock_mark(mark: Mark, by: User) -> Mark:
    """The mark as it is now, locked; refused to everybody but the assessor who writes it."""
    marks = Mark.objects.select_for_update(of=["self"])
    mark = marks.select_related("allocation__submission__portfolio__enrolment", "allocation__agreement").get(pk=mark.pk)
    rules.check_can_write(by, mark)
    return mark


def renew_lease(allocation: Allocation, now: datetime) -> None:
    """Somebody works on it: until so long from now nobody else can take it from the pool."""
    Allocation.objects.filter(pk=allocation.pk).update(leased_until=now + LEASE)


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
    lacks: Iterable[str] = (),
) -> Judgement:
    """Save what the mark says of one criterion; raises Stale when it was saved from an older page.

    Naming what the evidence lacks says that the criterion is not yet met; one that is met lacks nothing.
    """
    mark = lock_mark(mark, by)
    judgement = Judgement.objects.select_for_update().filter(mark=mark, criterion=criterion).first()
    if judgement is None:
        raise NotAllowed(f"Criterion {criterion.number} is not open in this attempt.")
    named = {Lack(lack) for lack in lacks} if verdict != Verdict.MET else set()
    verdict = verdict or (Verdict.NOT_YET_MET if named else "")
    rules.check_is_asked(mark, criterion, has_changed=judgement.verdict != verdict)
    stored = set(judgement.shortfalls.values_list("lack", flat=True))
    if (judgement.verdict, judgement.feedback, stored) == (verdict, feedback, named):
        unchanged()
        return judgement
    if judgement.version != version:
        raise Stale(judgement.feedback, judgement.version, judgement.verdict, stored)
    judgement.verdict = Verdict(verdict) if verdict else ""
    judgement.feedback = feedback
    judgement.shortfalls.exclude(lack__in=named).delete()
    Shortfall.objects.bulk_create(Shortfall(judgement=judgement, lack=lack) for lack in sorted(named - stored))
    _save(judgement, ["verdict", "feedback"], now)
    renew_lease(mark.allocation, now)
    record(
        "judgement.saved",
        by=by,
        about=judgement,
        now=now,
        mark=mark.pk,
        criterion=criterion.number,
        verdict=str(judgement.verdict),
        lacks=sorted(named),
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
    renew_lease(mark.allocation, now)
    record("feedback.saved", by=by, about=mark, now=now, version=mark.version)
    return mark


@action
def write_score(mark: Mark, *, score: Decimal | None, version: int, by: User, now: datetime) -> Mark:
    """Save the mark out of 100 (MRK-6); raises Stale when it was saved from an older page."""
    mark = lock_mark(mark, by)
    rules.check_is_numeric(mark)
    if mark.score == score:
        unchanged()
        return mark
    if mark.score_version != version:
        raise Stale(_written(mark.score), mark.score_version)
    mark.score = score
    mark.score_version += 1
    mark.saved_at = now
    mark.save(update_fields=["score", "score_version", "saved_at"])
    renew_lease(mark.allocation, now)
    record("score.saved", by=by, about=mark, now=now, score=_written(score), version=mark.score_version)
    return mark


@action
def write_rationale(mark: Mark, *, text: str, version: int, by: User, now: datetime) -> Agreement:
    """Save why several marks come to this one; raises Stale when it was saved from an older page."""
    mark = lock_mark(mark, by)
    agreement = Agreement.objects.select_for_update().filter(allocation=mark.allocation_id).first()
    if agreement is None:
        raise NotAllowed("Only an agreed mark has a rationale.")
    if agreement.rationale == text:
        unchanged()
        return agreement
    if agreement.version != version:
        raise Stale(agreement.rationale, agreement.version)
    agreement.rationale = text
    agreement.version += 1
    agreement.save(update_fields=["rationale", "version"])
    record("agreement.written", by=by, about=agreement, now=now, version=agreement.version)
    return agreement


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


def _written(score: Decimal | None) -> str:
    return "" if score is None else f"{score:.2f}"


def _save(row: Judgement | Mark, fields: list[str], now: datetime) -> None:
    row.version += 1
    row.saved_at = now
    row.save(update_fields=[*fields, "version", "saved_at"])
