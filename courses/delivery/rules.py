"""Who may do what to a cohort and an enrolment, and when."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from courses.accreditation.models import Accreditation, AccreditedVersion
from courses.accreditation.rules import check_can_enrol_under
from courses.catalogue.models import ModuleVersion
from courses.catalogue.states import VersionState
from courses.delivery.models import ClosureDay, Cohort, CohortRole, CohortStaff, Enrolment, LiveSession
from courses.delivery.states import COHORT_MOVES, ENDED, ENROLMENT_MOVES, CohortState, EnrolmentState, Nation
from cpd.accounts.away.models import KeptAway
from cpd.accounts.away.queries import find_kept_away
from cpd.accounts.away.rules import NOT_AVAILABLE
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

# Which appointment a post on a cohort asks for.
APPOINTED_AS = {
    CohortRole.TUTOR: (Role.TUTOR,),
    CohortRole.ASSESSOR: (Role.ASSESSOR,),
    CohortRole.MODERATOR: (Role.MODERATOR,),
    CohortRole.BOARD: (Role.BOARD,),
    CohortRole.INTAKE: (Role.COORDINATOR, Role.SAFEGUARDING),
}
EXTERNAL_POSTS = (CohortRole.ASSESSOR, CohortRole.MODERATOR, CohortRole.BOARD)
LONGEST_SESSION = timedelta(hours=10)
# A late window of a few working days may run over a closure that is nearer than this.
CLOSURE_STANDS_FROM = timedelta(days=30)


def check_can_plan(version: ModuleVersion, accreditation: Accreditation, starts_on: date) -> None:
    if version.state != VersionState.PUBLISHED:
        raise NotAllowed("This module version is not open to new enrolments. Choose the newest published version.")
    if not AccreditedVersion.objects.filter(accreditation=accreditation, version=version).exists():
        raise NotAllowed("The accreditation does not cover this module version. Add the version to it first.")
    if not accreditation.is_live(starts_on):
        raise NotAllowed("The accreditation is not in force on the day the cohort starts.")


def check_dates(starts_on: date, due_at: datetime, board_on: date | None) -> None:
    due_on = timezone.localdate(due_at)
    if due_on <= starts_on:
        raise NotAllowed("Portfolios are due after the cohort starts. Choose a later deadline.")
    if board_on and board_on <= due_on:
        raise NotAllowed("The board meets after portfolios are due. Choose a later date for it.")


def check_can_change_dates(cohort: Cohort, starts_on: date, due_at: datetime, nation: str = "") -> None:
    if nation and nation != cohort.nation and cohort.state != CohortState.PLANNED:
        raise NotAllowed("This cohort is open, so its bank holidays stay those of " + Nation(cohort.nation).label + ".")
    if cohort.state == CohortState.CLOSED:
        raise NotAllowed("This cohort is closed, so its dates stay as they are.")
    if cohort.state == CohortState.OPEN and starts_on != cohort.starts_on:
        raise NotAllowed("This cohort is open, so its start date stays as it is.")
    if cohort.state == CohortState.OPEN and due_at < cohort.due_at:
        raise NotAllowed("Learners rely on the deadline they were given. It can be moved later, not earlier.")
    if cohort.state == CohortState.PLANNED and not cohort.accreditation.is_live(starts_on):
        raise NotAllowed("The accreditation is not in force on the day the cohort starts.")


def check_can_open(cohort: Cohort) -> None:
    if CohortState.OPEN not in COHORT_MOVES[CohortState(cohort.state)]:
        raise NotAllowed("This cohort is already open, or closed.")


def check_can_close(cohort: Cohort) -> None:
    if CohortState.CLOSED not in COHORT_MOVES[CohortState(cohort.state)]:
        raise NotAllowed("Only an open cohort can be closed.")


def check_can_change_employer(person: User, enrolment: Enrolment) -> None:
    if enrolment.learner_id == person.pk:
        raise NotAllowed("This is your own enrolment, so another coordinator has to change it.")
    if enrolment.state in ENDED:
        raise NotAllowed("This enrolment has ended, so its employer stays as it was.")


def check_can_staff(cohort: Cohort, person: User, role: str, today: date) -> None:
    fitting = APPOINTED_AS[CohortRole(role)]
    if not (person.is_active and person.appointments.in_force(today).filter(role__in=fitting).exists()):
        raise NotAllowed("This person is not appointed to that role today. Appoint them first.")
    if Enrolment.objects.current().filter(cohort=cohort, learner=person).exists():
        raise NotAllowed("This person is a learner on the cohort, so cannot work on it.")
    if KeptAway.objects.naming(person).filter(learner__enrolments__in=_places(cohort)).exists():
        raise NotAllowed(f"{person}: {NOT_AVAILABLE} Choose somebody else for this cohort.")


def check_can_invite_external(person: User, cohort: Cohort, role: str, until: date, today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("Only a coordinator invites somebody from outside to a cohort.")
    if role not in EXTERNAL_POSTS:
        raise NotAllowed("People from outside assess, moderate or sit on the board.")
    if cohort.state == CohortState.CLOSED and not cohort.enrolments.exclude(state__in=ENDED).exists():
        raise NotAllowed("This cohort is closed and nothing in it is under way.")
    if until < (cohort.board_on or today):
        raise NotAllowed("They are needed at least until the board. Choose a later day.")


def check_can_remove(post: CohortStaff, now: datetime) -> None:
    has_taught = post.role == CohortRole.TUTOR and post.cohort.sessions.filter(
        cancelled_at__isnull=True, starts_at__lte=now
    )
    if has_taught and has_taught.exists():
        raise NotAllowed("This tutor has taught on the cohort, which must stay on record. Nobody can take it away.")


def check_can_offer(cohort: Cohort) -> None:
    if cohort.state == CohortState.CLOSED:
        raise NotAllowed("This cohort is closed. Nobody can be added to it.")


def check_can_offer_to(cohort: Cohort, learner: User) -> None:
    if not learner.is_active:
        raise NotAllowed("The account with this e-mail address is switched off. Ask an administrator.")
    if CohortStaff.objects.filter(cohort=cohort, person=learner).exists():
        raise NotAllowed("This person works on the cohort, so cannot be a learner on it.")
    if list_meetings_on(cohort, [learner]):
        raise NotAllowed(
            f"{NOT_AVAILABLE} This place cannot be offered. Ask the safeguarding lead about another cohort."
        )


def list_meetings_on(cohort: Cohort, learners: list[User]) -> set[UUID]:
    """Which of these people would meet on the cohort somebody whom they keep away, or who keeps them away."""
    ids = {learner.pk for learner in learners}
    there = list(User.objects.filter(Q(cohort_posts__cohort=cohort) | Q(enrolments__in=_places(cohort))).distinct())
    kept = find_kept_away([*there, *learners], ids | {person.pk for person in there})
    present = {person.pk for person in there}
    found = {learner for learner, person in kept if learner in ids and person in present}
    return found | {person for learner, person in kept if person in ids and learner in present}


def _places(cohort: Cohort) -> QuerySet[Enrolment]:
    return Enrolment.objects.current().filter(cohort=cohort)


def check_is_same_person(person: User, given_names: str, family_name: str) -> None:
    """An address that belongs to somebody else is the likeliest way to enrol the wrong person."""
    given, family = person.given_names.casefold(), person.family_name.casefold()
    if (given or family) and given != given_names.casefold() and family != family_name.casefold():
        raise NotAllowed(
            "There is an account with this address under another name. Check whose address it is; if the name changed, "
            "ask her to change it in her account first."
        )


def check_can_send(cohort: Cohort) -> None:
    if cohort.state == CohortState.CLOSED:
        raise NotAllowed("This cohort is closed, so nobody is invited to it any more.")


def check_can_accept(person: User, enrolment: Enrolment, today: date) -> None:
    if enrolment.learner_id != person.pk:
        raise NotAllowed("This place was offered to somebody else.")
    if enrolment.state != EnrolmentState.OFFERED:
        raise NotAllowed("This place is already taken up, or was cancelled.")
    if enrolment.cohort.state == CohortState.CLOSED:
        raise NotAllowed("This cohort is closed, so places on it can no longer be taken up. Your coordinator can help.")
    check_can_enrol_under(enrolment.cohort.accreditation, today)


def check_can_move(enrolment: Enrolment, to: EnrolmentState) -> None:
    if to not in ENROLMENT_MOVES[EnrolmentState(enrolment.state)]:
        current = EnrolmentState(enrolment.state).label.lower()
        raise NotAllowed(f"This is not possible: the enrolment is “{current}”.")


def check_can_resume(enrolment: Enrolment) -> None:
    if enrolment.state != EnrolmentState.INTERRUPTED:
        raise NotAllowed("This learner is not taking a break.")


def check_can_stop_clocks(enrolment: Enrolment) -> None:
    if enrolment.state in ENDED or enrolment.state == EnrolmentState.OFFERED:
        state = EnrolmentState(enrolment.state).label.lower()
        raise NotAllowed(f"There is no clock to stop: the enrolment is “{state}”.")


def check_can_restart_clocks(enrolment: Enrolment) -> None:
    if enrolment.state == EnrolmentState.INTERRUPTED:
        raise NotAllowed("She is taking a break; her clocks go on when the break ends.")


def check_can_add_closure(day: date, today: date) -> None:
    if day <= today:
        raise NotAllowed("This day has passed or is today. Choose a day to come.")


def check_can_drop_closure(closure: ClosureDay, today: date) -> None:
    if closure.day < today + CLOSURE_STANDS_FROM:
        raise NotAllowed(
            f"Deadlines may count on this day already, so it stays. A closure can be taken out until "
            f"{CLOSURE_STANDS_FROM.days} days before it."
        )


def check_can_plan_session(cohort: Cohort, starts_at: datetime, ends_at: datetime) -> None:
    if cohort.state == CohortState.CLOSED:
        raise NotAllowed("This cohort is closed, so sessions cannot be planned for it.")
    if ends_at <= starts_at:
        raise NotAllowed("The session ends before it starts. Check both times.")
    if ends_at - starts_at > LONGEST_SESSION:
        raise NotAllowed("The session is longer than 10 hours. Check both times, or plan two sessions.")
    if timezone.localdate(starts_at) < cohort.starts_on:
        raise NotAllowed("The session is before the cohort starts. Choose a later day.")


def check_can_change_session(session: LiveSession) -> None:
    if session.cancelled_at:
        raise NotAllowed("This session was cancelled. Add a session instead.")


def check_can_run_sessions(person: User, cohort: Cohort, today: date) -> None:
    """A coordinator for every cohort, a tutor for those she has a post on."""
    if person.holds(Role.COORDINATOR, on=today):
        return
    is_tutor = CohortStaff.objects.filter(cohort=cohort, person=person, role=CohortRole.TUTOR).exists()
    if not (is_tutor and person.holds(Role.TUTOR, on=today)):
        raise NotAllowed("Only a coordinator, or a tutor of this cohort, does this.")


def check_can_take_attendance(person: User, session: LiveSession, now: datetime) -> None:
    check_can_run_sessions(person, session.cohort, timezone.localdate(now))
    if session.cancelled_at:
        raise NotAllowed("This session was cancelled, so there is no attendance to take.")
    if now < session.starts_at - timedelta(minutes=30):
        raise NotAllowed("Attendance can be taken from 30 minutes before the session starts.")
