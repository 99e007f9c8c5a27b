"""A script that somebody stored runs on nobody's page: the corpus in every field, every page, in Chromium."""

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from cpd.accounts.roles import Role
from tests.architecture.pages import PAGES, address_of, is_for, signed_in
from tests.architecture.world import standing_world
from tests.browser.hostile import CORPUS, list_fields, spoil

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
HERE = "http://site.test"
COUNT = "window.hits = 0; window.ran = () => { window.hits += 1 }; for (const n of ['alert', 'confirm', 'prompt']) window[n] = window.ran;"
# Pages that each role has its own of; any other is drawn for the first role that may open it.
EACH_ITS_OWN = {"home:show_home"}
# What a page may never hold, run or not: our own pages have no handler, no inline script and no address of another site.
STRUCTURE = """() => {
  const found = [];
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on') || name.startsWith('hx-on')) found.push(`${element.tagName} ${name}`);
      if (/^(href|src|action|formaction|data|srcdoc)$/.test(name) && /^\\s*(javascript|data:text)/i.test(value)) found.push(`${element.tagName} ${name}=${value}`);
    }
    if (/^(IFRAME|OBJECT|EMBED|BASE|FRAME)$/.test(element.tagName)) found.push(element.tagName);
    if (element.tagName === 'SCRIPT' && !element.getAttribute('src')?.startsWith('/static/') && !/json/.test(element.type)) found.push('SCRIPT');
    if (element.tagName === 'STYLE') found.push('STYLE');
    if (element.tagName === 'META' && element.httpEquiv === 'refresh') found.push('META refresh');
  }
  return found;
}"""


@dataclass(frozen=True)
class Drawn:
    """A page as the server answered it to one role."""

    name: str
    role: Role
    status: int
    headers: dict[str, str]
    body: str


@pytest.fixture(scope="module", autouse=True)
def beside_the_loop():
    """Playwright keeps a loop in this thread, beside which Django refuses its database unless told otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="module")
def drawn(beside_the_loop, django_db_setup, django_db_blocker):
    """Every HTML page, staff's first, drawn in a world whose every field holds the corpus."""
    pages, spoilt, seen = [], set(), set()
    with standing_world(django_db_blocker) as world:
        spoilt = spoil()
        for role in sorted(Role, key=lambda role: role == Role.LEARNER):
            client = signed_in(world.people[role])
            for page in PAGES:
                if page in seen or page == "accounts:leave" or not is_for(page, role):
                    continue
                seen |= {page} - EACH_ITS_OWN
                response = client.get(address_of(page, world))
                is_page = not response.streaming and b"</main>" in response.content
                if is_page:
                    headers = {name.lower(): value for name, value in response.headers.items()}
                    pages.append(Drawn(page, role, response.status_code, headers, response.text))
    return pages, spoilt


@pytest.fixture(scope="module")
def browse(browser):
    """Shows one drawn page in Chromium, with or without its content policy; gives what ran, was found and was said."""
    context = browser.new_context()
    context.add_init_script(COUNT)
    page = context.new_page()
    said: list[str] = []
    showing: dict[str, object] = {}
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)

    def answer(route):
        path = urlsplit(route.request.url)
        if f"{path.scheme}://{path.netloc}" != HERE:
            showing["abroad"].append(route.request.url)
            route.abort()
        elif path.path.startswith("/static/"):
            found = finders.find(path.path.removeprefix("/static/"))
            kind = mimetypes.guess_type(path.path)[0] or "application/octet-stream"
            route.fulfill(body=Path(found).read_bytes() if found else b"", content_type=kind)
        elif route.request.resource_type == "document" and path.path == "/page":
            route.fulfill(status=200, headers=showing["headers"], body=showing["body"])
        else:
            route.fulfill(status=204)

    page.route("**/*", answer)

    def show(one: Drawn, *, policy: bool) -> tuple[int, list[str], list[str], list[str]]:
        names = ("content-type", "content-security-policy") if policy else ("content-type",)
        showing.update(headers={name: one.headers[name] for name in names}, body=one.body, abroad=[])
        said.clear()
        page.goto(f"{HERE}/page", wait_until="load")
        return page.evaluate("window.hits"), page.evaluate(STRUCTURE), [*said], [*showing["abroad"]]

    yield show
    context.close()


@pytest.mark.django_db
def test_the_corpus_is_large_and_reaches_the_fields(drawn):
    pages, spoilt = drawn
    assert len(CORPUS) >= 200
    assert len(pages) >= 100
    # Fields of which this world has no row, or that a constraint protects, are few.
    names = {f"{model.__name__}.{field.name}" for model, field in list_fields()}
    assert len(spoilt) >= 0.6 * len(names), sorted(names - spoilt)
    assert {
        "User.family_name",
        "Organisation.name",
        "Judgement.feedback",
        "Claim.note",
        "Attestation.statement",
    } <= spoilt


def test_nothing_that_was_stored_runs_even_without_the_content_policy(drawn, browse):
    faults = []
    for one in drawn[0]:
        ran, structure, _, abroad = browse(one, policy=False)
        if ran or structure or abroad:
            faults.append((one.name, one.role.value, ran, structure[:3], abroad[:3]))

    assert faults == []


def test_no_page_is_reported_to_break_the_content_policy(drawn, browse):
    """With its policy, and with the corpus in it, a page loads without a word in the console."""
    faults = []
    for one in drawn[0]:
        _, _, said, _ = browse(one, policy=True)
        if said:
            faults.append((one.name, one.role.value, said[:2]))

    assert faults == []


def test_a_page_with_a_hole_is_caught(drawn, browse):
    """The test itself sees: a field that is not escaped."""
    whole = drawn[0][0]
    holed = Drawn(
        whole.name, whole.role, 200, whole.headers, whole.body.replace("</main>", f"{CORPUS[0]}{CORPUS[2]}</main>")
    )

    ran, structure, _, _ = browse(holed, policy=False)
    _, _, said, _ = browse(holed, policy=True)

    assert ran == 2
    assert structure == ["SCRIPT", "svg onload"]
    assert "Content Security Policy" in said[0]
