"""The whole road in Chromium, by clicking as each person: from a roster to a certificate that a stranger checks."""

import io
import re
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect

from assessments.demo.pdf import draw_map
from tests.browser.looking import find_faults
from tests.browser.visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

EMAIL = "lowri.penn@example.org"
ROSTER = (
    f"email,given_names,family_name,certificate_name,employer\n{EMAIL},Łucja,Ŵyn-Penn,Łucja Ŵyn-Penn,Lantern Advocacy\n"
)
PASSWORD = "lanterns over the quiet harbour"
COHORT = "ODS-ROAD"
# Each task with the criteria it can show.
WRITTEN = {
    "Consent and confidentiality script": ["1.2", "3.1", "3.2"],
    "Session plan with ground rules": ["4.1", "4.2"],
    "Remote, hybrid or in person, a short evaluation": ["4.3"],
}
UPLOADED = "Remote risk and contact plan"
SHOWN_BY_FILE = ["1.1", "2.1", "2.2", "2.3"]
TEXT = (
    "Week 1: I asked Parent L who else was in the room.\n\nWe agreed a code word, and what happens when the call drops."
)
RELEASE_TO_CERTIFICATE_SECONDS = 3


def look(visit: Visit) -> None:
    """The pages behind a form, which no link leads to, are as sound as the others."""
    visit.page.wait_for_load_state()
    assert find_faults(visit.page, {"Penn"}) == [], visit.page.url


def test_the_whole_road_in_a_browser(stack, visit):
    let_results_out_at_once(visit("Adi Okonkwo"))
    office = visit("Cleo Hartwell")
    cohort = plan_a_cohort(office)
    code = import_and_invite(office, cohort)
    learner = accept(visit(), invitation(stack), code)
    study(learner)
    reference = fill_and_submit(learner)
    accept_and_allocate(office, reference)
    candidate = judge(visit("Asha Raman"))
    moderate(visit("Mina Osei"))
    board = schedule_board(office)
    decide(visit("Beatrix Lowe"), board)
    number = release(office, visit("Beatrix Lowe"), board, learner)
    check_as_a_stranger(visit(), number)
    read_the_story(visit("Professor Uma Sethi"), candidate)


def let_results_out_at_once(administrator: Visit) -> None:
    """Nobody waits an hour in a test for the while in which a release can be stopped: a rule set says so."""
    page = administrator.go("/accreditations/")
    administrator.follow("UM-ODS")
    administrator.follow("Adopt a new rule set")
    page.get_by_label("For cohorts that begin on this day or later").fill(day(0))
    page.get_by_label("Why they change").fill("Agreed with the university for this journey.")
    page.locator("#id_release_hold_minutes").fill("0")
    page.locator("#id_board_notice_working_days").fill("0")
    page.locator("#id_board_papers_working_days").fill("0")
    administrator.press("Adopt these rules")
    expect(page.get_by_text("is adopted for cohorts from")).to_be_visible()


def plan_a_cohort(office: Visit) -> str:
    """A copy of the last one: its staff come along. The path of the new cohort."""
    page = office.go("/cohorts/")
    office.follow("ODS-SUMMER")
    office.follow("Copy to a new cohort")
    page.get_by_label("Name of the cohort").fill(COHORT)
    page.get_by_label("Start date").fill(day(0))
    page.get_by_label("Portfolios due on").fill(day(30))
    office.press("Plan this cohort")
    office.expect_heading(COHORT)
    office.follow("Open cohort")
    office.press("Open cohort")
    office.expect_heading(COHORT)
    return page.url


def day(days: int) -> str:
    """A day so many days from today, as a date field takes it."""
    return (date.today() + timedelta(days=days)).isoformat()


def import_and_invite(office: Visit, cohort: str) -> str:
    """The learner's row, looked at, imported and invited; the code that is told by telephone."""
    page = office.go(cohort)
    office.follow("Upload a roster")
    csv = {"name": "roster.csv", "mimeType": "text/csv", "buffer": ROSTER.encode()}
    page.locator("input[type=file]").set_input_files(csv)
    office.press("Check this file")
    office.expect_heading("Check the roster")
    look(office)
    office.press("Import 1 row")
    office.follow("Look at addresses and invite")
    page.get_by_label("I have looked at these addresses").check()
    office.press("Invite the people ticked")
    office.go(cohort)
    office.follow("Enrolment codes")
    return page.locator(".code").first.inner_text()


def invitation(stack) -> str:
    """The link in the mail that the job runner wrote."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        for mail in (stack.folder / "var" / "mail").glob("*"):
            text = mail.read_text().replace("=\n", "")
            if EMAIL in text and (found := re.search(r"/invitation/[\w.:=-]+/", text)):
                return found[0]
        time.sleep(0.1)
    raise AssertionError("No invitation was sent.")


def accept(learner: Visit, link: str, code: str) -> Visit:
    """From the mail to a place on the module."""
    page = learner.go(link)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    learner.press("Open my account")
    for box in page.get_by_role("checkbox").all():
        box.check()
    learner.press("Save and continue")
    learner.follow("Continue")
    learner.follow("Enter my code")
    page.get_by_label("code").fill(code.lower())
    learner.press("Continue")
    learner.expect_heading("Take up your place")
    look(learner)
    learner.press("Enrol")
    return learner


def study(learner: Visit) -> None:
    learner.go("/")
    learner.follow("Start")
    learner.press("Mark as done")
    learner.expect_heading("")
    expect(learner.page.get_by_text("You have done this lesson").first).to_be_visible()


def fill_and_submit(learner: Visit) -> str:
    """Three texts, a PDF and a Word document, each linked to what it shows; the receipt's reference."""
    page = learner.go("/portfolio/")
    learner.press("Start your portfolio")
    home = page.url
    add_file(learner, home, "plan.docx", word_document())
    link_to(learner, SHOWN_BY_FILE)
    add_file(learner, home, "map.pdf", draw_map())
    for task, criteria in WRITTEN.items():
        learner.go(home)
        learner.follow(task)
        page.locator("form").filter(has_text="Write it here").get_by_role("radio").first.check()
        learner.press("Write it here")
        page.get_by_label("Your text").press_sequentially(TEXT[:20])
        page.get_by_label("Your text").fill(TEXT)
        page.get_by_label("Yes", exact=True).check()
        learner.press("Save and continue")
        link_to(learner, criteria)
    learner.go(home)
    learner.follow("Check and submit")
    for box in page.get_by_role("checkbox").all():
        box.check()
    learner.press("Submit your portfolio")
    learner.expect_heading("Your portfolio is submitted")
    look(learner)
    return page.locator(".reference").inner_text()


def add_file(learner: Visit, home: str, name: str, data: bytes) -> None:
    page = learner.go(home)
    learner.follow(UPLOADED)
    learner.follow("Add a file")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": data})
    page.get_by_label("Your own name for it").fill("Plan, made up")
    page.get_by_role("radio").first.check()
    page.get_by_role("checkbox").check()
    learner.press("Add the file")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Add a file")


def link_to(learner: Visit, criteria: list[str]) -> None:
    """From the page of an item, which comes after saving it."""
    page = learner.page
    learner.follow("Link to a criterion")
    for number in criteria:
        page.get_by_role("radio", name=number).check()
        page.get_by_label("Where in it?").fill("para 1")
        learner.press("Link it and add another")
        expect(page.get_by_text("Linked so far")).to_contain_text(number)


def word_document() -> bytes:
    document = Document()
    document.add_paragraph("Made up. " + TEXT)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def accept_and_allocate(office: Visit, reference: str) -> None:
    page = office.go("/intake/")
    office.follow(reference)
    page.get_by_role("textbox").fill("First look before marking")
    office.press("Open the submission")
    expect(page.get_by_role("button", name="Accept", exact=True)).to_be_visible()
    look(office)
    office.press("Accept", exact=True)
    office.go("/marking/allocations/")
    office.press(f"Allocate {reference}")


def judge(assessor: Visit) -> str:
    """Every criterion met, by the desk; the candidate's number."""
    page = assessor.go("/marking/")
    page.get_by_role("row", name="ODS").get_by_role("link").click()
    candidate = page.get_by_role("heading", level=1).inner_text().removeprefix("Portfolio ")
    assert "Łucja" not in page.content()
    for radio in page.get_by_label("Met", exact=True).all():
        radio.check()
    page.get_by_label("Overall feedback to the learner").fill("A careful and specific portfolio.")
    assessor.press("Finalise…")
    assessor.expect_heading("Finalise the mark")
    look(assessor)
    assessor.press("Finalise and go on")
    expect(page.get_by_text(f"The mark of {candidate} is final.")).to_be_visible()
    return candidate


def moderate(moderator: Visit) -> None:
    page = moderator.go("/moderation/")
    page.get_by_role("row", name=COHORT).get_by_role("link", name="Plan and draw").click()
    moderator.press("Draw the sample")
    moderator.follow("Read the next one")
    page.get_by_role("radio").first.check()
    moderator.press("Save and next")
    moderator.follow("Confirm the marking")
    moderator.expect_heading("Sign the report")
    look(moderator)
    page.locator("textarea[name=report]").fill("Consistent and specific.")
    moderator.press("Sign, and confirm the marking")
    expect(page.get_by_text("Confirmed").first).to_be_visible()


def schedule_board(office: Visit) -> str:
    page = office.go("/boards/new/")
    cohort = page.get_by_label("Cohort")
    cohort.select_option(label=next(text for text in cohort.locator("option").all_inner_texts() if COHORT in text))
    page.locator("input[type=date]").fill(day(0))
    page.get_by_label("Chair").select_option(label="Beatrix Lowe")
    for name in ("Bashir Aziz", "Bronwen Hughes", "Dr Petra Lindqvist"):
        page.get_by_label(name).check()
    office.press("Schedule")
    office.press("Freeze the papers")
    return page.url


def decide(chair: Visit, board: str) -> None:
    page = chair.go(board)
    assert "Łucja" not in page.content()
    chair.follow("Decide")
    page.get_by_label("Pass", exact=True).check()
    chair.press("Record this decision")
    chair.press("Ratify these results")
    expect(page.get_by_text("Ratified").first).to_be_visible()


def release(office: Visit, chair: Visit, board: str, learner: Visit) -> str:
    """The certificate's number, as the learner finds it within moments of the release."""
    office.go(board)
    office.follow("Release results")
    office.expect_heading("Release results")
    look(office)
    office.press("Ask to release these results")
    chair.page.goto(office.page.url)
    chair.press("Agree to this release")
    began = time.monotonic()
    button = learner.page.get_by_role("link", name="Download certificate")
    while learner.go("/record/") and not button.count():
        assert time.monotonic() - began < 30
    print(f"certificate after {time.monotonic() - began:.1f} s")
    with learner.page.expect_download() as download:
        button.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    learner.go("/")
    learner.follow("Read my result")
    learner.expect_heading("Pass")
    page = learner.go("/record/")
    return page.locator(".summary div", has_text="Certificate number").locator("dd").inner_text()


def check_as_a_stranger(stranger: Visit, number: str) -> None:
    page = stranger.go("/v/")
    page.get_by_label("number", exact=False).first.fill(number.lower().replace("-", " "))
    stranger.press("Check the number")
    expect(page.get_by_text("Valid").first).to_be_visible()
    assert "Łucja" not in page.content()
    page.get_by_role("textbox").fill("wyn penn")
    stranger.press("Check the name")
    expect(page.get_by_text("Łucja Ŵyn-Penn")).to_be_visible()
    look(stranger)


def read_the_story(auditor: Visit, candidate: str) -> None:
    page = auditor.open_a_visit("UM-ODS")
    auditor.follow(COHORT)
    auditor.follow(candidate)
    story = page.locator("main").inner_text()
    for words in ("Enrolled", "Submitted", "Ratified", "The certificate was drawn"):
        assert words in story
    assert "Łucja" not in page.content()
