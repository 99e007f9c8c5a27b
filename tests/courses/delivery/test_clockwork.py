"""What the calendar does without a person."""

import pytest

from courses.delivery import tasks
from courses.delivery.actions import import_roster, upload_roster
from courses.delivery.clockwork import destroy_old_rosters
from courses.delivery.models import RosterImport
from courses.delivery.states import EnrolmentState
from cpd.files.models import StoredFile
from cpd.jobs.schedule import SCHEDULES
from tests.clock import NOON, later
from tests.courses.delivery.plans import plan_cohort
from tests.factories import make_cohort, make_enrolment

ROSTER = b"email,given_names,family_name,employer\r\na@example.org,Ada,Marsh,Lantern\r\nbad,Bad,Row,Lantern\r\n"


def left() -> int:
    return StoredFile.objects.filter(purpose="roster", destroyed_at=None).count()


def test_a_roster_that_nobody_imported_is_destroyed_after_a_week(coordinator):
    upload_roster(make_cohort(), data=ROSTER, by=coordinator, now=NOON)

    assert (destroy_old_rosters(now=later(days=7)), left()) == (0, 1)
    assert (destroy_old_rosters(now=later(days=7, seconds=1)), left()) == (1, 0)
    assert destroy_old_rosters(now=later(days=8)) == 0


def test_failed_rows_are_destroyed_after_a_week(coordinator):
    roster = upload_roster(make_cohort(), data=ROSTER, by=coordinator, now=NOON)
    import_roster(roster, by=coordinator, now=NOON)
    assert left() == 1

    destroy_old_rosters(now=later(days=8))

    assert left() == 0
    assert RosterImport.objects.get().rows_failed == 1


@pytest.mark.parametrize("name", ["delivery.start", "delivery.lapse", "delivery.destroy_rosters"])
def test_every_turn_is_on_the_schedule(name):
    assert name in SCHEDULES


def test_the_job_starts_whoever_is_due_and_can_run_twice(coordinator, learner, time_machine):
    cohort = plan_cohort(coordinator)
    enrolment = make_enrolment(learner, cohort)
    cohort.state = "open"
    cohort.save()
    time_machine.move_to(later(days=8))

    tasks.start_enrolments("turn")()
    tasks.start_enrolments("turn")()

    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.ACTIVE
