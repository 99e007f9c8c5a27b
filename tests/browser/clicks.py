"""Counts what an assessor's hand does at the desk: an action is a click, a key chord, or one text typed."""

from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.browser.visiting import Visit


class Hand:
    """Does what it is told, and counts."""

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


@dataclass(frozen=True)
class Counted:
    """What it took: for each criterion on average, and from the last criterion to the next script."""

    criteria: int
    each: float
    to_next: int


def mark_one_script(assessor: Visit) -> Counted:
    """The last portfolio of the queue: three of four criteria met, the fourth refused with a comment from the bank or
    in words of one's own; then on to the next script."""
    assessor.go("/marking/")
    assessor.page.get_by_role("row").get_by_role("link").last.click()
    page, hand = assessor.page, Hand(assessor)
    cards = page.locator(".desk-criteria section[id^=criterion-]")
    for number, card in enumerate(cards.all()):
        if number % 4 != 3:
            hand.click(card.get_by_label("Met", exact=True))
            continue
        # Naming what is lacking says "not yet met", and opens the bank.
        hand.click(card.get_by_label("Sufficient", exact=True))
        expect(card.get_by_label("Not yet met", exact=True)).to_be_checked()
        if number % 8 == 3 and card.locator(".bank-comment").count():
            hand.click(card.locator(".bank-comment").first)
        else:
            hand.type(card.get_by_label("Feedback to the learner"), "Say what you would do differently.")
        expect(card.get_by_label("Feedback to the learner")).not_to_have_value("")
    criteria, each = cards.count(), hand.actions / cards.count()
    hand.actions, before = 0, page.get_by_role("heading", level=1).inner_text()
    hand.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(before)
    expect(page.get_by_text("is saved. This is the next one.")).to_be_visible()
    return Counted(criteria, each, hand.actions)
