"""“Exit this page” on a form: what stands in it is kept, sealed, and stands there again; nothing is sent."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from assessments.confidentiality.models import SafeguardingConcern
from assessments.records.keeping.actions import place_hold
from cpd.accounts.leaving.actions import LASTS, LONGEST, MOST, forget_old_forms, keep_form
from cpd.accounts.leaving.models import KeptForm
from cpd.files.texts import Destroyed, open_text
from tests.clock import NOON
from tests.people import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = {"note": "Somebody is in the roo", "how": "phone"}


@pytest.fixture
def address():
    return reverse("confidentiality:ask_to_talk")


def leave(client, address, typed=TYPED):
    return client.post(address, typed | {"leave": "1"})


def check_is_gone(client, answer, settings):
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Refresh"] == f"0; url={settings.CPD_EXIT_URL}"
    assert not client.session.get("_auth_user_id")


def test_it_is_kept_sealed_and_nothing_is_sent(client, learner, address, settings):
    check_is_gone(client, leave(sign_in(client, learner), address), settings)

    assert not SafeguardingConcern.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_text FROM accounts_keptform")
        assert b"Somebody" not in bytes(cursor.fetchone()[0])


def test_it_stands_in_the_form_again_until_it_is_sent(client, learner, safeguarding_lead, address):
    leave(sign_in(client, learner), address)
    kept = KeptForm.objects.get()
    shown = sign_in(client, learner).get(address).text
    assert ("Somebody is in the roo" in shown, "It has not been sent." in shown) == (True, True)

    client.post(address, {**TYPED, "note": "Somebody was in the room"})

    assert not KeptForm.objects.exists()
    with pytest.raises(Destroyed):
        open_text(kept.text_key, kept.sealed_text)
    assert "Somebody is in the roo" not in client.get(address).text


def test_what_a_legal_hold_keeps_stays_and_stands_in_no_form(
    client, learner, safeguarding_lead, administrator, coordinator, address
):
    leave(sign_in(client, learner), address)
    details = {"reason": "A claim", "owner": coordinator, "review_on": date(2027, 6, 1)}
    place_hold(subject=learner, **details, by=administrator, now=NOON)

    sign_in(client, learner).post(address, {**TYPED, "note": "Somebody was in the room"})

    kept = KeptForm.objects.get()
    assert "Somebody is in the roo" in open_text(kept.text_key, kept.sealed_text)
    assert "Somebody is in the roo" not in client.get(address).text


def test_nobody_else_gets_it(client, learner, other_learner, address):
    leave(sign_in(client, learner), address)

    assert "Somebody is in the" not in sign_in(client, other_learner).get(address).text


def test_a_session_that_had_ended_shows_no_page_for_signing_in(client, address, settings):
    check_is_gone(client, leave(client, address), settings)

    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("typed", [{"note": "x" * (LONGEST + 1)}, {"note": "  "}, {}])
def test_what_is_not_kept_does_not_hold_her(client, learner, address, settings, typed):
    check_is_gone(client, leave(sign_in(client, learner), address, typed), settings)

    assert not KeptForm.objects.exists()


def test_no_password_is_kept(client, learner, settings):
    leave(sign_in(client, learner), "/account/password/change/", {"oldpassword": "secret of mine", "x": "y"})

    assert "secret" not in open_text(KeptForm.objects.get().text_key, KeptForm.objects.get().sealed_text)


def test_it_goes_after_a_week_and_the_oldest_of_many_goes_at_once(learner):
    for number in range(MOST + 1):
        keep_form(f"/page/{number}/", {"a": ["b"]}, by=learner, now=NOON + timedelta(minutes=number))
    assert set(KeptForm.objects.values_list("place", flat=True)) == {
        f"/page/{number}/" for number in range(1, MOST + 1)
    }

    assert forget_old_forms(now=NOON + LASTS + timedelta(minutes=3)) == 3
    assert KeptForm.objects.count() == MOST - 3


def test_a_form_that_is_sent_as_it_was_kept_says_nothing_of_it(client, learner):
    """Preferences that she looked at and left: they stand there anyway."""
    address = reverse("accounts:show_preferences")
    sign_in(client, learner).post(
        address,
        {"safe_contact": "ring at four", "mail": "now", "contact_by": "product", "text_size": "1", "theme": "auto"},
    )
    leave(
        client,
        address,
        {"safe_contact": "ring at four", "mail": "now", "contact_by": "product", "text_size": "1", "theme": "auto"},
    )

    assert "It has not been sent." not in sign_in(client, learner).get(address).text
