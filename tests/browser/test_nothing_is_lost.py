"""Nothing that was typed is lost: by a reload, a second tab, the end of a session, or a server that dies."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

GONE = ("Failed to load resource", "net::ERR")


def open_text(learner: Visit) -> Page:
    """The page on which the first text of her draft is written."""
    page = learner.go("/portfolio/")
    learner.follow("Continue")
    page.locator(".task a").first.click()
    page.locator(".file-row a").first.click()
    learner.follow("Edit")
    return page


def write(page: Page, words: str) -> None:
    """Add a line at the end, as a person types."""
    page.get_by_label("Your text").press("Control+End")
    page.keyboard.type("\n" + words)


# As the script says it; a page that was just opened says the day as well.
SAVED = re.compile(r"^Saved \d")


def says(page: Page, words: str | re.Pattern, seconds: float = 10) -> None:
    expect(page.locator("[data-save-state]")).to_contain_text(words, timeout=seconds * 1000)


def holds(page: Page, words: str) -> None:
    assert words in page.get_by_label("Your text").input_value()


def test_what_was_typed_is_there_after_a_reload(visit):
    page = open_text(visit("Tamsin Rees"))
    write(page, "Typed and never sent.")
    says(page, SAVED)
    page.reload()
    holds(page, "Typed and never sent.")


def test_leaving_quickly_saves_the_last_words(visit):
    learner = visit("Tamsin Rees")
    page = open_text(learner)
    address = page.url
    write(page, "The last words before leaving.")
    page.get_by_role("button", name="Exit this page").click()
    expect(page).to_have_url(f"{learner.url}/cookies/")
    learner.sign_in_as("Tamsin Rees").go(address)
    holds(page, "The last words before leaving.")


def test_two_tabs_lose_neither_text(visit):
    learner = visit("Tamsin Rees")
    learner.may_say("409")
    first = open_text(learner)
    second = learner.context.new_page()
    second.goto(first.url)
    write(second, "From the second tab.")
    says(second, SAVED)
    write(first, "From the first tab.")
    dialog = first.get_by_role("dialog")
    expect(dialog.get_by_label("On this page")).to_have_value(re.compile("From the first tab."))
    expect(dialog.get_by_label("Saved somewhere else")).to_have_value(re.compile("From the second tab."))
    dialog.get_by_role("button", name="Keep both").click()
    says(first, SAVED)
    first.reload()
    holds(first, "From the first tab.")
    holds(first, "From the second tab.")


def test_two_tabs_without_autosave_show_both_texts(visit):
    """The Save button of an old page: the page that comes back holds both."""
    learner = visit("Tamsin Rees", java_script_enabled=False)
    learner.may_say("409")
    first = open_text(learner)
    second = learner.context.new_page()
    second.goto(first.url)
    second.get_by_label("Your text").fill("Saved by the second tab.")
    second.get_by_role("button", name="Save and stay here").click()
    first.get_by_label("Your text").fill("Saved by the first tab.")
    first.get_by_role("button", name="Save and stay here").click()
    holds(first, "Saved by the first tab.")
    expect(first.get_by_label("Saved somewhere else")).to_have_value("Saved by the second tab.")


def test_a_session_that_ends_while_typing(visit):
    learner = visit("Tamsin Rees")
    learner.may_say(*GONE)
    page = open_text(learner)
    learner.context.clear_cookies()
    write(page, "Typed after the session ended.")
    says(page, "You are signed out")
    holds(page, "Typed after the session ended.")
    with learner.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    opened.value.get_by_role("button", name="Tamsin Rees").click()
    expect(opened.value.locator(".menu-person")).to_contain_text("Tamsin")
    write(page, "And after signing in again.")
    says(page, SAVED)
    page.reload()
    holds(page, "Typed after the session ended.")
    holds(page, "And after signing in again.")


def test_saving_by_button_after_the_session_ended(visit):
    """The button does what autosave does: it does not leave a page whose text cannot be saved."""
    learner = visit("Tamsin Rees")
    learner.may_say(*GONE)
    page = open_text(learner)
    learner.context.clear_cookies()
    write(page, "Saved by button, too late.")
    page.get_by_role("button", name="Save and continue").click()
    says(page, "You are signed out")
    holds(page, "Saved by button, too late.")


def test_signing_in_leads_back_to_the_same_page(visit):
    learner = visit("Tamsin Rees")
    page = open_text(learner)
    address = page.url
    learner.context.clear_cookies()
    page.reload()
    page.get_by_role("button", name="Tamsin Rees").click()
    expect(page).to_have_url(address)


def test_a_server_that_is_killed_while_typing(stack, visit):
    learner = visit("Tamsin Rees")
    learner.may_say(*GONE)
    page = open_text(learner)
    with stack.without_web_server():
        write(page, "Typed while the server was away.")
        says(page, "Not saved")
    holds(page, "Typed while the server was away.")
    says(page, SAVED, 60)
    page.reload()
    holds(page, "Typed while the server was away.")


def test_a_server_that_hangs_while_typing(stack, visit):
    page = open_text(visit("Tamsin Rees"))
    with stack.with_frozen_web_server():
        write(page, "Typed while the server hung.")
        expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saving")
        page.wait_for_timeout(1000)
    says(page, SAVED)
    page.reload()
    holds(page, "Typed while the server hung.")
