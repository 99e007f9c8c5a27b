"""ASR-1 and STD-1: what an assessor has to have shown, checked on the day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from assessments.standing.actions import declare, declare_interest, end_interest, record_fact, withdraw_fact
from assessments.standing.models import StandingFact
from assessments.standing.queries import get_standing
from courses.catalogue.models import Module
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY, later
from tests.factories import make_cohort, set_rules
from tests.people import make_person, qualify

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(assessor):
    """An assessor with nothing on record."""
    StandingFact.objects.filter(person=assessor).delete()
    return assessor


@pytest.fixture
def cohort(db):
    return make_cohort()


def lacks(person, cohort, on=TODAY):
    standing = get_standing(person, module_id=cohort.version.module_id, on=on, rules=cohort.rules)
    return [str(kind) for kind in (*standing.bars, *standing.gaps)]


def show(person, by, kind="training", on=TODAY, **details):
    return record_fact(person, kind=kind, happened_on=on, seen="Certificate 12", by=by, now=NOON, **details)


def test_asr_1_a_newcomer_lacks_everything_and_a_qualified_assessor_nothing(newcomer, second_assessor, cohort):
    assert len(lacks(newcomer, cohort)) == 6
    assert lacks(second_assessor, cohort) == []


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        ("practice", date(2029, 6, 3)),
        ("standardisation", date(2027, 6, 3)),
        ("development", date(2027, 6, 3)),
        ("declaration", date(2027, 6, 3)),
    ],
)
def test_asr_1_std_1_each_counts_until_its_last_day(kind, last, newcomer, cohort):
    qualify(newcomer)

    assert kind not in lacks(newcomer, cohort, last)
    assert kind in lacks(newcomer, cohort, last + timedelta(days=1))


def test_asr_1_training_and_the_promise_never_run_out(assessor, cohort):
    assert not {"training", "confidentiality"} & set(lacks(assessor, cohort, date(2060, 1, 1)))


def test_std_1_a_standardisation_of_another_module_does_not_count(newcomer, coordinator, cohort):
    qualify(newcomer, without=["standardisation"])
    show(newcomer, coordinator, "standardisation", module=Module.objects.create(code="OTHER", created_at=NOON))
    assert lacks(newcomer, cohort) == ["standardisation"]

    show(newcomer, coordinator, "standardisation", module=cohort.version.module)

    assert lacks(newcomer, cohort) == []


def test_the_numbers_are_those_of_the_agreement(newcomer, cohort):
    qualify(newcomer)
    set_rules(cohort, standardisation_months=1, practice_years=1)
    assert lacks(newcomer, cohort, date(2026, 7, 4)) == ["standardisation"]

    set_rules(cohort, standing_is_checked=False)
    assert lacks(make_person("New Comer", Role.LEARNER), cohort) == []


@pytest.mark.parametrize("role", ["learner", "assessor", "moderator", "administrator"])
def test_only_a_coordinator_vouches(role, request, second_assessor):
    with pytest.raises(NotAllowed, match="Only a coordinator|vouches"):
        show(second_assessor, request.getfixturevalue(role))


def test_nobody_vouches_for_themselves(coordinator, assessor):
    coordinator.appointments.create(
        role=Role.ASSESSOR, organisation=coordinator.appointments.get().organisation, starts_on=TODAY, appointed_at=NOON
    )
    with pytest.raises(NotAllowed, match="Nobody vouches for themselves"):
        show(coordinator, coordinator)
    with pytest.raises(IntegrityError):
        StandingFact.objects.create(
            person=assessor, kind="training", happened_on=TODAY, recorded_by=assessor, recorded_at=NOON
        )


@pytest.mark.parametrize("details", [{"kind": "declaration"}, {"on": TODAY + timedelta(days=1)}])
def test_what_cannot_be_is_refused(details, assessor, coordinator):
    with pytest.raises(NotAllowed):
        show(assessor, coordinator, **details)


def test_what_was_recorded_in_error_counts_no_longer(newcomer, coordinator, cohort):
    fact = show(newcomer, coordinator)
    assert "training" not in lacks(newcomer, cohort)

    withdraw_fact(fact, reason="Another person's certificate", by=coordinator, now=NOON)

    assert "training" in lacks(newcomer, cohort)
    with pytest.raises(NotAllowed, match="Only another person"):
        withdraw_fact(fact, reason="", by=newcomer, now=NOON)


def test_a_declaration_is_made_in_person_and_kept_for_a_year(newcomer, cohort, learner):
    declare(by=newcomer, now=NOON)

    assert not {"declaration", "confidentiality"} & set(lacks(newcomer, cohort))
    assert Entry.objects.get(name="standing.declared").detail["interests"] == 0
    with pytest.raises(NotAllowed, match="by assessors, moderators and board members"):
        declare(by=learner, now=NOON)


def test_no_name_of_an_interest_goes_into_history(assessor, second_assessor):
    interest = declare_interest(kind="family", name="Robin Kin", email="robin@example.net", by=assessor, now=NOON)

    entry = Entry.objects.get(name="interest.declared")
    assert "robin" not in f"{entry.detail}{entry.sealed}".lower()
    with pytest.raises(NotAllowed):
        end_interest(interest, by=second_assessor, now=NOON)
    assert end_interest(interest, by=assessor, now=later(days=1)).ended_at


def test_an_interest_is_in_somebody_or_something(assessor):
    with pytest.raises(NotAllowed, match="Name the person"):
        declare_interest(kind="family", name=" - ", by=assessor, now=NOON)
    assert declare_interest(kind="money", organisation="Lantern", by=assessor, now=NOON).organisation_key == "lantern"
