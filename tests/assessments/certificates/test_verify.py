"""What a stranger learns at /v/, and what never."""

import pytest

from assessments.certificates.actions import correct_name
from assessments.certificates.codes import new_code, spaced
from tests.assessments.certificates.test_issuing import issued, run_job
from tests.clock import NOON
from tests.factories import revoke


def page(client, certificate, **data):
    address = f"/v/{certificate.code}"
    return client.post(address, data) if data else client.get(address)


def test_the_code_alone_shows_the_award_and_no_name(client, learner):
    answer = page(client, issued(learner)).content.decode()

    for words in ("Valid", "A short module", "FHEQ level 4", "5 CATS credits (2.5 ECTS)", "3 June 2026"):
        assert words in answer
    assert "Amira" not in answer
    assert "Lantern" not in answer


def test_the_right_family_name_is_confirmed_and_then_shown(client, learner):
    answer = page(client, issued(learner), family_name="LEARNER").content.decode()

    assert "Amira Learner" in answer


def test_a_wrong_name_is_not_confirmed_and_nothing_is_shown(client, learner):
    answer = page(client, issued(learner), family_name="Smith").content.decode()

    assert "cannot confirm" in answer
    assert "Amira" not in answer


def test_a_replaced_document_says_so_kindly_and_never_names_anybody(client, learner, coordinator):
    first = issued(learner)
    second = run_job(correct_name(first, name="Amira Newname", by=coordinator, now=NOON))

    for family_name in ("Learner", "Newname"):
        answer = page(client, first, family_name=family_name).content.decode()
        assert "says nothing against the holder" in answer
        assert "Amira" not in answer
        assert second.code not in answer


def test_a_revoked_award_is_told_at_once(client, learner, coordinator):
    certificate = issued(learner)
    revoke(certificate.award, by=coordinator)

    assert "no longer counts" in page(client, certificate).content.decode()


@pytest.mark.parametrize("code", ["nonsense", "0", "A" * 17, "%3Cscript%3E"])
def test_an_unknown_code_is_404_with_a_sentence(client, db, code):
    answer = client.get(f"/v/{code}")

    assert answer.status_code == 404
    assert "no certificate with this number" in answer.content.decode()


def test_a_certificate_that_is_not_made_yet_is_not_found(client, db):
    assert client.get(f"/v/{new_code()}").status_code == 404


def test_the_typed_number_leads_to_the_answer(client, learner):
    certificate = issued(learner)

    answer = client.get("/v/", {"code": spaced(certificate.code).lower()})

    assert answer["Location"] == f"/v/{certificate.code}"


def test_guesses_of_codes_are_limited(client, db):
    answers = [client.get(f"/v/{new_code()}").status_code for _ in range(22)]

    assert answers[0] == 404
    assert answers[-1] == 429


def test_guesses_of_names_are_limited_whoever_asks(client, learner):
    certificate = issued(learner)

    answers = [page(client, certificate, family_name=f"Guess{n}").status_code for n in range(11)]

    assert answers[:10] == [200] * 10
    assert answers[10] == 429


def test_a_learner_downloads_her_certificate_and_nobody_elses(client, learner, other_learner):
    certificate = issued(learner)
    address = f"/certificates/{certificate.pk}/download/"

    client.force_login(other_learner)
    assert client.get(address).status_code == 404

    client.force_login(learner)
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer)[:5] == b"%PDF-"
