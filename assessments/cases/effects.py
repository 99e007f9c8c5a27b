"""What a case does to deadlines, in one sentence for the learner: before she asks, while it waits, and once it is answered."""

from datetime import datetime, timedelta

from assessments.cases.models import SideCase
from assessments.cases.states import STAYS_THE_CLOCK, Kind, Outcome
from assessments.portfolios.deadlines import closes_at, feedback_due_on
from assessments.portfolios.models import Submission
from courses.delivery.calendar import shifted
from courses.delivery.clockwork import registration_ends_on
from courses.delivery.models import Enrolment
from cpd.accounts.templatetags.words import counted, day, when


def foresee(kind: str, enrolment: Enrolment, submission: Submission | None) -> str:
    """Before she asks. Every deadline that she can see stands in it."""
    due = f"Your portfolio stays due on {when(submission.due_at)}" if submission else "Your deadlines stay as they are"
    if kind == Kind.BREAK:
        portfolio = f"your portfolio (now {when(submission.due_at)})" if submission else "your portfolio"
        return (
            f"While you are away no deadline comes nearer; when you come back, the deadline of {portfolio}, the time for a "
            f"correction and the end of your registration (now {day(registration_ends_on(enrolment))}) all move later by "
            "as many days as you were away."
        )
    if kind == Kind.EXTENSION and submission:
        return (
            f"Your portfolio is due on {when(submission.due_at)}, and a late one is taken until "
            f"{when(closes_at(submission))}: both move later by the days you choose, and your feedback may come up to ten "
            "working days later; the end of your registration stays."
        )
    if kind == Kind.ADJUSTMENT:
        return f"{due} until this is agreed; extra time is then added to it and to every later deadline of this module."
    if kind == Kind.PRIOR_LEARNING:
        return f"{due}; criteria that are credited need no evidence."
    return f"{due} until the panel has answered, and nothing is closed as not handed in while it waits."


def foresee_days(submission: Submission, days: int) -> str:
    """The one sentence of an extension of so many days."""
    later = Submission(
        portfolio=submission.portfolio,
        attempt=submission.attempt,
        due_at=shifted(submission.due_at, timedelta(days=days)),
        pk=submission.pk,
    )
    return (
        f"With {counted(days, 'day')} more it is due on {when(later.due_at)}, a late one is taken until "
        f"{when(closes_at(later))}, and your feedback comes by {day(feedback_due_on(later))}."
    )


def describe(case: SideCase, now: datetime) -> str:
    """What it does now, or did."""
    if case.is_open:
        stays = " Nothing is closed as not handed in while it waits." if case.kind in STAYS_THE_CLOCK else ""
        return f"You have an answer by {day(case.answer_by)}.{stays}"
    if not case.outcome:
        return "You took it back, so nothing changed."
    return _AFTER.get(Outcome(case.outcome), _granted)(case)


def _granted(case: SideCase) -> str:
    submission = case.submission
    if case.kind == Kind.EXTENSION and submission:
        moved = f"Your deadline moved later by {counted(case.days, 'day')}"
        return (
            f"{moved}: it is now {when(submission.due_at)}, and late work is taken until {when(closes_at(submission))}."
        )
    if case.kind == Kind.BREAK:
        return "Your clocks stopped; when you come back, every deadline moves later by as many days as you were away."
    if case.kind == Kind.ADJUSTMENT and case.days:
        return f"{counted(case.days, 'day').capitalize()} were added to your deadline, and are to each later one."
    if case.kind == Kind.PRIOR_LEARNING:
        return "The criteria that you chose are credited and need no evidence; your deadline stays."
    return "Your deadlines stay as they are."


def _more_time(case: SideCase) -> str:
    due_at = when(case.submission.due_at)
    return f"Your deadline moved later by {counted(case.days, 'day')}: it is now {due_at}."


_AFTER = {
    Outcome.DECLINED: lambda case: "Your deadlines stay as they are.",
    Outcome.NONE: lambda case: "Your deadlines stay as they are.",
    Outcome.MORE_TIME: _more_time,
    Outcome.PENALTY_REMOVED: lambda case: "That you handed in late does not count; your deadlines stay as they are.",
    Outcome.DEFERRED: lambda case: (
        f"You hand in {counted(case.days, 'day')} later than before, in a new draft with everything in it; "
        "no attempt is used."
    ),
    Outcome.NO_CASE: lambda case: "Your portfolio goes on from where it was, and your deadlines stay as they are.",
    Outcome.NEW_ATTEMPT: lambda case: "This attempt does not count; a new one is open, with a deadline of its own.",
    Outcome.ENDED: lambda case: "This attempt does not count, and your enrolment has ended; there is no deadline.",
}
