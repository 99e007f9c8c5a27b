"""A university's visit by clicking, from the invitation to the last finding closed."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.looking import find_faults
from tests.browser.visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

AUDITOR, EMAIL = "Professor Uma Sethi", "professor-uma.sethi@demo.example"
PURPOSE = "Monitoring by clicks"
TITLE = "Say sooner who moderates"


def look(visit: Visit) -> None:
    visit.page.wait_for_load_state()
    assert find_faults(visit.page, set()) == [], visit.page.url


def test_a_visit_from_its_invitation_to_the_last_finding_closed(visit):
    invite(visit("Adi Okonkwo"))
    auditor = visit(AUDITOR)
    room = open_visit(auditor)
    read_exhibits(auditor, room)
    draw_and_judge(auditor, room)
    write_finding(auditor, room)
    answer(visit("Cleo Hartwell"))
    sign_report(auditor, room)
    close_finding(auditor, room)
    auditor.go(room)
    expect(auditor.page.get_by_text("Closed", exact=True).first).to_be_visible()
    assert auditor.context.request.get(f"{room}exhibits/").status == 404
    see_what_was_opened(visit("Cleo Hartwell"))


def invite(office: Visit) -> None:
    office.go("/accreditations/")
    office.follow("UM-SCDA")
    office.follow("Invite the university")
    page = office.page
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("What the visit is for").fill(PURPOSE)
    page.get_by_label("Working days of reading").fill("20")
    office.press("Invite her")
    expect(page.get_by_text("She is invited.")).to_be_visible()


def open_visit(auditor: Visit) -> str:
    page = auditor.go("/audit/")
    auditor.follow(f", {PURPOSE}")
    page.get_by_role("checkbox").check()
    auditor.press("Open the visit")
    expect(page.get_by_role("navigation", name="Rooms of this visit")).to_be_visible()
    return re.sub(r"^https?://[^/]+", "", page.url)


def read_exhibits(auditor: Visit, room: str) -> None:
    page = auditor.go(f"{room}exhibits/")
    look(auditor)
    auditor.follow("Moderators' sampling")
    expect(page.get_by_role("cell", name="The same", exact=True).first).to_be_visible()
    look(auditor)
    with page.expect_download() as taken:
        page.get_by_role("link", name="All of it as PDF").click()
    assert taken.value.suggested_filename == "exhibit-07.pdf"
    auditor.press("Tick as reviewed")
    expect(page.get_by_text("1 of 18 reviewed")).to_be_visible()
    auditor.go(f"{room}reconciliation/")
    expect(page.get_by_role("heading", name="In agreement")).to_be_visible()
    look(auditor)


def draw_and_judge(auditor: Visit, room: str) -> None:
    page = auditor.go(f"{room}sample/draw/")
    page.get_by_label("Seed", exact=True).fill("rose garden")
    auditor.press("Draw the sample")
    expect(page.get_by_text("The same list")).to_be_visible()
    look(auditor)
    auditor.go(f"{room}sample/")
    auditor.follow("Read the evidence")
    look(auditor)
    auditor.follow("Every judgement and the whole story")
    look(auditor)
    auditor.follow("Your own judgement of attempt 1")
    for met in page.get_by_role("radio", name="Met", exact=True).all():
        met.check()
    look(auditor)
    auditor.press("Save, and compare with the mark")
    expect(page.get_by_role("columnheader", name="The mark that stands")).to_be_visible()
    auditor.go(f"{room}sample/")
    expect(page.get_by_text("are the same as in the mark that stands")).to_be_visible()


def write_finding(auditor: Visit, room: str) -> None:
    page = auditor.go(f"{room}findings/new/")
    page.get_by_label("Recommendation", exact=True).check()
    page.get_by_label("In one line").fill(TITLE)
    page.get_by_label("What you found").fill("The name of the moderator stood on the cohort only after the draw.")
    auditor.press("Save the draft")
    auditor.press("Raise it")


def answer(office: Visit) -> None:
    page = office.go("/audit/provider/")
    page.get_by_role("row").filter(has_text="UM-SCDA").first.get_by_role("link").click()
    office.follow(TITLE)
    page.get_by_label("We will do this").check()
    page.get_by_label("What you do, or why not").fill("Moderators are named when a cohort is planned.")
    page.get_by_label("Done by").fill((date.today() + timedelta(days=60)).isoformat())
    office.press("Send the answer")
    expect(page.get_by_text("Your answer is with the university.")).to_be_visible()


def close_finding(auditor: Visit, room: str) -> None:
    auditor.go(f"{room}findings/")
    auditor.follow(TITLE)
    auditor.press("Close this finding")


def sign_report(auditor: Visit, room: str) -> None:
    page = auditor.go(f"{room}report/")
    for label in ("Threshold standards", "Rigour and fairness", "Whether you saw enough"):
        page.get_by_label(label).fill("As it should be, on what I read.")
    page.get_by_label("The standards were kept").check()
    auditor.press("Save the report")
    page.get_by_label("Type your name to sign").fill(AUDITOR)
    auditor.press("Sign the report")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def see_what_was_opened(office: Visit) -> None:
    page = office.go("/audit/provider/")
    page.get_by_role("row").filter(has_text="UM-SCDA").first.get_by_role("link").click()
    for words in ("Exhibit 7", "Exhibit 7, as PDF", "Exhibit 16"):
        expect(page.get_by_role("rowheader", name=words, exact=True)).to_be_visible()
