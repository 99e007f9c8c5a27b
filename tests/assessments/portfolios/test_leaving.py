"""“Exit this page” on the page where she writes: what stands in the box is kept, also without JavaScript."""

import pytest
from django.test import Client

from assessments.portfolios.reading import text_of
from tests.assessments.portfolios.test_item_pages import item_url
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing(portfolio, learner):
    client = sign_in(Client(), learner)
    return client, portfolio.items.get(label="E1"), item_url(portfolio.items.get(label="E1"), "edit_text")


def press(client, address, text, version):
    return client.post(address, {"text": text, "version": version, "leave": "1"})


def check_is_gone(client, answer, settings):
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["Refresh"] == f"0; url={settings.CPD_EXIT_URL}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not client.session.get("_auth_user_id")


def test_the_button_belongs_to_the_form_and_is_a_link_elsewhere(writing):
    client, item, address = writing

    assert '<button class="exit-link" form="writing" name="leave"' in client.get(address).text
    assert '<form id="writing"' in client.get(address).text
    assert '<a class="exit-link" href="/exit"' in client.get(item_url(item, "show_item")).text


def test_what_was_typed_is_saved_and_she_is_signed_out(writing, settings):
    client, item, address = writing

    answer = press(client, address, "Not finis", item.version)

    check_is_gone(client, answer, settings)
    item.refresh_from_db()
    assert (text_of(item), item.is_complete) == ("Not finis", True)


def test_from_an_older_page_it_is_set_aside_and_she_is_signed_out(writing, settings):
    client, item, address = writing

    answer = press(client, address, "From another tab", item.version - 1)

    check_is_gone(client, answer, settings)
    assert item.revisions.filter(is_set_aside=True).count() == 1


@pytest.mark.parametrize(("text", "version"), [("x" * 200_000, "1"), ("x", "no number"), ("", "")])
def test_what_cannot_be_saved_does_not_hold_her(writing, settings, text, version):
    client, item, address = writing
    before = text_of(item)

    check_is_gone(client, press(client, address, text, version), settings)

    item.refresh_from_db()
    assert text_of(item) == before


def test_when_the_session_had_ended_she_sees_no_page_for_signing_in_and_gets_her_text_back(writing, settings, learner):
    client, item, address = writing
    client.logout()

    answer = press(client, address, "Typed after the end", item.version)

    assert answer.headers["Refresh"].endswith(settings.CPD_EXIT_URL)
    assert "Typed after the end" in sign_in(client, learner).get(address, follow=True).text
