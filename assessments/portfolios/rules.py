"""Who may do what to a portfolio, and when."""

from datetime import date, datetime

from assessments.portfolios.contents import Contents
from assessments.portfolios.currency import is_about_practice
from assessments.portfolios.deadlines import is_closed, last_moment
from assessments.portfolios.gaps import find_gaps
from assessments.portfolios.models import UNFINISHED, EvidenceItem, Submission
from assessments.portfolios.states import (
    OPEN_FOR_WORK,
    SEALED,
    Because,
    ItemKind,
    ItemState,
    SubmissionState,
    is_open_to,
)
from courses.catalogue.models import AssessmentCriterion, Task
from courses.catalogue.states import Mode
from courses.delivery.models import Enrolment
from courses.delivery.states import STUDYING, EnrolmentState
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import User
from cpd.accounts.templatetags.words import when
from cpd.rules import NotAllowed


def check_can_open_portfolio(person: User, enrolment: Enrolment) -> None:
    if enrolment.learner_id != person.pk:
        raise NotAllowed("Only the learner of this enrolment can open its portfolio.")
    if enrolment.state not in STUDYING:
        raise NotAllowed("This enrolment is not active, so its portfolio cannot be started. Your coordinator can help.")


def check_is_own(person: User, submission: Submission) -> None:
    if submission.portfolio.enrolment.learner_id != person.pk:
        raise NotAllowed("Only the learner whose portfolio this is can do that.")


def check_can_work(person: User, submission: Submission) -> None:
    check_is_own(person, submission)
    if submission.state not in OPEN_FOR_WORK:
        state = SubmissionState(submission.state).label
        raise NotAllowed(f"This portfolio is “{state}”, so it cannot be changed. What you saved before is safe.")
    if submission.portfolio.enrolment.state not in STUDYING:
        raise NotAllowed(
            "Your enrolment is not active at the moment, so this portfolio cannot be changed. "
            "Everything in it is kept. Your coordinator can help."
        )


def check_can_add(person: User, submission: Submission, task: Task, mode: str) -> None:
    check_can_work(person, submission)
    _check_task_is_open(submission, task)
    if not task.modes.filter(mode=mode).exists():
        raise NotAllowed(
            f"“{Mode(mode).label}” is not one of the ways to show this task. Choose one from the task’s page."
        )


def check_are_past(dates: list[date], today: date) -> None:
    if not dates:
        raise NotAllowed("Give at least one date of supervision.")
    if dates[-1] > today:
        raise NotAllowed("Every date of supervision has to be today or earlier.")


def check_can_choose_way(person: User, submission: Submission, task: Task) -> None:
    check_can_work(person, submission)
    _check_task_is_open(submission, task)
    if not task.instead:
        raise NotAllowed("This task has no other way yet. Ask your coordinator for one: you need not say why.")


def check_can_change(person: User, submission: Submission, item: EvidenceItem) -> None:
    check_can_work(person, submission)
    if item.submission_id != submission.pk or item.state != ItemState.PRESENT:
        raise NotAllowed(f"{item.label} is not in this portfolio any more, so it cannot be changed.")
    _check_task_is_open(submission, item.task)


def check_can_choose_layer(person: User, submission: Submission, item: EvidenceItem) -> None:
    check_can_change(person, submission, item)
    if not item.is_reflection:
        raise NotAllowed(f"{item.label} is evidence, which everybody who assesses it reads.")


def check_practice_month(item: EvidenceItem, month: date, today: date) -> None:
    if not is_about_practice(item):
        raise NotAllowed(f"{item.label} is not about a time in your practice, so it needs no month.")
    if month > today:
        raise NotAllowed("This month is still to come. Give the month in which it happened.")
    if month.year < today.year - 50:
        raise NotAllowed("This is more than fifty years ago. Give the month in which it happened.")


def check_can_claim(person: User, submission: Submission, item: EvidenceItem, criterion: AssessmentCriterion) -> None:
    check_can_work(person, submission)
    if item.state != ItemState.PRESENT:
        raise NotAllowed(f"{item.label} is not in this portfolio any more, so it cannot show a criterion.")
    if not submission.criteria.filter(pk=criterion.pk).exists():
        raise NotAllowed(f"Criterion {criterion.number} is not open in this attempt: it is met already.")


def check_can_submit(person: User, contents: Contents, now: datetime) -> None:
    submission = contents.submission
    check_can_work(person, submission)
    check_is_in_time(submission, now)
    hard = [gap for gap in find_gaps(contents) if gap.is_hard]
    if hard:
        count = "one thing is" if len(hard) == 1 else f"{len(hard)} things are"
        raise NotAllowed(f"The portfolio cannot be submitted yet: {count} missing. First: {hard[0].text}")


def check_is_in_time(submission: Submission, now: datetime) -> None:
    if not is_closed(submission, now):
        return
    ended = when(last_moment(submission))
    if submission.state == SubmissionState.RETURNED:
        raise NotAllowed(
            f"The time for the correction ended on {ended}. Your work is kept. "
            "Your coordinator can say what happens next."
        )
    raise NotAllowed(
        f"The last moment to submit was {ended}. Your work is kept. Your coordinator can say what happens next."
    )


def check_can_move_deadline(submission: Submission, due_at: datetime) -> None:
    if submission.state not in OPEN_FOR_WORK:
        state = SubmissionState(submission.state).label
        raise NotAllowed(f"This portfolio is “{state}”, so its deadline does not move.")
    before = submission.correct_by if submission.state == SubmissionState.RETURNED else submission.due_at
    if due_at <= min(before or submission.due_at, submission.due_at):
        raise NotAllowed("A deadline that was given is only moved later, never earlier.")


def check_can_close(submission: Submission, now: datetime) -> None:
    has_ended = submission.portfolio.enrolment.state == EnrolmentState.LAPSED
    if submission.state in OPEN_FOR_WORK and not has_ended and not is_closed(submission, now):
        raise NotAllowed("This can still be handed in, so it is not closed.")


def check_can_defer(submission: Submission, due_at: datetime) -> None:
    if due_at <= submission.due_at:
        raise NotAllowed("A deferral gives a later deadline. Choose a later day.")


def check_can_credit(submission: Submission, criteria: list[AssessmentCriterion]) -> None:
    if submission.state != SubmissionState.DRAFT or submission.attempt != 1:
        raise NotAllowed("Earlier learning is credited before the first attempt is handed in.")
    if len(criteria) >= submission.criteria.count():
        raise NotAllowed("Earlier learning never stands for a whole module.")


def check_can_set_aside(following: Submission) -> None:
    """Another attempt of the same portfolio, when the one before is looked at again."""
    if following.state in UNFINISHED and following.state != SubmissionState.DRAFT:
        raise NotAllowed("The next attempt is handed in already. It is decided first; then this one can be reopened.")


def check_can_take_back(person: User, submission: Submission) -> None:
    check_is_own(person, submission)
    if submission.state != SubmissionState.SUBMITTED:
        raise NotAllowed(
            "A portfolio can be taken back only until it is accepted. "
            f"This one is “{SubmissionState(submission.state).label}”."
        )


def check_can_open(person: User | None, item: EvidenceItem, because: Because) -> None:
    """What holds for everybody; the feature that grants the right to read has checked its own row."""
    submission = item.submission
    if item.state == ItemState.QUARANTINED:
        raise NotAllowed(f"{item.label} is locked away because it could identify somebody. Nobody can open it.")
    if item.state == ItemState.PURGED:
        raise NotAllowed(
            f"{item.label} was destroyed, since it could identify somebody or its time was over. Nobody can open it."
        )
    if item.state == ItemState.REMOVED:
        raise NotAllowed(f"{item.label} was taken out by the learner. It is not part of the portfolio.")
    if not is_open_to(item.layer, because):
        raise NotAllowed(f"{item.label} is a reflection, and its learner has not opened it to you.")
    if because == Because.OWN:
        check_is_own(person, submission)
    elif because == Because.ATTESTATION:
        if item.kind != ItemKind.SIGHTED and not item.is_reflection:
            raise NotAllowed("A link to confirm something opens no evidence.")
    elif submission.state not in SEALED:
        raise NotAllowed("This portfolio is with its learner at the moment, so its evidence cannot be opened.")
    elif submission.portfolio.enrolment.learner_id == person.pk and because != Because.RECORDS:
        raise NotAllowed("This is your own work. Somebody else has to look at it.")
    else:
        check_is_not_kept_away(person, submission.portfolio.enrolment.learner_id)


def _check_task_is_open(submission: Submission, task: Task) -> None:
    if not submission.criteria.filter(tasks=task).exists():
        raise NotAllowed("Every criterion of this task is met already, so nothing needs to change in it.")
