"""Live sessions as learners and tutors see them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet

from courses.delivery.models import Attendance, Cohort, Enrolment, LiveSession
from courses.delivery.states import ATTENDING
from cpd.accounts.models import User

JOINING_FROM = timedelta(minutes=30)


@dataclass(frozen=True)
class SessionView:
    """A session for one learner at one moment; `joining` is empty until 30 minutes before it starts."""

    session: LiveSession
    enrolment: Enrolment
    joining: str
    is_over: bool
    was_present: bool | None

    @property
    def status(self) -> tuple[str, str]:
        """(tone, words)"""
        if self.session.cancelled_at:
            return ("warn", "Cancelled")
        if self.joining:
            return ("ok", "You can join now")
        if not self.is_over:
            return ("info", "Planned")
        if self.was_present is None:
            return ("neutral", "Over")
        return ("ok", "You were there") if self.was_present else ("neutral", "You were not there")


def my_sessions(person: User) -> QuerySet[LiveSession]:
    """The sessions of every cohort on which this person has a place that she took up."""
    mine = Enrolment.objects.filter(learner=person, state__in=ATTENDING)
    return (
        LiveSession.objects.filter(cohort__enrolments__in=mine)
        .select_related("cohort__version")
        .prefetch_related(
            Prefetch(
                "cohort__enrolments", queryset=mine.select_related("learner").order_by("offered_at"), to_attr="mine"
            ),
            Prefetch("attendance", queryset=Attendance.objects.filter(enrolment__in=mine), to_attr="my_attendance"),
        )
        .distinct()
    )


def view_session(session: LiveSession, now: datetime) -> SessionView:
    """One row of `my_sessions` as its learner may see it now."""
    is_over = session.ends_at <= now
    may_join = not is_over and not session.cancelled_at and now >= session.starts_at - JOINING_FROM
    return SessionView(
        session=session,
        enrolment=session.cohort.mine[0],
        joining=session.joining if may_join else "",
        is_over=is_over,
        was_present=session.my_attendance[0].was_present if session.my_attendance else None,
    )


def sessions_of_feed(enrolment: Enrolment) -> list[LiveSession]:
    """What her calendar holds: the sessions of the cohort while she has her place, and nothing before or after."""
    if enrolment.state not in ATTENDING:
        return []
    return list(LiveSession.objects.filter(cohort=enrolment.cohort_id).order_by("starts_at"))


def list_attendance(session: LiveSession, person: User) -> list[tuple[Enrolment, bool | None]]:
    """Everybody who is expected or was there, by name, and what was said of each."""
    said = dict(session.attendance.values_list("enrolment", "was_present"))
    expected = (
        Enrolment.objects.attending(session)
        .seen_by(person)
        .select_related("learner", "employer")
        .order_by("learner__family_name", "learner__given_names", "pk")
    )
    return [(enrolment, said.get(enrolment.pk)) for enrolment in expected]


def sessions_with_attendance(cohort: Cohort, person: User, now: datetime) -> list[LiveSession]:
    """The cohort's sessions in order, each with how many were there and of how many it was said."""
    seen = Attendance.objects.filter(enrolment__in=Enrolment.objects.seen_by(person))
    sessions = list(cohort.sessions.order_by("starts_at").prefetch_related(Prefetch("attendance", queryset=seen)))
    for session in sessions:
        rows = session.attendance.all()
        session.taken = len(rows)
        session.present = sum(row.was_present for row in rows)
        session.has_begun = session.starts_at - JOINING_FROM <= now
    return sessions
