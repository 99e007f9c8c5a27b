"""One stack and one browser for all of these tests; a browser of one's own for each visit."""

import contextlib

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.stack import Stack, launch
from tests.browser.visiting import visiting


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    """Left running for all tests: each uses demonstration people whom no other one moves along."""
    stack = Stack(tmp_path_factory.mktemp("stack")).start()
    yield stack
    stack.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visit(stack, browser):
    """`visit("Grace Abiola")` is a browser in which she is signed in; without a name, a stranger's."""
    with contextlib.ExitStack() as open_visits:

        def begin(name: str = "", **options):
            visit = open_visits.enter_context(visiting(browser, stack.url, **options))
            return visit.sign_in_as(name) if name else visit

        yield begin
