"""The page on which a learner writes: saving, two tabs, somebody else's text."""

import pytest
from django.urls import reverse

from assessments.portfolios.actions import submit, take_back, write_text
from assessments.portfolios.models import EvidenceItem, TextRevision
from assessments.portfolios.reading import read_own_text
from assessments.portfolios.states import Declaration
from tests.clock import NOON
from tests.factories import make_text
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(portfolio):
    return portfolio.items.get(label="E1")


def text_url(item: EvidenceItem, name: str = "edit_text") -> str:
    return reverse(f"portfolios:{name}", args=[item.pk])


def test_starting_a_text_leads_to_its_page(page, portfolio, task):
    response = page.post(reverse("portfolios:start_text", args=[portfolio.pk, task.pk]), {"mode": "anonymised_rewrite"})

    assert response.headers["Location"] == text_url(portfolio.items.get(label="E3"))


def test_starting_without_a_choice_says_what_is_missing(page, portfolio, task):
    response = page.post(reverse("portfolios:start_text", args=[portfolio.pk, task.pk]), {})

    assert response.status_code == 422
    assert "Choose what you will write about." in response.text
    assert "<title>Error: " in response.text


def test_saving_keeps_the_text_and_says_so(page, item, learner):
    answer = page.post(
        text_url(item), {"text": "Written on a phone.\r\nDay 3.", "version": 1, "is_complete": "yes"}, follow=True
    )

    item.refresh_from_db()
    assert read_own_text(item, by=learner) == "Written on a phone.\nDay 3."
    assert item.is_complete is True
    assert "E1 is saved." in answer.text


def test_not_completed_stays_in_progress(page, item):
    page.post(text_url(item), {"text": "Half of it.", "version": 1, "is_complete": "no"})

    item.refresh_from_db()
    assert item.is_complete is False


def test_an_empty_text_cannot_be_marked_as_completed(page, item):
    response = page.post(text_url(item), {"text": " ", "version": 1, "is_complete": "yes"})

    assert response.status_code == 422
    assert "Write something before you mark this as completed." in response.text


def test_a_text_from_an_older_tab_is_shown_beside_the_stored_one(page, item, learner):
    write_text(item, text="From the first tab.", version=1, by=learner, now=NOON)

    response = page.post(text_url(item), {"text": "From the second tab.", "version": 1, "is_complete": "no"})

    assert response.status_code == 409
    assert "From the first tab." in response.text
    assert "From the second tab." in response.text
    assert 'data-version="2"' in response.text


def test_saving_once_more_after_that_keeps_what_was_put_together(page, item, learner):
    write_text(item, text="First.", version=1, by=learner, now=NOON)
    page.post(text_url(item), {"text": "Second.", "version": 1, "is_complete": "no"})

    page.post(text_url(item), {"text": "First. Second.", "version": 2, "is_complete": "no"})

    item.refresh_from_db()
    assert read_own_text(item, by=learner) == "First. Second."


def test_a_text_kept_from_another_tab_is_shown_until_it_is_thrown_away(page, item, learner):
    write_text(item, text="First.", version=1, by=learner, now=NOON)
    page.post(text_url(item), {"text": "The other version of it.", "version": 1, "is_complete": "no"})
    assert "The other version of it." in page.get(text_url(item)).text

    kept = TextRevision.objects.get(is_set_aside=True)
    page.post(reverse("portfolios:drop_kept_text", args=[item.pk, kept.pk]))

    assert "The other version of it." not in page.get(text_url(item)).text


def test_autosave_answers_with_the_new_version(page, item):
    response = page.post(text_url(item, "save_text"), {"text": "Typed.", "version": 1})

    assert response.json() == {"version": 2, "saved_at": "12:00"}


def test_autosave_from_an_older_tab_gets_both_texts(page, item, learner):
    write_text(item, text="Theirs.", version=1, by=learner, now=NOON)

    response = page.post(text_url(item, "save_text"), {"text": "Mine.", "version": 1})

    assert (response.status_code, response.json()) == (409, {"theirs": "Theirs.", "version": 2})


def test_autosave_refuses_what_is_too_long_and_says_so(page, item):
    response = page.post(text_url(item, "save_text"), {"text": "x" * 100_001, "version": 1})

    assert response.status_code == 422
    assert "still on this page" in response.json()["error"]


def test_the_page_keeps_a_text_that_is_too_long(page, item):
    response = page.post(text_url(item), {"text": "y" * 100_001, "version": 1, "is_complete": "no"})

    assert response.status_code == 422
    assert "y" * 100_001 in response.text


def test_somebody_elses_text_is_not_found(client, item, other_learner, at_noon):
    sign_in(client, other_learner)

    assert client.get(text_url(item)).status_code == 404
    assert client.post(text_url(item), {"text": "Mine", "version": 1, "is_complete": "no"}).status_code == 404
    assert client.post(text_url(item, "save_text"), {"text": "Mine", "version": 1}).status_code == 404


def test_a_sealed_text_is_shown_and_not_edited(page, portfolio, item, learner):
    submit(portfolio, declarations=Declaration.values, by=learner, now=NOON)

    assert page.get(text_url(item)).headers["Location"] == text_url(item, "show_item")
    response = page.post(text_url(item), {"text": "Later.", "version": 1, "is_complete": "no"})
    assert response.status_code == 403
    assert "cannot be changed" in response.text


def test_a_name_in_the_text_is_shown_before_going_on(page, item):
    text = "I rang Mrs Patricia Holloway on 07700 900123."
    response = page.post(text_url(item), {"text": text, "version": 1, "is_complete": "yes"})

    assert response.headers["Location"] == text_url(item, "check_identifiers")
    assert "07700 900123" in page.get(text_url(item, "check_identifiers")).text


def test_a_text_that_went_into_the_draft_again_can_be_edited(page, portfolio, item, learner):
    submit(portfolio, declarations=Declaration.values, by=learner, now=NOON)
    take_back(portfolio, by=learner, now=NOON)

    assert page.get(text_url(item)).status_code == 200


def test_markup_in_a_text_is_only_text(page, portfolio):
    item = make_text(portfolio, text="<script>alert(1)</script></textarea><b>Day 3</b>")

    for name in ("edit_text", "show_item"):
        assert "<script>alert" not in page.get(text_url(item, name)).text
        assert "<b>Day" not in page.get(text_url(item, name)).text
