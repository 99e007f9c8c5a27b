"""Looks at one page as it stands in the browser, and says in words what is wrong with it."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

from tests.browser.visiting import PHONE, WIDE, Visit

REQUESTS_AT_MOST = 6
BYTES_AT_MOST = 100_000
AXE = Axe()
# Nobody who looks over a shoulder, or at the list of open windows, learns what a page is about.
TELLING = re.compile(
    r"\b(abuse|violence|substance|child|children|parent|SCDA|SMDA|CAPVA|ODS"
    r"|pass|passed|fail|failed|refer|referred|defer|deferred|resubmit|not yet met)\b",
    re.IGNORECASE,
)
FACTS = """() => ({
    title: document.title,
    headings: document.querySelectorAll("h1").length,
    width: document.documentElement.scrollWidth,
})"""
TOO_WIDE = """() => [...document.querySelectorAll("main *, header *, footer *")]
    .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > 321 && !e.closest(".pane, pre, .visually-hidden"))
    .slice(0, 2).map((e) => e.outerHTML.slice(0, 120))"""
LINKS = """() => [...document.querySelectorAll("a[href]")].map((a) => a.href)"""


class Scales:
    """Weighs what a page fetches, as if for the first time."""

    def __init__(self, visit: Visit) -> None:
        self.requests, self.bytes = [], 0
        self.evidence: set[str] = set()
        wire = visit.context.new_cdp_session(visit.page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.requestWillBeSent", self._tell_evidence)
        wire.on("Network.loadingFinished", self._add)
        visit.page.on("request", self._note)

    def reset(self) -> None:
        self.requests, self.bytes = [], 0

    def faults(self) -> list[str]:
        found = []
        if len(self.requests) > REQUESTS_AT_MOST:
            found.append(f"{len(self.requests)} requests: {self.requests}")
        if self.bytes >= BYTES_AT_MOST:
            found.append(f"{self.bytes:,} bytes")
        return found

    def _tell_evidence(self, event: dict) -> None:
        # A page of a learner's file as a picture is what one came to read, not what our page weighs.
        if "/page/" in event["request"]["url"]:
            self.evidence.add(event["requestId"])

    def _add(self, event: dict) -> None:
        if event["requestId"] not in self.evidence:
            self.bytes += int(event["encodedDataLength"])

    def _note(self, request: Request) -> None:
        # A redirect is the way to a page, not a part of it.
        if request.redirected_from:
            self.requests.clear()
        self.requests.append(request.url)


def find_faults(page: Page, people: set[str]) -> list[str]:
    """Everything wrong with how a page is built: at both widths, for eyes and for readers."""
    found = accessibility_faults(page)
    facts = page.evaluate(FACTS)
    if facts["headings"] != 1:
        found.append(f"{facts['headings']} h1")
    telling = TELLING.findall(facts["title"]) + [name for name in people if name in facts["title"]]
    if telling:
        found.append(f"title “{facts['title']}” tells {telling}")
    page.set_viewport_size(PHONE)
    width = page.evaluate(FACTS)["width"]
    if width > PHONE["width"]:
        found.append(f"{width} px wide on a phone: {page.evaluate(TOO_WIDE)}")
    page.set_viewport_size(WIDE)
    return found


def accessibility_faults(page: Page, *rules: str) -> list[str]:
    """What axe finds, by all of its rules or by those named."""
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    if rules:
        options = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": list(rules)}}
    violations = AXE.run(page, options=options).response["violations"]
    return [
        f"axe {violation['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for violation in violations
        for node in violation["nodes"][:3]
    ]


def links_of(page: Page) -> list[str]:
    return page.evaluate(LINKS)
