import pytest

from cpd.accounts.actions import end_appointment
from cpd.accounts.models import Appointment
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_allocation

pytestmark = pytest.mark.django_db


def test_an_assessor_with_a_portfolio_to_mark_does_not_end(administrator, second_assessor):
    allocation = make_allocation()
    appointment = Appointment.objects.get(person=allocation.assessor, role=Role.ASSESSOR)
    number = allocation.submission.portfolio.enrolment.candidate_number

    with pytest.raises(NotAllowed, match=f"on its own page first: {number} to mark"):
        end_appointment(appointment, by=administrator, now=NOON, successor=second_assessor)
