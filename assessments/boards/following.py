"""What follows a released result: the end of the enrolment, the next attempt, or the same one at a later time."""

from datetime import datetime

from django.utils import timezone

from assessments.boards.models import Decision
from assessments.boards.states import Result
from assessments.cases.queries import extra_days
from assessments.marking.states import Verdict
from assessments.portfolios.actions import open_next_attempt, open_same_attempt
from assessments.portfolios.models import Submission
from courses.catalogue.models import AssessmentCriterion
from courses.delivery.actions import complete
from courses.delivery.calendar import five_pm, shifted
from courses.delivery.models import Enrolment
from courses.delivery.queries.calendars import calendar_of
from courses.delivery.states import ENROLMENT_MOVES, EnrolmentState
from cpd.accounts.models import User


def follow(submission: Submission, decision: Decision, *, by: User, now: datetime) -> None:
    """A pass completes the enrolment. A refer opens what was not met as the next attempt, where the rules leave one
    (REF-1); a deferral opens the same attempt again, and uses none. Who left meanwhile gets nothing new to hand in."""
    enrolment = submission.portfolio.enrolment
    if decision.result == Result.PASS:
        if EnrolmentState.COMPLETED in ENROLMENT_MOVES[EnrolmentState(enrolment.state)]:
            complete(enrolment, by=by, now=now)
    elif enrolment.state in (EnrolmentState.WITHDRAWN, EnrolmentState.LAPSED, EnrolmentState.CANCELLED):
        return
    elif decision.result == Result.REFER and submission.attempt < enrolment.rules.attempts:
        due = _due_at(enrolment, now)
        open_next_attempt(submission, criteria=_not_met(decision), due_at=due, by=by, now=now)
    elif decision.result == Result.DEFER:
        due = max(_due_at(enrolment, now), submission.due_at)
        open_same_attempt(submission, due_at=due, by=by, now=now)


def _due_at(enrolment: Enrolment, now: datetime) -> datetime:
    """REF-2: so many working days of her cohort's calendar from the result, later by what an adjustment adds."""
    days = enrolment.rules.referral_working_days
    due_on = calendar_of(enrolment.cohort).working_days_after(timezone.localdate(now), days)
    return shifted(five_pm(due_on), extra_days(enrolment))


def _not_met(decision: Decision) -> list[AssessmentCriterion]:
    """What is to be shown again: under the numeric scheme all of it, since no criterion was judged on its own."""
    judged = decision.paper.mark.judgements.select_related("criterion")
    if decision.paper.score is None:
        judged = judged.exclude(verdict=Verdict.MET)
    return [judgement.criterion for judgement in judged]
