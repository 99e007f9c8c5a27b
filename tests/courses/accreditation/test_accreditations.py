"""Agreements with universities: what they say, who records them, and when they lapse."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.accreditation.actions import cover_version
from courses.accreditation.models import Accreditation
from courses.accreditation.queries.register import get_standing
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_accreditation, make_version
from tests.people import employer, sign_in, university


@pytest.mark.parametrize(
    ("today", "words", "sentence"),
    [
        (date(2025, 12, 31), "Not in force yet", "Learners can enrol under it from 1 January 2026."),
        (
            date(2026, 6, 3),
            "In force",
            "Learners can enrol until 31 December 2027 and be awarded until 31 December 2028.",
        ),
        (date(2027, 12, 1), "Lapses in 30 days", "Agree its renewal with the university now."),
        (date(2027, 12, 31), "Lapses today", "It lapses on 31 December 2027."),
        (date(2028, 1, 1), "Teach-out", "nobody can enrol"),
        (date(2029, 1, 1), "Ended", "Nothing has been awarded under it since 31 December 2028."),
    ],
)
def test_an_agreement_says_plainly_where_it_stands(db, today, words, sentence):
    standing = get_standing(make_accreditation(), today)

    assert standing.words == words
    assert sentence in standing.sentence


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends_on": date(2025, 1, 1)}, "dates run backwards"),
        ({"teach_out_until": date(2027, 1, 1)}, "dates run backwards"),
        ({"reference": "um-1"}, "There is an agreement with the reference um-1"),
    ],
)
def test_a_wrong_agreement_is_refused(db, fields, sentence):
    make_accreditation()

    with pytest.raises(NotAllowed, match=sentence):
        make_accreditation(**fields)


def test_an_agreement_is_with_a_university(db):
    with pytest.raises(NotAllowed, match="agreement with a university"):
        make_accreditation(university=employer())


def test_covering_a_version_twice_leaves_one_entry(administrator):
    accreditation = make_accreditation()
    version = accreditation.versions.get().version

    cover_version(accreditation, version, by=administrator, now=NOON)

    assert Entry.objects.filter(name="accreditation.version_covered").count() == 1


def typed(**fields: str) -> dict[str, str]:
    agreement = {
        "university": university().pk,
        "reference": "UM-2026/7",
        "model": "external_accreditation",
        "starts_on": "2026-09-01",
        "ends_on": "2029-08-31",
        "teach_out_until": "2030-08-31",
        "wording": "Recognised by the University of Merebridge.",
        "board_kind": "provider",
        "record_owner": "provider",
        "name_1": "Rhian Vale",
        "office_1": "Head of Learning",
        "name_2": "Owen Marsh",
        "office_2": "Pro Vice-Chancellor",
    }
    return agreement | fields


def test_an_administrator_records_an_agreement_and_covers_a_version(client, administrator):
    version = make_version()
    sign_in(client, administrator)

    client.post(reverse("accreditation:create_accreditation"), typed())
    accreditation = Accreditation.objects.get()
    client.post(
        reverse("accreditation:cover_version", args=[accreditation.pk]),
        {"version": version.pk, "level": version.level, "credit": version.credit},
    )

    signatories = accreditation.signatories.order_by("position").values_list("name", "office")
    assert list(signatories) == [("Rhian Vale", "Head of Learning"), ("Owen Marsh", "Pro Vice-Chancellor")]
    assert accreditation.versions.get().version == version


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends_on": "2026-08-31"}, "before the agreement starts"),
        ({"teach_out_until": "2029-08-30"}, "teach-out ends before"),
        ({"office_2": ""}, "Signatory 2 needs both"),
        ({"reference": "<b>"}, "Use letters, digits"),
    ],
)
def test_a_slip_is_answered_at_its_field(client, administrator, fields, sentence):
    sign_in(client, administrator)

    response = client.post(reverse("accreditation:create_accreditation"), typed(**fields))

    assert response.status_code == 422
    assert sentence in response.text
    assert not Accreditation.objects.exists()


def test_a_coordinator_reads_and_does_not_write(client, coordinator):
    accreditation = make_accreditation()
    sign_in(client, coordinator)

    listed = client.get(reverse("accreditation:list_accreditations"))
    shown = client.get(reverse("accreditation:show_accreditation", args=[accreditation.pk]))

    assert (listed.status_code, shown.status_code) == (200, 200)
    assert "Record an agreement" not in listed.text
    assert client.get(reverse("accreditation:create_accreditation")).status_code == 403
    assert client.get(reverse("accreditation:cover_version", args=[accreditation.pk])).status_code == 403


@pytest.mark.parametrize("role", ["learner", "assessor", "auditor", "tutor"])
def test_nobody_else_reads_agreements_here(client, request, role):
    sign_in(client, request.getfixturevalue(role))

    assert client.get(reverse("accreditation:list_accreditations")).status_code == 403


def test_the_list_warns_of_what_lapses_soon(client, administrator, time_machine):
    make_accreditation()
    time_machine.move_to("2027-12-01T12:00:00+00:00", tick=False)
    sign_in(client, administrator)

    assert "It lapses on 31 December 2027." in client.get(reverse("accreditation:list_accreditations")).text


def test_the_list_needs_as_many_queries_for_thirty_rows_as_for_one(client, administrator, django_assert_num_queries):
    version = make_version()
    make_accreditation(version)
    sign_in(client, administrator)
    url = reverse("accreditation:list_accreditations")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(29):
        make_accreditation(version)

    with django_assert_num_queries(len(one)):
        client.get(url)
