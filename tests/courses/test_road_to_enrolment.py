"""From a package to an enrolled learner, by the actions alone."""

import pytest

from courses.delivery.actions import accept_offer, offer_place
from courses.delivery.states import EnrolmentState
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_cohort, make_enrolment


def test_a_learner_enrols_with_the_code_and_is_pinned(learner):
    enrolment = make_enrolment(learner)

    assert enrolment.state == EnrolmentState.ACTIVE
    assert enrolment.version == enrolment.cohort.version
    names = list(Entry.objects.about(enrolment).values_list("name", flat=True))
    assert names == ["enrolment.offered", "enrolment.accepted"]


def test_a_wrong_code_changes_nothing(learner, coordinator):
    enrolment = offer_place(
        make_cohort(),
        email=learner.email,
        given_names="",
        family_name="",
        certificate_name="",
        employer=None,
        by=coordinator,
        now=NOON,
    )

    with pytest.raises(NotAllowed, match="does not match"):
        accept_offer(enrolment, code="AAAA-0000", by=learner, now=NOON)

    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.OFFERED
