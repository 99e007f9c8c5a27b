"""Cohorts and sessions that are still being planned."""

from datetime import date, datetime

from courses.delivery.actions import add_session, create_cohort
from courses.delivery.calendar import LONDON, five_pm
from courses.delivery.models import Cohort, LiveSession
from cpd.accounts.models import User
from tests.clock import NOON
from tests.factories import make_accreditation, make_version


def plan_cohort(by: User, **fields) -> Cohort:
    """A cohort that starts on 10 June 2026 and is not open yet."""
    if "accreditation" not in fields:
        fields["accreditation"] = make_accreditation(make_version())
    details = {
        "version": make_version(),
        "code": f"PLAN-{Cohort.objects.count() + 1}",
        "starts_on": date(2026, 6, 10),
        "due_at": five_pm(date(2026, 7, 5)),
        "board_on": date(2026, 8, 7),
    }
    return create_cohort(**details | fields, by=by, now=NOON)


def plan_session(cohort: Cohort, by: User, *, day: date, **fields) -> LiveSession:
    """A session from 2pm to 4pm UK time."""
    details = {
        "title": "Hearing the child",
        "starts_at": datetime(day.year, day.month, day.day, 14, tzinfo=LONDON),
        "ends_at": datetime(day.year, day.month, day.day, 16, tzinfo=LONDON),
    }
    return add_session(cohort, **details | fields, by=by, now=NOON)
