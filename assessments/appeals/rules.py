"""Until when a result can be appealed, on which grounds, and who may decide (APL-1, APL-2)."""

from collections import Counter
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from assessments.appeals.models import Appeal, AppealSeat
from assessments.appeals.states import APPEAL_MOVES, PANEL, UPHELD, Answer, AppealState
from assessments.boards.models import BoardMember, Decision
from assessments.boards.states import Result
from assessments.cases.rules import LONGEST_TEXT, PANEL_ROLES
from assessments.moderation.models import Sample
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.calendar import five_pm
from courses.delivery.models import CohortStaff
from courses.delivery.queries.calendars import calendar_of
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import when
from cpd.rules import NotAllowed


def appeal_closes_at(submission: Submission) -> datetime:
    """APL-1: so many working days from the result."""
    enrolment = submission.portfolio.enrolment
    days = enrolment.rules.appeal_working_days
    released_on = timezone.localdate(submission.released_at)
    return five_pm(calendar_of(enrolment.cohort).working_days_after(released_on, days))


def standing_decision(submission: Submission) -> Decision | None:
    return submission.decisions.filter(superseded_by__isnull=True).order_by("decided_at").last()


def check_can_appeal(person: User, submission: Submission, statement: str, now: datetime) -> None:
    if submission.portfolio.enrolment.learner_id != person.pk:
        raise NotAllowed("Only the learner whose result it is can appeal.")
    if submission.state != SubmissionState.RELEASED:
        raise NotAllowed("You can appeal once you have your result.")
    decision = standing_decision(submission)
    if decision.result == Result.PASS:
        raise NotAllowed("You passed, so there is nothing to appeal.")
    if Appeal.objects.filter(decision=decision).exists():
        raise NotAllowed("You have appealed against this result already; it is answered once.")
    closes_at = appeal_closes_at(submission)
    if now > closes_at:
        raise NotAllowed(f"This result could be appealed until {when(closes_at)}. Your coordinator can say more.")
    _check_text(statement, "Say what went wrong. That you see your work differently is no ground on its own.")


def check_can_withdraw(person: User, appeal: Appeal) -> None:
    if appeal.submission.portfolio.enrolment.learner_id != person.pk:
        raise NotAllowed("Only whoever appealed can take it back.")
    _check_move(appeal, AppealState.WITHDRAWN)


def check_can_seat(person: User, appeal: Appeal, people: list[User], today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator seats the panel.")
    _check_move(appeal, AppealState.SEATED)
    if appeal.submission.portfolio.enrolment.learner_id == person.pk:
        raise NotAllowed("This is your own appeal, so another coordinator has to seat the panel.")
    if len({one.pk for one in people}) < PANEL:
        raise NotAllowed(f"The panel needs {PANEL} different people.")
    for one in people:
        check_can_sit(one, appeal, today)
    if not any(is_independent(one, appeal) for one in people):
        raise NotAllowed("One of them has to be independent: with no post on any cohort under this agreement (APL-2).")


def check_can_sit(person: User, appeal: Appeal, today: date) -> None:
    """APL-2: nobody who had a part in it: taught, marked, moderated, decided, took in, sat on a panel, or is near."""
    if not any(person.holds(role, on=today) for role in PANEL_ROLES):
        raise NotAllowed(f"{person} holds no appointment from which a panel is made up.")
    if was_involved(person, appeal.submission):
        raise NotAllowed(f"{person} had a part in this result, so somebody else has to decide.")
    enrolment = appeal.submission.portfolio.enrolment
    learner = enrolment.learner
    check_is_not_kept_away(person, learner.pk)
    employers = {learner.employer_id, enrolment.employer_id} - {None}
    reports = person.pk == learner.manager_id or learner.pk == person.manager_id
    if person.employer_id in employers or reports or person.email == enrolment.manager_email.casefold():
        raise NotAllowed(f"{person} works with this learner, so somebody else has to decide.")


def was_involved(person: User, submission: Submission) -> bool:
    enrolment = submission.portfolio.enrolment
    if enrolment.learner_id == person.pk:
        return True
    own = Submission.objects.filter(portfolio=submission.portfolio_id).filter(
        Q(allocations__assessor=person)
        | Q(intake_decisions__decided_by=person)
        | Q(papers__board__members__person=person)
        | Q(papers__board__released_by=person)
        | Q(side_cases__seats__person=person)
        | Q(side_cases__raised_by=person)
    )
    return (
        own.exists()
        or CohortStaff.objects.filter(cohort=enrolment.cohort_id, person=person).exists()
        or Sample.objects.filter(moderator=person, cohort=enrolment.cohort_id).exists()
        or BoardMember.objects.filter(person=person, board__cohort=enrolment.cohort_id).exists()
    )


def is_independent(person: User, appeal: Appeal) -> bool:
    agreement = appeal.submission.portfolio.enrolment.accreditation_id
    return not CohortStaff.objects.filter(person=person, cohort__accreditation=agreement).exists()


def check_has_seat(person: User, appeal: Appeal) -> AppealSeat:
    seat = appeal.seats.filter(person=person).first()
    if seat is None:
        raise NotAllowed("Only the members of this panel see this.")
    return seat


def check_can_speak(person: User, appeal: Appeal) -> AppealSeat:
    seat = check_has_seat(person, appeal)
    if appeal.state != AppealState.SEATED:
        raise NotAllowed(f"The panel cannot decide now: this is “{AppealState(appeal.state).label.lower()}”.")
    return seat


def check_can_answer(person: User, appeal: Appeal, answer: str, reason: str, others_affected: int | None) -> AppealSeat:
    seat = check_can_speak(person, appeal)
    if not seat.is_chair:
        raise NotAllowed("The chair of the panel writes the answer.")
    opinions = list(appeal.seats.exclude(pk=seat.pk).values_list("opinion", flat=True))
    waiting = opinions.count("")
    if waiting:
        raise NotAllowed(f"{waiting} {'member has' if waiting == 1 else 'members have'} not given an opinion yet.")
    votes = Counter([*opinions, Answer(answer)])
    if votes[Answer(answer)] < max(votes.values()):
        raise NotAllowed("Most of the panel see it differently. The answer is what most of them say.")
    _check_text(reason, "Say why, so that the learner understands it.")
    if answer in UPHELD and others_affected is None:
        raise NotAllowed("A fault was found: look whether it touched others, and say how many (0 when nobody).")
    return seat


def _check_text(text: str, missing: str) -> None:
    if not text.strip():
        raise NotAllowed(missing)
    if len(text) > LONGEST_TEXT:
        raise NotAllowed(f"Keep it to {LONGEST_TEXT} characters; what you wrote is kept on this page.")


def _check_move(appeal: Appeal, to: AppealState) -> None:
    if to not in APPEAL_MOVES[AppealState(appeal.state)]:
        raise NotAllowed(f"This is not possible any more: it is “{AppealState(appeal.state).label.lower()}”.")
