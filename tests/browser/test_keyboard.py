"""Everything by keyboard: one never needs a pointer, and always sees where one is."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

FOCUSED = """() => {
    const e = document.activeElement, style = getComputedStyle(e);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return {tag: e.tagName, type: e.type ?? "", name: e.name ?? "", id: e.id, text: e.textContent.trim().slice(0, 60),
            seen: ring && e.getBoundingClientRect().width > 0}
}"""


def tab_to(page: Page, wanted, *, at_most: int = 200, keys: str = "Tab") -> dict:
    """Press Tab until the focus is where it is wanted; every stop on the way shows it."""
    for _ in range(at_most):
        page.keyboard.press(keys)
        focused = page.evaluate(FOCUSED)
        assert focused["seen"] or focused["tag"] == "BODY", f"the focus is not to be seen on {focused}"
        if wanted(focused):
            return focused
    raise AssertionError(f"{at_most} tabs, and not there")


def test_signing_in_and_the_skip_link(visit):
    page = visit().go("/account/login/")
    tab_to(page, lambda focused: focused["text"] == "Grace Abiola")
    page.keyboard.press("Enter")
    expect(page.locator(".menu-person")).to_contain_text("Grace")
    focused = tab_to(page, lambda focused: True)
    assert focused["text"] == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    focused = tab_to(page, lambda focused: focused["tag"] in ("A", "BUTTON"), at_most=2)
    assert page.evaluate("!!document.activeElement.closest('main')"), focused


def test_an_error_takes_the_focus_and_leads_to_its_field(visit):
    learner = visit("Shanice Reid")
    learner.may_say("422")
    page = learner.go("/cohorts/code/")
    tab_to(page, lambda focused: focused["name"] == "code")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.title().startswith("Error:")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=code]")).to_be_focused()


def test_marking_and_finalising(visit):
    assessor = visit("Asha Raman")
    page = assessor.go("/marking/")
    tab_to(page, lambda focused: focused["text"] == "Mark next")
    page.keyboard.press("Enter")
    if "Agree the mark" in page.get_by_role("heading", level=1).inner_text():
        page.go_back()
        page.get_by_role("row").filter(has_text="0 of 17").get_by_role("link").first.press("Enter")
    assessor.expect_heading("Portfolio")
    candidate = page.get_by_role("heading", level=1).inner_text().removeprefix("Portfolio ")
    for _ in page.locator("fieldset:has(input[type=radio])").all():
        tab_to(page, lambda focused: focused["type"] == "radio")
        page.keyboard.press("Space")
        if page.evaluate("document.activeElement.value") != "met":
            page.keyboard.press("ArrowUp")
    tab_to(page, lambda focused: focused["name"] == "text" or "overall" in focused["id"])
    page.keyboard.type("A careful portfolio.")
    tab_to(page, lambda focused: focused["text"] == "Finalise…")
    page.keyboard.press("Enter")
    assessor.expect_heading("Finalise the mark")
    tab_to(page, lambda focused: focused["text"] == "Finalise and go on")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"The mark of {candidate} is final.")).to_be_visible()


def test_ctrl_enter_saves_a_text(visit):
    learner = visit("Tamsin Rees")
    page = learner.go("/portfolio/")
    learner.follow("Continue")
    page.locator(".task a").first.click()
    page.locator(".file-row a").first.click()
    learner.follow("Edit")
    box = page.get_by_label("Your text")
    box.press("Control+End")
    page.keyboard.type(" One sentence more.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("One sentence more.")).to_be_visible()


def test_shift_three_times_leaves(visit):
    learner = visit("Tamsin Rees")
    page = learner.go("/")
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page).to_have_url(f"{learner.url}/cookies/")
    page.goto("/portfolio/")
    learner.expect_heading("Sign in")
