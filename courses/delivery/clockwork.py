"""What the calendar does to enrolments and to uploaded rosters, without a person."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from courses.delivery.calendar import months_after
from courses.delivery.clocks import end_all
from courses.delivery.models import Enrolment, Pause, RosterImport
from courses.delivery.moves import lock, move
from courses.delivery.states import CohortState, EnrolmentState
from cpd.accounts.models import User
from cpd.files.keeping import is_held
from cpd.files.store import destroy
from cpd.history.actions import action, record

ROSTER_DAYS = 7


@action
def start(enrolment: Enrolment, *, by: User | None, now: datetime) -> Enrolment:
    """The cohort has begun: enrolled becomes active."""
    enrolment = move(lock(enrolment), EnrolmentState.ACTIVE, now=now)
    record("enrolment.started", by=by, about=enrolment, now=now)
    return enrolment


@action
def lapse(enrolment: Enrolment, *, by: User | None, now: datetime) -> Enrolment:
    """The longest registration has passed (REG-1); what was handed in before is still judged."""
    enrolment = move(lock(enrolment), EnrolmentState.LAPSED, now=now)
    end_all(enrolment, by=by, now=now)
    record("enrolment.lapsed", by=by, about=enrolment, now=now)
    return enrolment


def registration_ends_on(enrolment: Enrolment) -> date:
    """The last day on which she may study (REG-1): so many months, and as many days as her clocks stood still."""
    longest = months_after(enrolment.enrolled_on, enrolment.rules.registration_months)
    return longest + timedelta(days=enrolment.days_interrupted)


def start_due(*, now: datetime, by: User | None = None) -> int:
    """Start every enrolment whose open cohort has begun; gives their number."""
    due = Enrolment.objects.filter(
        state=EnrolmentState.ENROLLED,
        cohort__state__in=[CohortState.OPEN, CohortState.CLOSED],
        cohort__starts_on__lte=timezone.localdate(now),
    )
    return len([start(enrolment, by=by, now=now) for enrolment in due])


def lapse_due(*, now: datetime) -> int:
    """End every registration that has lasted too long; gives their number."""
    today = timezone.localdate(now)
    studying = (
        Enrolment.objects.filter(state=EnrolmentState.ACTIVE)
        .exclude(pk__in=Pause.objects.filter(ended_at__isnull=True).values("enrolment"))
        .select_related("cohort", "accreditation")
        .prefetch_related("accreditation__rule_sets")
    )
    due = [enrolment for enrolment in studying if registration_ends_on(enrolment) < today]
    return len([lapse(enrolment, by=None, now=now) for enrolment in due])


def destroy_old_rosters(*, now: datetime) -> int:
    """Destroy what is left of rosters that were uploaded a week ago; gives the number of files."""
    old = RosterImport.objects.filter(uploaded_at__lt=now - timedelta(days=ROSTER_DAYS)).filter(
        Q(file__destroyed_at__isnull=True) | Q(failed_file__isnull=False, failed_file__destroyed_at__isnull=True)
    )
    files = [
        file
        for roster in old.select_related("file", "failed_file")
        for file in (roster.file, roster.failed_file)
        if file is not None and file.destroyed_at is None and not is_held(file.pk)
    ]
    return len([destroy(file, by=None, now=now) for file in files])
