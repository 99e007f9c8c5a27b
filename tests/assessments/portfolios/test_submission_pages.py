"""From the task list to the receipt, and the pages around it."""

import hashlib
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from assessments.portfolios.actions import complete_item, open_next_attempt, open_portfolio, submit, write_text
from assessments.portfolios.contents import load_contents
from assessments.portfolios.fingerprints import fingerprint
from assessments.portfolios.models import Attestation, Portfolio, Submission
from assessments.portfolios.moves import move
from assessments.portfolios.pdf import draw_receipt
from assessments.portfolios.states import Declaration, SubmissionState
from assessments.portfolios.tokens import token_of
from cpd.history.models import Entry
from tests.clock import NOON, later
from tests.factories import make_cohort, make_enrolment, make_text, name_manager
from tests.people import sign_in

pytestmark = pytest.mark.django_db
TICKED = dict.fromkeys(Declaration.values, "on")


def url(name: str, *args) -> str:
    return reverse(f"portfolios:{name}", args=args)


def press_submit(page, submission: Submission, **fields):
    seen = fingerprint(load_contents(submission))
    return page.post(url("check_submission", submission.pk), TICKED | {"seen": seen} | fields)


@pytest.fixture
def sealed(portfolio, learner):
    return submit(portfolio, declarations=Declaration.values, by=learner, now=NOON)


def test_a_portfolio_is_started_from_the_list(page, learner):
    enrolment = make_enrolment(learner)
    assert "Start your portfolio" in page.get(url("list_portfolios")).text

    page.post(url("open_portfolio", enrolment.pk))
    page.post(url("open_portfolio", enrolment.pk))

    assert Portfolio.objects.count() == 1
    assert "Continue" in page.get(url("list_portfolios")).text


def test_without_an_enrolment_the_list_says_so(page):
    assert "You have no portfolio yet." in page.get(url("list_portfolios")).text


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_thirty(
    page, learner, django_assert_max_num_queries, django_assert_num_queries
):
    open_portfolio(make_enrolment(learner), by=learner, now=NOON)
    page.get(url("list_portfolios"))
    with django_assert_max_num_queries(20) as one:
        page.get(url("list_portfolios"))
    version = Submission.objects.get().portfolio.enrolment.version
    for _ in range(5):
        open_portfolio(make_enrolment(learner, make_cohort(version)), by=learner, now=NOON)

    with django_assert_num_queries(len(one)):
        page.get(url("list_portfolios"))


def test_the_task_list_shows_what_is_done(page, portfolio, learner):
    complete_item(portfolio.items.get(label="E2"), is_complete=False, by=learner, now=NOON)

    text = page.get(url("show_portfolio", portfolio.pk)).text

    assert "1 of 2 tasks completed." in text
    assert "In progress" in text
    assert "Friday 3 July 2026, 5pm" in text


def test_the_page_of_a_portfolio_asks_no_more_for_more_evidence(
    page, portfolio, django_assert_max_num_queries, django_assert_num_queries
):
    where = url("show_portfolio", portfolio.pk)
    page.get(where)
    with django_assert_max_num_queries(24) as few:
        page.get(where)
    for number in range(5):
        make_text(portfolio, text=f"Text {number}")

    with django_assert_num_queries(len(few)):
        page.get(where)


def test_submitting_leads_to_the_receipt(page, portfolio):
    response = press_submit(page, portfolio)

    portfolio.refresh_from_db()
    assert response.headers["Location"] == url("show_receipt", portfolio.pk)
    assert portfolio.manifest_digest[:32] in page.get(response.headers["Location"]).text


def test_pressing_submit_twice_gives_the_same_receipt(page, portfolio):
    first, second = press_submit(page, portfolio), press_submit(page, portfolio)

    assert first.headers["Location"] == second.headers["Location"]
    assert Entry.objects.filter(name="submission.submitted").count() == 1


def test_a_declaration_that_is_missing_is_named(page, portfolio):
    response = press_submit(page, portfolio, anonymous="")

    assert response.status_code == 422
    assert "Confirm: Nobody in my evidence can be identified" in response.text


def test_a_change_in_another_tab_is_shown_before_submitting(page, portfolio, learner):
    seen = fingerprint(load_contents(portfolio))
    write_text(portfolio.items.get(label="E1"), text="Changed.", version=1, by=learner, now=NOON)

    response = press_submit(page, portfolio, seen=seen)

    assert response.status_code == 409
    assert "It was not submitted" in response.text
    assert Submission.objects.get().state == SubmissionState.DRAFT


def test_gaps_are_listed_with_links_and_there_is_no_button(page, portfolio, learner):
    item = portfolio.items.get(label="E1")
    complete_item(item, is_complete=False, by=learner, now=NOON)

    text = page.get(url("check_submission", portfolio.pk)).text

    assert f'<a href="{url("show_item", item.pk)}">E1 is not marked as completed.' in text
    assert "Submit your portfolio" not in text


def test_possible_identifiers_are_named_once_more(page, portfolio):
    make_text(portfolio, text="I rang 07700 900123 on day 3.")

    assert "One word or number may identify somebody." in page.get(url("check_submission", portfolio.pk)).text


def test_the_receipt_as_pdf_says_the_same_each_time(page, sealed):
    data = page.get(url("download_receipt", sealed.pk)).content

    text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert sealed.reference in text
    assert sealed.manifest_digest[:32] in text
    assert "Wednesday 3 June 2026, 12pm (UK time)" in text
    assert data == draw_receipt(sealed.manifest)


def test_the_manifest_has_the_digest_of_the_receipt(page, sealed):
    data = page.get(url("download_manifest", sealed.pk)).content

    assert hashlib.sha256(data).hexdigest() == sealed.manifest_digest


def test_taking_back_from_the_page(page, sealed):
    assert "No attempt is used" in page.get(url("take_back", sealed.pk)).text

    page.post(url("take_back", sealed.pk))

    sealed.refresh_from_db()
    assert sealed.state == SubmissionState.DRAFT
    assert page.get(url("show_receipt", sealed.pk)).status_code == 302


def test_taking_back_too_late_is_refused_with_the_reason(page, sealed):
    move(sealed, SubmissionState.ACCEPTED, now=NOON)

    response = page.post(url("take_back", sealed.pk))

    assert response.status_code == 403
    assert "only until it is accepted" in response.text


def test_the_road_shows_where_it_is_and_no_result(page, sealed):
    for state in ("accepted", "marked", "confirmed", "ratified"):
        move(sealed, SubmissionState(state), now=NOON)
        text = page.get(url("show_portfolio", sealed.pk)).text
        assert "Where it is" in text
        assert "result and feedback" not in text


def test_a_second_attempt_says_what_is_open_and_what_changed(page, sealed, learner, coordinator):
    for state in ("accepted", "marked", "confirmed", "ratified", "released"):
        move(sealed, SubmissionState(state), now=NOON)
    criteria = [sealed.criteria.get(number="2.1")]
    second = open_next_attempt(sealed, criteria=criteria, due_at=later(days=9), by=coordinator, now=NOON)
    write_text(second.items.get(label="E2"), text="Written again.", version=1, by=learner, now=NOON)

    assert "Resubmit: 1 criterion to show" in page.get(url("show_portfolio", second.pk)).text
    changes = page.get(url("show_changes", second.pk)).text
    assert "Rewritten" in changes
    assert "Written again." in changes
    assert "On day 12" in changes


def test_somebody_elses_portfolio_is_not_found(client, sealed, other_learner, at_noon):
    sign_in(client, other_learner)

    for name in ("show_portfolio", "check_submission", "show_receipt", "download_receipt", "take_back", "show_changes"):
        assert client.get(url(name, sealed.pk)).status_code == 404
    assert client.post(url("take_back", sealed.pk)).status_code == 404


def test_the_made_up_case_is_one_click_away(page, portfolio):
    case = portfolio.portfolio.enrolment.version.cases.get()

    assert url("show_case", portfolio.pk, case.pk) in page.get(url("show_portfolio", portfolio.pk)).text
    assert case.title in page.get(url("show_case", portfolio.pk, case.pk)).text


def test_titles_of_pages_name_no_module_and_no_task(page, portfolio, task):
    for where in (url("show_portfolio", portfolio.pk), url("show_task", portfolio.pk, task.pk)):
        title = page.get(where).text.partition("<title>")[2].partition("</title>")[0]
        assert task.title not in title
        assert portfolio.portfolio.enrolment.version.title not in title


def test_a_manager_answers_without_an_account(page, client, portfolio, learner):
    name_manager(portfolio)
    page.post(url("ask_manager_about_all", portfolio.pk), {"name": "Mo Manager", "email": "mo@example.org"})
    attestation = Attestation.objects.get()
    page.logout()
    link = url("answer_manager", token_of(attestation.pk))
    shown = client.get(link)
    assert learner.get_full_name() in shown.text
    assert portfolio.portfolio.enrolment.version.title not in shown.text

    answer = {"answer": "confirmed", "relationship": "line_manager", "role": "Team manager", "is_manager": "on"}
    assert "Thank you" in client.post(link, answer).text
    assert client.post(link, answer).status_code == 410
    attestation.refresh_from_db()
    assert (attestation.state, attestation.manager_role) == ("confirmed", "Team manager")


def test_a_learner_never_sees_the_link(page, portfolio):
    page.post(url("ask_manager_about_all", portfolio.pk), {"name": "Mo", "email": "mo@example.org"})

    assert token_of(Attestation.objects.get().pk) not in page.get(url("show_portfolio", portfolio.pk)).text


def test_asking_oneself_is_refused_on_the_page(page, portfolio, learner):
    response = page.post(url("ask_manager_about_all", portfolio.pk), {"name": "Me", "email": learner.email})

    assert response.status_code == 422
    assert "You cannot confirm your own work." in response.text


def test_a_link_that_nobody_made_is_not_found(client, db):
    assert client.get(url("answer_manager", "0" * 64)).status_code == 404
