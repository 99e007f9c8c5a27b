"""What a judgement costs an assessor, counted in actions: a click, a key chord, or one text typed."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visiting import Visit

pytestmark = pytest.mark.browser


class Hand:
    """Counts what the assessor's hand does."""

    def __init__(self, visit: Visit) -> None:
        self.page, self.actions = visit.page, 0

    def click(self, target: Locator) -> None:
        self.actions += 1
        target.click()

    def type(self, target: Locator, text: str) -> None:
        self.actions += 1
        target.fill(text)

    def press(self, keys: str) -> None:
        self.actions += 1
        self.page.keyboard.press(keys)


def desk_with_another_waiting(visit) -> Visit:
    """The last portfolio of the queue, after the coordinator gave out one more."""
    office = visit("Cleo Hartwell")
    office.go("/marking/allocations/")
    if office.page.get_by_role("button", name="Allocate").count():
        office.press("Allocate")
    assessor = visit("Asha Raman")
    assessor.go("/marking/")
    assessor.page.get_by_role("row").get_by_role("link").last.click()
    return assessor


def test_a_judgement_takes_two_actions_and_the_next_script_one(visit):
    assessor = desk_with_another_waiting(visit)
    page, hand = assessor.page, Hand(assessor)
    cards = page.locator(".desk-criteria section[id^=criterion-]")
    criteria = cards.count()
    for number, card in enumerate(cards.all()):
        met = number % 4 != 3
        hand.click(card.get_by_label("Met" if met else "Not yet met", exact=True))
        if not met:
            hand.type(card.get_by_label("Feedback to the learner"), "Say what you would do differently.")
    each = hand.actions / criteria
    assert each <= 2
    hand.actions, before = 0, page.get_by_role("heading", level=1).inner_text()
    hand.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)
    expect(page.get_by_text("is saved. This is the next one.")).to_be_visible()
    print(f"desk: {each:.2f} actions for each of {criteria} criteria, {hand.actions} to the next script")
    assert hand.actions <= 1
