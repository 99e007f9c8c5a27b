"""What a learner may ask for and until when, who may answer, and who may sit on a panel."""

from collections import Counter
from datetime import date, datetime

from django.utils import timezone

from assessments.cases.models import Seat, SideCase
from assessments.cases.states import BY_PANEL, OUTCOMES, SIDE_CASE_MOVES, WITH_DAYS, Kind, Outcome, SideCaseState
from assessments.portfolios.deadlines import clock_of, is_closed
from assessments.portfolios.models import Submission
from assessments.portfolios.states import CAN_BE_HELD, OPEN_FOR_WORK, SubmissionState
from courses.delivery.calendar import five_pm, months_after
from courses.delivery.models import CohortRole, CohortStaff, Enrolment
from courses.delivery.queries.calendars import calendar_of
from courses.delivery.states import STUDYING, EnrolmentState
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day, when
from cpd.rules import NotAllowed

LONGEST_TEXT = 4000
# Appointments of whose holders a panel is made up. What they read there they read by their seat, not by the role.
PANEL_ROLES = (Role.COORDINATOR, Role.SAFEGUARDING, Role.TUTOR, Role.BOARD)
BEFORE_RELEASE = frozenset(SubmissionState) - {
    SubmissionState.RATIFIED,
    SubmissionState.RELEASED,
    SubmissionState.VOID,
    SubmissionState.DEFERRED,
    SubmissionState.QUARANTINED,
}


def check_can_ask(person: User, enrolment: Enrolment, kind: str) -> None:
    if enrolment.learner_id != person.pk:
        raise NotAllowed("Only the learner of this enrolment can ask for this.")
    if kind == Kind.MISCONDUCT:
        raise NotAllowed("This question is raised by the people who work on a portfolio.")
    if enrolment.state not in STUDYING:
        raise NotAllowed("Your enrolment is not active at the moment. Your coordinator can help.")
    if SideCase.objects.open().filter(enrolment=enrolment, kind=kind).exists():
        raise NotAllowed("You have asked for this already and are waiting for the answer.")


def check_can_take_extension(person: User, submission: Submission, days: int, now: datetime) -> None:
    """EXT-1: by herself, before the deadline, once for an attempt, up to the number of days in the rules."""
    check_can_ask(person, submission.portfolio.enrolment, Kind.EXTENSION)
    _check_is_open(submission)
    most = submission.portfolio.enrolment.rules.extension_self_days
    if clock_of(submission, now) > submission.due_at:
        raise NotAllowed("Your deadline has passed, so a coordinator has to agree to more time.")
    if not 1 <= days <= most:
        raise NotAllowed(f"You can take up to {most} days yourself; for more, a coordinator has to agree.")
    if days_given(submission):
        raise NotAllowed("You have had more time for this attempt already, so a coordinator has to agree.")


def check_can_ask_extension(person: User, submission: Submission, days: int, now: datetime) -> None:
    """EXT-2: agreed by a coordinator while it can still be handed in; more than that is for a panel."""
    check_can_ask(person, submission.portfolio.enrolment, Kind.EXTENSION)
    _check_is_open(submission)
    if is_closed(submission, now):
        raise NotAllowed("The last moment to hand in has passed. Tell us what happened instead: a panel can help.")
    check_days_left(submission, days)


def check_days_left(submission: Submission, days: int) -> None:
    most = submission.portfolio.enrolment.rules.extension_approved_days
    left = most - days_given(submission)
    if days < 1:
        raise NotAllowed("Say how many days you need.")
    if days > left:
        had = f", and {most - left} of them are given" if left < most else ""
        raise NotAllowed(
            f"A coordinator can agree to {most} days in all{had}. For more, tell us what happened: a panel decides."
        )


def days_given(submission: Submission) -> int:
    """By how many days this attempt was extended already."""
    granted = submission.side_cases.filter(kind=Kind.EXTENSION, outcome=Outcome.GRANTED)
    return sum(granted.values_list("days", flat=True))


def check_can_claim(person: User, submission: Submission, statement: str, now: datetime) -> None:
    """MC-1: told within so many working days after the deadline, before the board has decided."""
    check_can_ask(person, submission.portfolio.enrolment, Kind.CIRCUMSTANCES)
    _check_statement(statement, "Say in a few words what happened; nobody asks for proof of domestic abuse.")
    if submission.state not in BEFORE_RELEASE:
        raise NotAllowed(
            "The board has decided on this attempt. If you could not tell us before, you can appeal against the result."
        )
    closes_at = claim_closes_at(submission)
    if clock_of(submission, now) > closes_at:
        raise NotAllowed(
            f"This could be told until {when(closes_at)}. If you could not tell us before, you can appeal "
            "against the result when you have it."
        )


def claim_closes_at(submission: Submission) -> datetime:
    enrolment = submission.portfolio.enrolment
    due_on = timezone.localdate(submission.due_at)
    days = enrolment.rules.circumstances_working_days
    return five_pm(calendar_of(enrolment.cohort).working_days_after(due_on, days))


def check_can_ask_adjustment(person: User, enrolment: Enrolment, statement: str) -> None:
    check_can_ask(person, enrolment, Kind.ADJUSTMENT)
    _check_statement(statement, "Say what would help. You need not name a condition.")


def check_can_claim_prior(
    person: User, submission: Submission, criteria: list, learnt_on: date, statement: str, now: datetime
) -> None:
    """RPL-1: at most a share of the module, never all of it, and learnt not too long ago; before work is handed in."""
    check_can_ask(person, submission.portfolio.enrolment, Kind.PRIOR_LEARNING)
    _check_is_open(submission)
    if submission.attempt != 1 or submission.state != SubmissionState.DRAFT:
        raise NotAllowed("Earlier learning is claimed before your first attempt is handed in.")
    _check_statement(statement, "Say what you learnt, where, and how it shows these criteria.")
    check_prior(submission, criteria, learnt_on, timezone.localdate(now))


def check_prior(submission: Submission, criteria: list, learnt_on: date, today: date) -> None:
    rules = submission.portfolio.enrolment.rules
    total = submission.portfolio.enrolment.version.criteria.count()
    credited = total - submission.criteria.count()
    most = total * rules.rpl_percent // 100
    if not criteria:
        raise NotAllowed("Choose the criteria that your earlier learning shows.")
    if credited + len(criteria) > min(most, total - 1):
        raise NotAllowed(
            f"Earlier learning can count for {rules.rpl_percent} per cent of a module at most: here for {most} of its "
            f"{total} criteria. Choose fewer."
        )
    if learnt_on > today:
        raise NotAllowed("This day is in the future. Give the day on which that learning ended.")
    if learnt_on < months_after(today, -12 * rules.rpl_years):
        raise NotAllowed(f"Learning counts for {rules.rpl_years} years. This ended on {day(learnt_on)}.")


def check_can_raise_misconduct(person: User, submission: Submission, statement: str, today: date) -> None:
    """Whoever calls has checked that this person works on the submission."""
    if not set(person.roles(on=today)) - {Role.LEARNER}:
        raise NotAllowed("This question is raised by the people who work on a portfolio.")
    if submission.portfolio.enrolment.learner_id == person.pk:
        raise NotAllowed("This is your own work.")
    if submission.state not in CAN_BE_HELD:
        state = SubmissionState(submission.state).label
        raise NotAllowed(f"This portfolio is “{state}”, so it cannot be paused for a question.")
    _check_statement(statement, "Say what you noticed and where, without words of the case.")
    if SideCase.objects.open().filter(enrolment=submission.portfolio.enrolment_id, kind=Kind.MISCONDUCT).exists():
        raise NotAllowed("This question is raised already; a panel looks into it.")


def check_can_reply(person: User, case: SideCase, reply: str) -> None:
    if case.enrolment.learner_id != person.pk or case.kind != Kind.MISCONDUCT:
        raise NotAllowed("Only the learner whose work it is about replies.")
    _check_move(case, SideCaseState.ANSWERED)
    _check_statement(reply, "Write what you would like the panel to know.")


def check_can_take_back(person: User, case: SideCase) -> None:
    if case.enrolment.learner_id != person.pk or case.kind == Kind.MISCONDUCT:
        raise NotAllowed("Only whoever asked can take it back.")
    _check_move(case, SideCaseState.TAKEN_BACK)


def check_can_answer(person: User, case: SideCase, today: date) -> None:
    """A coordinator answers what no panel decides."""
    if case.kind in BY_PANEL:
        raise NotAllowed("A panel answers this. You seat it; what was written is for its members.")
    _check_move(case, SideCaseState.ANSWERED)
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator answers this.")
    _check_is_far_enough(person, case)


def check_can_seat(person: User, case: SideCase, people: list[User], today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator seats the panel.")
    if case.kind not in BY_PANEL:
        raise NotAllowed("This needs no panel: a coordinator answers it.")
    _check_move(case, SideCaseState.SEATED)
    if case.enrolment.learner_id == person.pk:
        raise NotAllowed("This is about yourself, so another coordinator has to seat the panel.")
    needed = panel_size(case)
    if len({one.pk for one in people}) < needed:
        raise NotAllowed(f"The panel needs {needed} {'person' if needed == 1 else 'different people'}.")
    for one in people:
        check_can_sit(one, case, today)


def panel_size(case: SideCase) -> int:
    rules = case.enrolment.rules
    sizes = {Kind.CIRCUMSTANCES: rules.circumstances_panel, Kind.MISCONDUCT: rules.misconduct_panel}
    return sizes.get(Kind(case.kind), 1)


def check_can_sit(person: User, case: SideCase, today: date) -> None:
    """No markers (MC-1), nobody who judges or teaches this cohort, nobody near, and not whoever raised the question."""
    if not any(person.holds(role, on=today) for role in PANEL_ROLES):
        raise NotAllowed(f"{person} holds no appointment from which a panel is made up.")
    if person.pk == case.raised_by_id:
        raise NotAllowed(f"{person} raised this, so somebody else has to decide.")
    judging = [CohortRole.ASSESSOR, CohortRole.MODERATOR, CohortRole.BOARD, CohortRole.TUTOR]
    if CohortStaff.objects.filter(cohort=case.enrolment.cohort_id, person=person, role__in=judging).exists():
        raise NotAllowed(f"{person} teaches or judges this cohort, so somebody else has to sit on the panel.")
    if Submission.objects.filter(portfolio__enrolment=case.enrolment_id, allocations__assessor=person).exists():
        raise NotAllowed(f"{person} is or was the assessor of this learner, so somebody else has to sit on the panel.")
    _check_is_far_enough(person, case)


def check_has_seat(person: User, case: SideCase) -> Seat:
    seat = case.seats.filter(person=person).first()
    if seat is None:
        raise NotAllowed("Only the members of this panel see this.")
    return seat


def check_opinion_fits(case: SideCase, opinion: str, days: int) -> None:
    if opinion not in OUTCOMES[case.kind]:
        raise NotAllowed("This is not among the outcomes that such a case can have.")
    if opinion in WITH_DAYS and not 1 <= days <= 366:
        raise NotAllowed("Say by how many days, between 1 and 366.")
    state = case.submission.state if case.submission else None
    if opinion == Outcome.MORE_TIME and state not in OPEN_FOR_WORK:
        raise NotAllowed("The portfolio is handed in, so more time would change nothing.")
    if opinion == Outcome.DEFERRED and state != SubmissionState.DRAFT:
        raise NotAllowed("Only what is not handed in yet can be deferred.")


def check_can_conclude(person: User, case: SideCase, outcome: str, days: int, reason: str) -> None:
    """The chair, when every member has spoken, for what most of them said."""
    _check_move(case, SideCaseState.ANSWERED)
    seat = check_has_seat(person, case)
    if not seat.is_chair:
        raise NotAllowed("The chair of the panel writes the answer.")
    check_opinion_fits(case, outcome, days)
    opinions = list(case.seats.exclude(pk=seat.pk).values_list("opinion", flat=True))
    waiting = opinions.count("")
    if waiting:
        raise NotAllowed(f"{waiting} {'member has' if waiting == 1 else 'members have'} not given an opinion yet.")
    votes = Counter([*opinions, outcome])
    if votes[outcome] < max(votes.values()):
        raise NotAllowed("Most of the panel see it differently. The answer is what most of them say.")
    check_reason(reason)


def check_reason(reason: str) -> None:
    _check_statement(reason, "Say why, so that the learner understands it.")


def _check_statement(text: str, missing: str) -> None:
    if not text.strip():
        raise NotAllowed(missing)
    if len(text) > LONGEST_TEXT:
        raise NotAllowed(f"Keep it to {LONGEST_TEXT} characters; what you wrote is kept on this page.")


def _check_is_open(submission: Submission) -> None:
    if submission.state not in OPEN_FOR_WORK:
        state = SubmissionState(submission.state).label
        raise NotAllowed(f"This portfolio is “{state}”, so its deadline does not matter any more.")


def _check_move(case: SideCase, to: SideCaseState) -> None:
    if to not in SIDE_CASE_MOVES[SideCaseState(case.state)]:
        state = SideCaseState(case.state).label.lower()
        raise NotAllowed(f"This is not possible any more: it is “{state}”.")


def _check_is_far_enough(person: User, case: SideCase) -> None:
    learner, enrolment = case.enrolment.learner, case.enrolment
    check_is_not_kept_away(person, learner.pk)
    if learner.pk == person.pk:
        raise NotAllowed("This is about yourself, so somebody else has to decide.")
    employers = {learner.employer_id, enrolment.employer_id} - {None}
    reports = person.pk == learner.manager_id or learner.pk == person.manager_id
    if person.employer_id in employers or reports or person.email == enrolment.manager_email.casefold():
        raise NotAllowed(f"{person} works with this learner, so somebody else has to decide.")


def check_can_come_back(person: User, enrolment: Enrolment) -> None:
    if enrolment.learner_id != person.pk:
        raise NotAllowed("Only the learner herself says that she is back.")
    if enrolment.state != EnrolmentState.INTERRUPTED:
        raise NotAllowed("You are not taking a break.")


def check_is_seated(case: SideCase) -> None:
    if case.state != SideCaseState.SEATED:
        state = SideCaseState(case.state).label.lower()
        raise NotAllowed(f"The panel cannot decide now: this is “{state}”.")


def check_instruction(case: SideCase, outcome: str, instruction: str, days: int) -> None:
    if case.kind == Kind.ADJUSTMENT and outcome == Outcome.GRANTED and not instruction.strip() and not days:
        raise NotAllowed("Say what is to be applied: an instruction for markers, extra days, or both.")


def check_can_open_after_absence(person: User, submission: Submission, today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator opens the next attempt.")
    check_is_not_kept_away(person, submission.portfolio.enrolment.learner_id)
    check_leaves_an_attempt(submission)


def check_leaves_an_attempt(submission: Submission) -> None:
    """It was not handed in, and the rules give another one (REF-1)."""
    enrolment = submission.portfolio.enrolment
    if submission.state != SubmissionState.NOT_SUBMITTED:
        raise NotAllowed("This is for attempts that were not handed in.")
    if enrolment.state not in STUDYING:
        raise NotAllowed("The enrolment is not active, so no attempt can be opened.")
    if submission.attempt >= enrolment.rules.attempts:
        raise NotAllowed(
            f"The rules give {enrolment.rules.attempts} attempts. A further one is for the board to decide."
        )
