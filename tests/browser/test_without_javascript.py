"""With JavaScript off, a learner writes and an assessor marks as they do with it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_learner_writes_saves_and_links(visit):
    learner = visit("Grace Abiola", java_script_enabled=False)
    page = learner.go("/portfolio/")
    learner.press("Start your portfolio")
    page.locator(".task a").first.click()
    page.get_by_role("radio").first.check()
    learner.press("Write it here")
    page.get_by_label("Your text").fill("Day 3: Child A was on the stairs.\n\nParent B kept her safe.")
    learner.press("Save and stay here")
    expect(page.get_by_label("Your text")).to_have_value("Day 3: Child A was on the stairs.\n\nParent B kept her safe.")
    page.get_by_label("Yes", exact=True).check()
    learner.press("Save and continue")
    learner.follow("Link to a criterion")
    page.get_by_role("radio").first.check()
    page.get_by_label("Where in it?").fill("para 2")
    learner.press("Link it", exact=True)
    expect(page.get_by_text("Para 2", exact=True)).to_be_visible()


def test_a_learner_marks_a_lesson_done(visit):
    learner = visit("Grace Abiola", java_script_enabled=False)
    learner.go("/")
    learner.follow("Continue")
    learner.press("Mark as done")
    expect(learner.page.get_by_role("heading", name="You have done this lesson")).to_be_visible()


def test_an_assessor_saves_marks(visit):
    assessor = visit("Asha Raman", java_script_enabled=False)
    page = assessor.go("/marking/")
    page.get_by_role("row").get_by_role("link").last.click()
    page.get_by_label("Not yet met", exact=True).first.check()
    page.get_by_label("Feedback to the learner on").first.fill("Say what you would do differently.")
    page.locator("textarea[id*=overall], #overall textarea").first.fill("A careful start.")
    assessor.press("Save", exact=True)
    expect(page.get_by_text("Everything is saved.")).to_be_visible()
    expect(page.get_by_label("Not yet met", exact=True).first).to_be_checked()
    expect(page.get_by_label("Feedback to the learner on").first).to_have_value("Say what you would do differently.")
