"""A new name makes a new document; after some reasons nothing of the old one is left but its digest."""

from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail

from assessments.certificates.actions import correct_name
from assessments.certificates.models import Certificate
from assessments.certificates.states import DESTROYING, CertificateState, Evidence, Reissue
from cpd.files.models import StoredFile
from cpd.files.store import Destroyed, open_bytes
from cpd.history.models import Entry
from tests.assessments.certificates.test_issuing import issued, run_job
from tests.clock import NOON

OLD, NEW = "Alexander Formername", "Alexandra Newname"


@pytest.fixture
def places(tmp_path, settings):
    settings.CPD_FILES, settings.CPD_VAULT = tmp_path / "files", tmp_path / "vault"
    return [settings.CPD_FILES, settings.CPD_VAULT]


@pytest.fixture
def first(learner, places) -> Certificate:
    learner.given_names, learner.family_name = NEW.split()
    learner.certificate_name = OLD
    learner.save()
    return issued(learner)


def reissue(first, by, because) -> Certificate:
    second = correct_name(
        first,
        name=NEW,
        because=because,
        evidence=Evidence.STATEMENT,
        evidence_on=date(2026, 7, 1),
        by=by,
        now=NOON,
    )
    return run_job(second)


def everything_kept(places) -> bytes:
    """Every value of every row, every open file, every file on the disk with its name, and all mail."""
    rows = [
        str(value)
        for model in apps.get_models()
        if model._meta.managed
        for row in model._base_manager.values_list()
        for value in row
    ]
    files = [open_bytes(stored) for stored in StoredFile.objects.filter(destroyed_at=None, purpose="certificate")]
    paths = [path for place in places for path in Path(place).rglob("*") if path.is_file()]
    letters = [f"{message.subject} {message.body} {message.to}" for message in mail.outbox]
    parts = [*rows, *letters, *map(str, paths)]
    return "\n".join(parts).encode() + b"".join(files) + b"".join(path.read_bytes() for path in paths)


@pytest.mark.parametrize("because", DESTROYING)
def test_after_a_reissue_for_safety_no_trace_of_the_old_name_is_left(
    first, coordinator, places, because, caplog, django_capture_on_commit_callbacks
):
    digest, stored = first.pdf_sha256, first.pdf

    with django_capture_on_commit_callbacks(execute=True):
        second = reissue(first, coordinator, because)

    first.refresh_from_db()
    stored.refresh_from_db()
    assert second.name == NEW
    assert (first.state, first.name, first.facts, first.pdf_sha256) == (CertificateState.SUPERSEDED, "", {}, digest)
    with pytest.raises(Destroyed):
        open_bytes(stored)
    kept = everything_kept(places)
    assert b"Formername" not in kept
    assert "Formername" not in caplog.text
    assert NEW.encode() in open_bytes(second.pdf) or second.pdf_sha256


@pytest.mark.parametrize("because", [Reissue.OUR_ERROR, Reissue.NAME_CHANGE])
def test_otherwise_the_old_bytes_stay(first, coordinator, because):
    reissue(first, coordinator, because)

    first.refresh_from_db()
    assert first.name == OLD
    assert open_bytes(first.pdf)[:5] == b"%PDF-"


def test_every_earlier_document_goes_too(first, coordinator, django_capture_on_commit_callbacks):
    second = reissue(first, coordinator, Reissue.OUR_ERROR)

    with django_capture_on_commit_callbacks(execute=True):
        reissue(second, coordinator, Reissue.SAFETY)

    assert all(row.destroyed_at for row in Certificate.objects.filter(state=CertificateState.SUPERSEDED))


def test_the_record_says_neither_why_nor_who_when_it_was_for_safety(first, coordinator):
    reissue(first, coordinator, Reissue.GENDER)

    entry = Entry.objects.get(name="certificate.superseded")
    assert (entry.detail["because"], entry.detail["evidence"]) == ("on_request", "statement")


def test_the_next_award_is_in_the_new_name(first, coordinator, learner):
    reissue(first, coordinator, Reissue.NAME_CHANGE)

    learner.refresh_from_db()
    assert learner.certificate_name == NEW


def test_the_replaced_number_tells_nothing_of_the_new_one(first, coordinator, client):
    second = reissue(first, coordinator, Reissue.SAFETY)

    for answer in (client.get(f"/v/{first.code}"), client.post(f"/v/{first.code}", {"family_name": "Somebody"})):
        page = answer.content.decode()
        assert "This document was replaced. That says nothing against the holder" in page
        assert "help@example.org" in page
        assert not any(word in page for word in (second.code, "Newname", "Formername", "A short module"))
