"""A cohort at a glance: counts that add up, and what is missing before it opens."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from courses.delivery.models import Cohort, CohortRole, CohortStaff, Enrolment, PromisedPost
from courses.delivery.readiness import Step, list_further_steps
from courses.delivery.states import EnrolmentState
from cpd.accounts.models import Appointment, InvitationState, User
from cpd.accounts.roles import Role

COUNTED = [state for state in EnrolmentState if state != EnrolmentState.CANCELLED]


def list_cohorts(person: User, role: Role) -> QuerySet[Cohort]:
    """A coordinator sees every cohort, a tutor those she teaches; newest first, with its number of learners."""
    cohorts = Cohort.objects.all() if role == Role.COORDINATOR else Cohort.objects.taught_by(person)
    places = Enrolment.objects.current().seen_by(person).filter(cohort=OuterRef("pk")).order_by().values("cohort")
    learners = Coalesce(Subquery(places.annotate(number=Count("pk")).values("number")), 0)
    return (
        cohorts.select_related("version__module", "accreditation__university")
        .annotate(learners=learners)
        .order_by("-starts_on", "code")
    )


@dataclass(frozen=True)
class Counts:
    """How many enrolments are in each state. `places` is the sum of `by_state`; those entered in error stand apart."""

    by_state: dict[str, int]
    places: int
    not_invited: int
    cancelled: int

    @property
    def rows(self) -> list[tuple[str, str, int]]:
        """(state, label, number) for each state that somebody is in."""
        return [(state.value, str(state.label), self.by_state[state]) for state in COUNTED if self.by_state[state]]

    @property
    def sentence(self) -> str:
        """12 places = 3 offered + 9 studying."""
        if not self.rows:
            return "No places yet."
        parts = " + ".join(f"{number} {label.lower()}" for _, label, number in self.rows)
        return f"{self.places} {'place' if self.places == 1 else 'places'} = {parts}"


def get_counts(cohort: Cohort, person: User) -> Counts:
    """How many of the learners whom this person may see are in which state; the sum is the number of places."""
    enrolments = cohort.enrolments.seen_by(person)
    found = dict(enrolments.values_list("state").annotate(number=Count("pk")).values_list("state", "number"))
    by_state = {state: found.get(state, 0) for state in COUNTED}
    return Counts(
        by_state=by_state,
        places=sum(by_state.values()),
        not_invited=enrolments.filter(state=EnrolmentState.OFFERED, invited_at=None).count(),
        cancelled=found.get(EnrolmentState.CANCELLED, 0),
    )


def get_readiness(cohort: Cohort, staff: list[CohortStaff], counts: Counts) -> list[Step]:
    """What a cohort needs before it opens. None of it is a lock: a coordinator decides."""
    sessions = cohort.sessions.filter(cancelled_at__isnull=True).count()
    has_tutor = any(post.role == CohortRole.TUTOR for post in staff)
    return [
        Step(
            "Dates",
            cohort.board_on is not None,
            "" if cohort.board_on else "The day of the board is not set.",
            "change_dates",
        ),
        _accreditation(cohort),
        Step("A tutor", has_tutor, "", "edit_staff"),
        *list_further_steps(cohort, timezone.localdate()),
        Step("Live sessions", sessions > 0, f"{sessions} planned.", "add_session"),
        Step("Learners", counts.places > 0, counts.sentence, "upload_roster"),
        Step(
            "Invitations sent",
            counts.places > 0 and counts.not_invited == 0,
            f"{counts.not_invited} not invited yet." if counts.not_invited else "",
            "send_invitations",
        ),
    ]


def _accreditation(cohort: Cohort) -> Step:
    agreement = cohort.accreditation
    last = cohort.board_on or timezone.localdate(cohort.due_at)
    if last <= agreement.last_day:
        return Step("Accreditation in force until the board", True, "", "change_dates")
    if last <= agreement.teach_out_until:
        hint = "The agreement ends before the board, so awards rest on its teach-out: enrol everybody before it ends."
        return Step("Accreditation in force until the board", True, hint, "change_dates")
    hint = "The agreement and its teach-out end before the board, so nothing could be awarded."
    return Step("Accreditation in force until the board", False, hint, "change_dates")


def people_fit_for(fitting: tuple[Role, ...], on: date, *, or_holding: list) -> QuerySet[User]:
    """Active people appointed to one of these roles on that day, and those who hold the post whatever came since."""
    appointed = Appointment.objects.in_force(on).filter(role__in=fitting).values("person")
    people = User.objects.filter(Q(is_active=True, pk__in=appointed) | Q(pk__in=or_holding))
    return people.order_by("family_name", "given_names", "email")


def list_promised(cohort: Cohort) -> QuerySet[PromisedPost]:
    """People from outside who are invited to a post here and have not accepted yet."""
    waiting = cohort.promised_posts.filter(invitation__state=InvitationState.WAITING)
    return waiting.select_related("invitation").order_by("role", "invitation__email")
