"""Draws the pictures of the README from the demonstration: `make screenshots` writes docs/images/."""

import io
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.stack import ROOT, Stack, launch
from tests.browser.visiting import Visit

IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 820}
BYTES_AT_MOST = 150_000


def learner(browser: Browser, url: str) -> Page:
    """Her first page: the one next thing."""
    visit = Visit(browser, url).sign_in_as("Tamsin Rees")
    visit.go("/portfolio/")
    visit.follow("Continue")
    return visit.page


def desk(browser: Browser, url: str) -> Page:
    """An assessor's desk, half done."""
    visit = Visit(browser, url).sign_in_as("Asha Raman")
    visit.go("/marking/")
    visit.page.get_by_role("row", name="7 of").get_by_role("link").click()
    return visit.page


def verify(browser: Browser, url: str) -> Page:
    """What a stranger sees who types a certificate's number."""
    owner = Visit(browser, url).sign_in_as("Łucja Ŵyn-Jones")
    number = owner.go("/record/").get_by_role("link", name="See what others see").get_attribute("href")
    return Visit(browser, url).go(number)


def timeline(browser: Browser, url: str) -> Page:
    """The story of one award, as the university's auditor reads it."""
    visit = Visit(browser, url).sign_in_as("Professor Uma Sethi")
    visit.open_a_visit("UM-SCDA")
    visit.follow("SCDA-SPRING")
    visit.page.get_by_role("row", name="Granted").first.get_by_role("link").click()
    visit.page.locator(".timeline").scroll_into_view_if_needed()
    visit.page.evaluate("document.querySelector('.timeline').previousElementSibling.scrollIntoView()")
    return visit.page


def certificate(browser: Browser, url: str) -> Image.Image:
    """The front of a certificate, as the holder downloads it."""
    owner = Visit(browser, url).sign_in_as("Łucja Ŵyn-Jones")
    owner.go("/record/")
    with owner.page.expect_download() as waiting:
        owner.page.get_by_role("link", name="Download").first.click()
    page = pypdfium2.PdfDocument(waiting.value.path())[0]
    return page.render(scale=SIZE["width"] / page.get_width()).to_pil()


def shoot(page: Page) -> Image.Image:
    page.set_viewport_size(SIZE)
    return Image.open(io.BytesIO(page.screenshot()))


def save(picture: Image.Image, name: str) -> None:
    """As a PNG of at most 256 colours, which is plenty for text on paper."""
    picture = picture.convert("RGB")
    path = IMAGES / f"{name}.png"
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    if size > BYTES_AT_MOST:
        raise SystemExit(f"{path} has {size:,} bytes: more than {BYTES_AT_MOST:,}")
    print(f"{path.relative_to(ROOT)}: {size:,} bytes")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stack = Stack(Path(folder)).start()
        try:
            browser = launch(playwright)
            for show in (learner, desk, verify, timeline):
                save(shoot(show(browser, stack.url)), show.__name__)
            save(certificate(browser, stack.url), certificate.__name__)
            browser.close()
        finally:
            stack.stop()


if __name__ == "__main__":
    main()
