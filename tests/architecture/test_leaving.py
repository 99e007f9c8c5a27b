"""Every page on which a learner writes: “Exit this page” without JavaScript keeps what stands in every box."""

import inspect

import pytest
import time_machine
from django.urls import reverse
from lxml import html

from assessments.certificates.changing import change_award
from cpd.accounts.roles import Role
from tests.architecture.pages import PAGES, address_of, is_for, signed_in
from tests.assessments.cases.panels import suspected
from tests.clock import NOON, TODAY
from tests.factories import make_award, make_cohort, make_enrolment, make_released, make_submitted, somebody
from tests.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TYPED = "Typed in a hurr"
# Every page with a box for words, as things stand in the world of these tests.
WRITING = {
    "accounts:show_preferences",
    "cases:ask",
    "confidentiality:ask_to_talk",
    "delivery:state_access_needs",
    "learning:show_lesson",
    "portfolios:add_sighted",
    "portfolios:add_supervision",
    "portfolios:check_portfolio",
    "portfolios:edit_text",
    "records:add_activity",
    "records:change_activity",
    "records:reflect_on_award",
}
# Pages with lines and no box for words, each with one that she types into.
LINES = {
    "accounts:list_my_kept_away": "name",
    "portfolios:answer_word": "pseudonym",
    "portfolios:ask_manager": "name",
    "portfolios:ask_manager_about_all": "name",
    "portfolios:claim_criterion": "note",
}
# A code that was read off, a month, the name of a file that has to be chosen again: nothing is lost with these.
SHORT = {"delivery:enter_code", "portfolios:show_item", "portfolios:add_file"}
# These save for good what is typed, as their Save button does.
SAVING = {"learning:show_lesson", "portfolios:edit_text"}


def boxes_of(page):
    return [box for box in page.iter("textarea") if box.get("name") and "readonly" not in box.attrib]


def lines_of(page):
    forms = [form for form in page.iter("form") if form.get("method") == "post"]
    return [line for form in forms for line in form.iter("input") if line.get("type", "text") in ("text", "email")]


def read(learner, address):
    response = signed_in(learner).get(address)
    kind = response.headers.get("Content-Type", "")
    return html.fromstring(response.content) if response.status_code == 200 and kind.startswith("text/html") else None


def check_that_leaving_keeps_everything(learner, address):
    page = read(learner, address)
    (leave,) = page.xpath("//*[contains(@class, 'exit-link')]")
    form = page.get_element_by_id(leave.get("form"))
    boxes = boxes_of(page)
    assert [box.get("name") for box in boxes if next(box.iterancestors("form")) is not form] == []
    typed = {box.get("name"): f"{TYPED} {number}." for number, box in enumerate(boxes)}

    gone = signed_in(learner).post(form.get("action") or address, dict(form.form_values()) | typed | {"leave": "1"})

    assert (gone.status_code, gone.content, "Refresh" in gone.headers) == (200, b"", True)
    assert {box.get("name"): box.text.strip() for box in boxes_of(read(learner, address))} == typed


@pytest.fixture(scope="module")
def written(world):
    """Every page of hers that can be read, by name."""
    names = [name for name in PAGES if is_for(name, Role.LEARNER) and name != "accounts:leave"]
    pages = {name: read(world.learner, address_of(name, world)) for name in names}
    return {name: page for name, page in pages.items() if page is not None}


def test_the_pages_are_those_that_are_known(written):
    assert {name for name, page in written.items() if boxes_of(page)} == WRITING
    assert {name for name, page in written.items() if lines_of(page)} - WRITING == set(LINES) | SHORT


@pytest.mark.parametrize("name", sorted(LINES))
def test_a_line_is_kept_too(world, name):
    address = address_of(name, world)
    form = read(world.learner, address).get_element_by_id("writing")

    gone = signed_in(world.learner).post(address, dict(form.form_values()) | {LINES[name]: TYPED, "leave": "1"})

    assert "Refresh" in gone.headers
    shown = read(world.learner, address)
    assert shown.xpath("//*[contains(@class, 'exit-link')]/@form") == ["writing"]
    assert [line.get("value") for line in lines_of(shown) if line.get("name") == LINES[name]] == [TYPED]


@pytest.mark.parametrize("name", sorted(WRITING))
def test_the_exit_sends_off_every_box_and_all_of_it_is_there_when_she_is_back(world, name):
    check_that_leaving_keeps_everything(world.learner, address_of(name, world))


def misconduct(learner):
    return reverse("cases:show_request", args=[suspected(make_submitted(learner), by=somebody(Role.ASSESSOR)).pk])


def appeal(learner):
    return reverse("appeals:make_appeal", args=[make_released(learner, not_yet_met=["1.2"]).pk])


def revoking(learner):
    grounds = {"authority": "board", "authority_on": TODAY, "authority_reference": "Minute 7"}
    change = change_award(
        make_award(learner), to="revoked", reason="misconduct", **grounds, by=somebody(Role.COORDINATOR), now=NOON
    )
    return reverse("certificates:show_own_change", args=[change.pk])


def evaluation(learner):
    cohort = make_cohort()
    for name in ("One", "Two", "Three", "Four"):
        make_enrolment(make_person(f"{name} Other", Role.LEARNER), cohort)
    handed_in = make_submitted(learner, cohort)
    return reverse("evaluations:write_evaluation", args=[handed_in.portfolio.enrolment_id])


def first_sign_in(learner):
    learner.confirmed_at = None
    learner.save()
    return reverse("accounts:confirm_details")


# Pages that are open for a while only, each with how one comes there.
FOR_A_WHILE = {
    "cases:show_request": misconduct,
    "appeals:make_appeal": appeal,
    "certificates:show_own_change": revoking,
    "evaluations:write_evaluation": evaluation,
    "accounts:confirm_details": first_sign_in,
}


@pytest.mark.parametrize("name", sorted(FOR_A_WHILE))
def test_so_does_each_page_that_is_open_for_a_while_only(name):
    learner = make_person("Amira Learner", Role.LEARNER)
    with time_machine.travel(NOON, tick=False):
        check_that_leaving_keeps_everything(learner, FOR_A_WHILE[name](learner))


def test_no_other_view_says_that_it_keeps_what_is_typed():
    """And the other way round: a page that keeps is one of those that are walked here."""
    views = {name: inspect.unwrap(PAGES[name][0].callback) for name in PAGES}
    keeping = {name for name, view in views.items() if "keeps_typed" in view.__code__.co_names}

    assert (
        keeping
        == (WRITING | set(FOR_A_WHILE) | set(LINES) - {"portfolios:ask_manager", "portfolios:ask_manager_about_all"})
        - SAVING
    )
