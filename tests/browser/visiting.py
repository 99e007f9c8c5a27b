"""A visit to the site: who one is, and everything that goes wrong in the browser meanwhile."""

import contextlib
from collections.abc import Iterator
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Page, expect

SECONDS = 10
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 640}


class Visit:
    """One person's browser; what its console says is remembered, since any word of it is a fault."""

    def __init__(self, browser: Browser, url: str, **options) -> None:
        self.url, self.said = url, []
        self.expected: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=url, viewport=WIDE, locale="en-GB", timezone_id="Europe/London", **options
        )
        self.context.set_default_timeout(SECONDS * 1000)
        self.context.on("console", lambda message: self._hear(message.type, message.text))
        self.context.on("weberror", lambda problem: self._hear("error", str(problem.error)))
        self.page = self.context.new_page()

    def sign_in_as(self, name: str) -> "Visit":
        """One click on the sign-in page."""
        self.page.goto("/account/login/")
        self.page.get_by_role("button", name=name, exact=True).click()
        expect(self.page.locator(".menu-person")).to_contain_text(name.split()[-1])
        return self

    def work_as(self, role: str) -> Page:
        """Choose another of one's roles in the menu."""
        self.page.get_by_text("Working as:").click()
        return self.press(f"Work as {role}")

    def go(self, path: str) -> Page:
        """Open a page that has to be there."""
        answer = self.page.goto(urljoin(self.url, path))
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def follow(self, name: str, **options) -> Page:
        """Click the first link of that name."""
        self.page.get_by_role("link", name=name, **options).first.click()
        return self.page

    def press(self, name: str, **options) -> Page:
        """Click the first button of that name."""
        self.page.get_by_role("button", name=name, **options).first.click()
        return self.page

    def open_a_visit(self, reference: str) -> Page:
        """As an auditor: the rooms of one agreement, for which a visit is opened unless one is open."""
        self.go("/audit/")
        self.follow(reference)
        if self.page.get_by_role("button", name="Open a visit").count():
            self.page.get_by_label("What is this visit for?").fill("Annual monitoring")
            self.page.get_by_role("checkbox").check()
            self.press("Open a visit")
        elif self.page.get_by_role("link", name="Go to your visit").count():
            self.follow("Go to your visit")
        return self.page

    def expect_heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)

    def may_say(self, *words: str) -> None:
        """What the console may say in this visit, such as that a server which was killed does not answer."""
        self.expected += words

    def faults(self) -> list[str]:
        return [line for line in self.said if not any(words in line for words in self.expected)]

    def _hear(self, kind: str, text: str) -> None:
        # Chromium reports refused content (CSP) as an error of the console.
        if kind in ("error", "warning"):
            self.said.append(f"{kind}: {text}")


@contextlib.contextmanager
def visiting(browser: Browser, url: str, **options) -> Iterator[Visit]:
    """A visit that ends with nothing in the console."""
    visit = Visit(browser, url, **options)
    try:
        yield visit
        assert visit.faults() == []
    finally:
        visit.context.close()
