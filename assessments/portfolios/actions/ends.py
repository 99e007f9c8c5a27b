"""Ways off the main road: held, void, deferred, not handed in, and looked at again after an appeal."""

from datetime import datetime

from django.urls import reverse

from assessments.portfolios import rules
from assessments.portfolios.actions.portfolios import open_same_attempt
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock, move
from assessments.portfolios.states import SubmissionState, VoidReason
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


@action
def hold(submission: Submission, *, by: User | None, now: datetime) -> Submission:
    """Pause the work on it while somebody looks into a question; nothing that was typed about it is lost."""
    submission = lock(submission)
    if submission.state == SubmissionState.HELD:
        unchanged()
        return submission
    held_from = submission.state
    move(submission, SubmissionState.HELD, now=now, held_from=held_from)
    _tell(submission, "submission.held", now)
    record("submission.held", by=by, about=submission, now=now, held_from=held_from)
    return submission


@action
def end_hold(submission: Submission, *, by: User | None, now: datetime) -> Submission:
    """The question is answered: it goes on where it was."""
    submission = lock(submission)
    if submission.state != SubmissionState.HELD:
        unchanged()
        return submission
    back = submission.held_from
    submission.held_from = ""
    submitted_at = submission.submitted_at
    # Going back to intake is no new submission: the receipt keeps its moment.
    move(submission, SubmissionState(back), now=submitted_at or now, held_from="")
    _tell(submission, "submission.goes_on", now)
    record("submission.hold_ended", by=by, about=submission, now=now, state=str(back))
    return submission


@action
def void(submission: Submission, *, reason: str, by: User | None, now: datetime) -> Submission:
    """This attempt counts for nothing; everything in it stays as it is."""
    submission = lock(submission)
    if submission.state == SubmissionState.VOID:
        unchanged()
        return submission
    before = submission.state
    move(submission, SubmissionState.VOID, now=now, held_from="")
    if reason != VoidReason.LEFT:
        _tell(submission, "submission.void", now)
    record("submission.voided", by=by, about=submission, now=now, reason=str(VoidReason(reason)), before=before)
    return submission


@action
def close_unsubmitted(submission: Submission, *, by: User | None, now: datetime) -> Submission:
    """The last moment has passed, or her registration ended: the attempt counts as not handed in (LAT-1, ANO-1)."""
    submission = lock(submission)
    if submission.state == SubmissionState.NOT_SUBMITTED:
        unchanged()
        return submission
    rules.check_can_close(submission, now)
    move(submission, SubmissionState.NOT_SUBMITTED, now=now, correct_by=None)
    _tell(submission, "submission.not_submitted", now)
    record("submission.not_submitted", by=by, about=submission, now=now, attempt=submission.attempt)
    return submission


@action
def defer(submission: Submission, *, due_at: datetime, by: User | None, now: datetime) -> Submission:
    """Hand in at a later time instead; no attempt is used, and everything is in the new draft."""
    submission = lock(submission)
    rules.check_can_defer(submission, due_at)
    move(submission, SubmissionState.DEFERRED, now=now)
    draft = open_same_attempt(submission, due_at=due_at, by=by, now=now)
    _tell(draft, "submission.deferred", now)
    record("submission.deferred", by=by, about=submission, now=now, due_at=due_at, draft=draft.pk)
    return draft


@action
def reopen_result(submission: Submission, *, to: str, by: User, now: datetime, keeps_cap: bool = False) -> Submission:
    """After an appeal: marked by somebody else, or decided anew on the mark there is. The first decision stays a row.

    A next attempt that is still being written is not needed meanwhile, and is kept as it is. A cap falls, unless the
    board said that it stays.
    """
    submission = lock(submission)
    to = SubmissionState(to)
    if to not in (SubmissionState.ACCEPTED, SubmissionState.CONFIRMED):
        raise NotAllowed("After an appeal a portfolio is marked again, or decided again.")
    for following in submission.portfolio.submissions.exclude(pk=submission.pk).select_for_update():
        rules.check_can_set_aside(following)
        if following.state == SubmissionState.DRAFT:
            void(following, reason=VoidReason.APPEAL, by=by, now=now)
    move(submission, SubmissionState.REOPENED, now=now, is_capped=submission.is_capped and keeps_cap)
    move(submission, to, now=now)
    _tell(submission, "submission.reopened", now)
    record("submission.reopened", by=by, about=submission, now=now, to=str(to))
    return submission


@action
def forgive_lateness(submission: Submission, *, by: User, now: datetime) -> Submission:
    """It was late, and that does not count. The receipt and its manifest still say when it came."""
    submission = lock(submission)
    if not submission.is_late:
        unchanged()
        return submission
    submission.is_late = False
    submission.save(update_fields=["is_late"])
    record("submission.lateness_forgiven", by=by, about=submission, now=now)
    return submission


@action
def credit_criteria(
    submission: Submission, *, criteria: list[AssessmentCriterion], by: User, now: datetime
) -> Submission:
    """Earlier learning shows these criteria: they are met, not graded, and need no evidence (RPL-1)."""
    submission = lock(submission)
    rules.check_can_credit(submission, criteria)
    submission.criteria.remove(*criteria)
    numbers = sorted(criterion.number for criterion in criteria)
    record("submission.criteria_credited", by=by, about=submission, now=now, criteria=numbers)
    return submission


def _tell(submission: Submission, kind: str, now: datetime) -> None:
    url = reverse("portfolios:show_portfolio", args=[submission.pk])
    notify(submission.portfolio.enrolment.learner, kind, now=now, about=submission, url=url)
