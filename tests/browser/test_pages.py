"""Every page that each person can reach by links is sound: for axe, on a phone, on a slow line, in the dark."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from assessments.demo.cast import STAFF
from tests.browser.looking import Scales, accessibility_faults, find_faults, links_of
from tests.browser.visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(200)]

# Django's own admin is not our page; the other ends the session.
NEVER = {"admin:", "accounts:leave"}
# The same for everybody who is signed in: looked at once.
OWN = {"account_", "mfa_", "usersessions_", "accounts:show_preferences", "notices:"}
FILES = (".pdf", ".csv", ".ics", ".json", ".zip", "/download/")
PUBLIC = {f"accounts:show_{name}" for name in ("help", "safety", "terms", "privacy", "accessibility", "cookies")}
SURNAMES = {name.split()[-1] for name, _ in STAFF}
WHOLE_ROLES = [
    "Cleo Hartwell",
    "Asha Raman",
    "Owen Pryce",
    "Mina Osei",
    "Beatrix Lowe",
    "Professor Uma Sethi",
    "Ada Whitcombe",
    "Sol Marchetti",
    "Adi Okonkwo",
    "Tamsin Rees",
]
# Learners elsewhere on the road: their first page, their portfolio, their result and their record.
PLACES = {"home:show_home", "portfolios:list_portfolios", "portfolios:show_portfolio", "boards:show_result"}
PLACES |= {"portfolios:show_receipt", "records:show_record", "confidentiality:show_correction"}
ON_THE_ROAD = ["Jade Fletcher", "Hannah Pike", "Leila Farah", "Kasia Nowak", "Meera Kaur", "Paula Dunn", "Shanice Reid"]


class Crawl:
    """Follows links breadth-first, one page for each address pattern."""

    def __init__(self, visit: Visit, only: set[str] | None = None, *, skip: set[str] = frozenset()) -> None:
        self.visit, self.only, self.skip = visit, only, NEVER | skip
        self.seen: dict[str, str] = {}
        self.faults: list[str] = []
        self.scales = Scales(visit)

    def run(self, *starts: str) -> "Crawl":
        waiting = deque(starts)
        while waiting:
            path = waiting.popleft()
            if self._is_new(path):
                self._look_at(path)
                waiting.extend(links_of(self.visit.page))
        return self

    def _is_new(self, link: str) -> bool:
        parts = urlsplit(link)
        is_ours = parts.netloc in ("", urlsplit(self.visit.url).netloc) and parts.scheme in ("", "http")
        if not is_ours or parts.path.endswith(FILES):
            return False
        try:
            name = resolve(parts.path).view_name
        except Resolver404:
            self.faults.append(f"{link} leads nowhere")
            return False
        # A file is saved, not shown; which answers those give is tested without a browser.
        wanted = (self.only is None or name in self.only) and ":download_" not in name
        if not wanted or name in self.seen or name.startswith(tuple(self.skip)):
            return False
        self.seen[name] = parts.path
        return True

    def _look_at(self, path: str) -> None:
        self.scales.reset()
        answer = self.visit.page.goto(path, wait_until="load")
        found = [] if answer.status == 200 else [f"status {answer.status}"]
        found += self.scales.faults()
        found += find_faults(self.visit.page, SURNAMES)
        found += self.visit.said
        self.visit.said.clear()
        self.faults += [f"{urlsplit(path).path} {fault}" for fault in found]


def test_what_a_stranger_sees(visit):
    crawl = Crawl(visit()).run("/", "/v/", "/terms/", "/account/password/reset/")
    assert not crawl.faults, "\n".join(crawl.faults)
    assert PUBLIC | {"certificates:verify"} <= set(crawl.seen)


@pytest.mark.parametrize("name", WHOLE_ROLES)
def test_every_page_of_a_role(visit, name):
    person = visit(name)
    if name == "Professor Uma Sethi":
        person.open_a_visit("UM-SCDA")
    if name == "Owen Pryce":
        person.work_as("Tutor")
    crawl = Crawl(person, skip=PUBLIC | (OWN if name != "Tamsin Rees" else set())).run(person.page.url, "/")
    print(f"{name}: {len(crawl.seen)} pages")
    assert not crawl.faults, "\n".join(crawl.faults)
    assert len(crawl.seen) >= 3


@pytest.mark.parametrize("name", ON_THE_ROAD)
def test_a_learner_in_another_place(visit, name):
    crawl = Crawl(visit(name), only=PLACES).run("/")
    assert not crawl.faults, "\n".join(crawl.faults)


@pytest.mark.parametrize("name", ["Asha Raman", "Tamsin Rees", "Professor Uma Sethi"])
def test_in_the_dark(visit, name):
    dark = visit(name, color_scheme="dark")
    faults = []
    for link in {urlsplit(link).path for link in links_of(dark.page) if link.startswith(dark.url)}:
        if not link.startswith(("/support", "/exit")):
            dark.page.goto(link)
            faults += [f"{link} {fault}" for fault in accessibility_faults(dark.page, "color-contrast")]
    assert not faults, "\n".join(faults)
