"""A session that ends while a learner types: her text comes back to her, and to nobody else."""

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from assessments.portfolios.actions import write_text
from assessments.portfolios.models import TextRevision
from assessments.portfolios.reading import read_own_text
from tests.clock import NOON, later
from tests.people import sign_in

pytestmark = pytest.mark.django_db
TYPED = {"text": "Typed for half an hour about day 12.", "version": 1, "is_complete": "no"}


@pytest.fixture
def item(portfolio):
    return portfolio.items.get(label="E1")


@pytest.fixture
def where(item):
    return reverse("portfolios:edit_text", args=[item.pk])


def test_a_signed_out_save_leads_back_to_the_field(client, where):
    response = client.post(where, TYPED)

    assert response.headers["Location"] == f"{reverse('account_login')}?next={where}%23id_text"


def test_the_text_is_saved_when_its_learner_is_back(client, where, item, learner, at_noon):
    client.post(where, TYPED)
    sign_in(client, learner)

    answer = client.get(where, follow=True)

    item.refresh_from_db()
    assert read_own_text(item, by=learner) == TYPED["text"]
    assert "What you had typed is saved." in answer.text


def test_it_is_kept_beside_a_newer_text(client, where, item, learner, at_noon):
    client.post(where, TYPED)
    write_text(item, text="Saved on the phone meanwhile.", version=1, by=learner, now=NOON)
    sign_in(client, learner)

    answer = client.get(where, follow=True)

    item.refresh_from_db()
    assert read_own_text(item, by=learner) == "Saved on the phone meanwhile."
    assert TYPED["text"] in answer.text
    assert TextRevision.objects.filter(is_set_aside=True).count() == 1


def test_somebody_else_on_that_browser_gets_nothing(client, where, item, learner, other_learner, at_noon):
    client.post(where, TYPED)
    sign_in(client, other_learner)

    assert client.get(where).status_code == 404
    item.refresh_from_db()
    assert item.version == 1


def test_it_comes_back_to_its_own_item_only(client, portfolio, where, learner, at_noon):
    client.post(where, TYPED)
    sign_in(client, learner)
    other = portfolio.items.get(label="E2")

    assert TYPED["text"] not in client.get(reverse("portfolios:edit_text", args=[other.pk])).text
    assert "What you had typed is saved." in client.get(where, follow=True).text


def test_it_is_gone_after_half_an_hour(client, where, item, learner):
    with time_machine.travel(NOON, tick=False):
        client.post(where, TYPED)
    with time_machine.travel(later(minutes=31), tick=False):
        sign_in(client, learner)
        client.get(where)

    item.refresh_from_db()
    assert item.version == 1


def test_the_server_alone_cannot_read_what_is_kept(client, where, at_noon):
    client.post(where, TYPED)

    place = client.cookies["kept-text"].value.split(":")[0]
    assert b"day 12" not in cache.get(f"kept-text:{place}")


def test_nothing_is_kept_for_an_item_that_is_not_there(client, item, where):
    gone = where.replace(str(item.pk), "00000000-0000-0000-0000-000000000007")

    client.post(gone, TYPED)

    assert "kept-text" not in client.cookies


def test_a_signed_out_autosave_is_told_so(client, item):
    response = client.post(reverse("portfolios:save_text", args=[item.pk]), {"text": "Typed.", "version": 1})

    assert response.status_code == 401
    assert "kept on this page" in response.json()["error"]
