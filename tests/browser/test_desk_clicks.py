"""What a judgement costs an assessor, and the way to the next script; `make bench` writes the same figures down."""

import pytest

from tests.browser.clicks import mark_one_script

pytestmark = pytest.mark.browser


def test_a_judgement_takes_two_actions_and_the_next_script_one(visit):
    office = visit("Cleo Hartwell")
    office.go("/marking/allocations/")
    if office.page.get_by_role("button", name="Allocate").count():
        office.press("Allocate")

    counted = mark_one_script(visit("Asha Raman"))

    print(
        f"desk: {counted.each:.2f} actions for each of {counted.criteria} criteria, {counted.to_next} to the next script"
    )
    assert counted.each <= 2
    assert counted.to_next <= 1
