import pytest

from courses.delivery.models import CohortRole, CohortStaff
from cpd.accounts.actions import end_appointment
from cpd.accounts.models import Appointment
from cpd.accounts.roles import Role
from tests.clock import NOON
from tests.factories import make_cohort
from tests.people import LONG_AGO, make_person, provider

pytestmark = pytest.mark.django_db


def end(person, role, administrator, successor=None):
    appointment = Appointment.objects.get(person=person, role=role)
    return end_appointment(appointment, by=administrator, now=NOON, successor=successor)


def posts():
    return {(post.person, post.role) for post in CohortStaff.objects.select_related("person")}


def test_posts_on_cohorts_go_to_the_successor(administrator, tutor):
    make_cohort(tutor=tutor)
    other = make_person("Theo Tutor", Role.TUTOR)

    end(tutor, Role.TUTOR, administrator, successor=other)

    assert posts() == {(other, CohortRole.TUTOR)}


def test_intake_is_kept_while_another_role_bears_it(administrator, coordinator):
    make_cohort(intake=coordinator)
    make_person("Cora Coordinator", Role.COORDINATOR)
    coordinator.appointments.create(
        role=Role.SAFEGUARDING, organisation=provider(), starts_on=LONG_AGO, appointed_at=NOON
    )

    end(coordinator, Role.COORDINATOR, administrator)

    assert posts() == {(coordinator, CohortRole.INTAKE)}
