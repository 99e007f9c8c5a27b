"""The numbers that assessment follows: adopted whole, kept for ever, and followed by the cohorts that began under them."""

from datetime import date

import pytest
from django.urls import reverse

from courses.accreditation.actions import adopt_rules
from courses.accreditation.rulesets import get_rules, list_numbers, read_rules
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_accreditation, make_cohort, set_rules
from tests.people import sign_in


def adopt(accreditation, by, *, starts_on=date(2026, 9, 1), reason="Agreed on 1 June.", **numbers):
    values = accreditation.rules.values | numbers
    return adopt_rules(accreditation, values=values, starts_on=starts_on, reason=reason, by=by, now=NOON)


def test_an_agreement_begins_with_the_defaults(administrator):
    rules = make_accreditation().rules

    assert (rules.version, rules.sample_floor, rules.attempts, rules.second_marking) == ("2026-1", 8, 2, "none")


def test_a_cohort_keeps_the_rules_it_began_under(administrator):
    cohort = make_cohort()

    adopted = adopt(cohort.accreditation, administrator, attempts=3)

    assert (adopted.version, adopted.number) == ("2026-2", 2)
    assert (cohort.rules.version, cohort.rules.attempts) == ("2026-1", 2)
    later = get_rules(cohort.accreditation, began=date(2026, 9, 1))
    assert (later.version, later.attempts) == ("2026-2", 3)


def test_what_a_decision_was_made_under_can_be_read_again(administrator):
    cohort = make_cohort()
    set_rules(cohort, sample_floor=3)

    assert cohort.rules.sample_floor == 3
    assert get_rules(cohort.accreditation, version="2026-1").sample_floor == 8


def test_a_number_that_an_old_set_does_not_name_stands_at_its_default():
    assert (
        read_rules("2026-1", {"attempts": 3, "of_the_past": 7}).values | {"attempts": 2} == read_rules("x", {}).values
    )


def test_every_number_has_a_rule_and_its_default_is_within_its_limits():
    for number in list_numbers():
        about = number.metadata
        assert about["rule"], number.name
        if "low" in about:
            assert about["low"] <= number.default <= about["high"], number.name
        if "options" in about:
            assert number.default in about["options"], number.name


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Nothing differs"),
        ({"attempts": 3, "starts_on": date(2025, 12, 1)}, "before the ones they replace"),
        ({"attempts": 3, "reason": " "}, "Say why"),
        ({"band_second": 75}, "bands run downwards"),
    ],
)
def test_a_wrong_rule_set_is_refused(administrator, change, sentence):
    accreditation = make_accreditation()

    with pytest.raises(NotAllowed, match=sentence):
        adopt(accreditation, administrator, **change)

    assert accreditation.rule_sets.count() == 1


def test_the_record_holds_a_digest_of_the_numbers_and_not_the_reason(administrator):
    adopt(make_accreditation(), administrator, attempts=3, reason="Professor Ek agreed.")

    entry = Entry.objects.get(name="accreditation.rules_adopted")
    assert (entry.detail["rules"], len(entry.detail["rules_digest"])) == ("2026-2", 64)
    assert "Ek" not in str(entry.detail)


def typed(accreditation, **fields):
    values = {name: value for name, value in accreditation.rules.values.items() if value is not False}
    return values | {"starts_on": "2026-09-01", "reason": "Agreed on 1 June."} | fields


def test_an_administrator_adopts_rules_and_the_page_says_what_changed(client, administrator):
    accreditation = make_accreditation()
    sign_in(client, administrator)

    client.post(reverse("accreditation:adopt_rules", args=[accreditation.pk]), typed(accreditation, sample_floor=12))

    page = client.get(reverse("accreditation:show_accreditation", args=[accreditation.pk])).text
    assert "Rule set 2026-2" in page
    assert "Marks read at least: 8 became 12" in page


@pytest.mark.parametrize("wrong", ["-1", "0", "1e3", "12,5", "nan", "", "9" * 40])
def test_a_number_out_of_bounds_is_answered_at_its_field(client, administrator, wrong):
    accreditation = make_accreditation()
    sign_in(client, administrator)
    url = reverse("accreditation:adopt_rules", args=[accreditation.pk])

    response = client.post(url, typed(accreditation, sample_floor=wrong))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["sample_floor"]
    assert accreditation.rule_sets.count() == 1


def test_a_coordinator_reads_the_rules_and_adopts_none(client, coordinator):
    accreditation = make_accreditation()
    sign_in(client, coordinator)

    page = client.get(reverse("accreditation:show_accreditation", args=[accreditation.pk])).text

    assert "Marks read at least" in page
    assert "Adopt a new rule set" not in page
    assert client.get(reverse("accreditation:adopt_rules", args=[accreditation.pk])).status_code == 403
