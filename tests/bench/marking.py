"""What marking costs an assessor's hand, counted at the desk in a browser."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench.measuring import Bench, Figures
from tests.browser.clicks import mark_one_script
from tests.browser.stack import Stack, launch
from tests.browser.visiting import Visit


def measure_marking(bench: Bench) -> Figures:
    """On the demonstration, as anybody sees it after `make run`: the bench's own databases are not looked at."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stack = Stack(Path(folder)).start()
        try:
            browser = launch(playwright)
            counted = mark_one_script(Visit(browser, stack.url).sign_in_as("Asha Raman"))
            browser.close()
        finally:
            stack.stop()
    return {"marking.actions_per_criterion": round(counted.each, 2), "marking.actions_to_next": counted.to_next}
