"""The register: conditions that stop enrolments, re-approvals, early ends, logos, and what it said on any day."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from courses.accreditation.actions import (
    close_condition,
    cover_version,
    create_accreditation,
    end_accreditation,
    renew_accreditation,
    set_condition,
)
from courses.accreditation.logos import LogoError, redraw
from courses.accreditation.models import Accreditation
from courses.accreditation.queries.register import get_agreement, get_standing
from courses.delivery.actions import accept_offer, create_cohort, offer_place
from courses.delivery.calendar import five_pm
from cpd.files.store import open_bytes
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY, later
from tests.factories import make_accreditation, make_cohort, make_version, set_rules, somebody
from tests.people import sign_in, university


def ask(accreditation, by, *, kind="condition", due_on=TODAY, at=NOON):
    return set_condition(accreditation, kind=kind, text="Appoint a second moderator.", due_on=due_on, by=by, now=at)


def close(condition, by, *, at=NOON, **said):
    words = {"state": "met", "evidence": "Minutes of 2 June.", "agreed_by": "Professor Ek"} | said
    return close_condition(condition, **words, by=by, now=at)


def renew(accreditation, by, *, starts_on=date(2027, 6, 1), **terms):
    return renew_accreditation(
        accreditation,
        model=accreditation.model,
        starts_on=starts_on,
        ends_on=date(2030, 5, 31),
        teach_out_until=date(2031, 5, 31),
        wording="Recognised again.",
        signatories=[("Rhian Vale", "Head of Learning")],
        by=by,
        now=NOON,
        **terms,
    )


def picture(kind="PNG", size=(40, 20)):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def offered(learner, cohort):
    return offer_place(
        cohort,
        email=learner.email,
        given_names=learner.given_names,
        family_name=learner.family_name,
        certificate_name=learner.certificate_name,
        employer=learner.employer,
        by=somebody("coordinator"),
        now=NOON,
    )


def test_an_overdue_condition_stops_new_enrolments_until_it_is_closed(learner, administrator):
    enrolment = offered(learner, make_cohort())
    condition = ask(enrolment.accreditation, administrator, due_on=TODAY - timedelta(days=1))

    with pytest.raises(NotAllowed, match="overdue, so nobody can enrol just now"):
        accept_offer(enrolment, code=enrolment.code, by=learner, now=NOON)
    close(condition, administrator)

    assert accept_offer(enrolment, code=enrolment.code, by=learner, now=NOON).state == "active"


@pytest.mark.parametrize(
    "asked",
    [{"due_on": TODAY}, {"kind": "recommendation", "due_on": TODAY - timedelta(days=90)}],
    ids=["today", "advice"],
)
def test_what_is_not_an_overdue_condition_stops_nobody(learner, administrator, asked):
    enrolment = offered(learner, make_cohort())
    ask(enrolment.accreditation, administrator, **asked)

    assert accept_offer(enrolment, code=enrolment.code, by=learner, now=NOON).state == "active"


def test_the_register_warns_of_an_overdue_condition(administrator):
    accreditation = make_accreditation()
    ask(accreditation, administrator, due_on=TODAY - timedelta(days=1))

    assert get_standing(accreditation, TODAY).words == "Condition overdue"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"evidence": " "}, "Say what shows"), ({"agreed_by": ""}, "Say who at the university")],
)
def test_a_condition_is_closed_with_evidence_by_the_university(administrator, said, sentence):
    condition = ask(make_accreditation(), administrator)

    with pytest.raises(NotAllowed, match=sentence):
        close(condition, administrator, **said)


def test_a_condition_is_closed_once(administrator):
    condition = close(ask(make_accreditation(), administrator), administrator)

    with pytest.raises(NotAllowed, match="closed already: it is “met”"):
        close(condition, administrator, state="waived")


def test_the_database_keeps_a_closed_condition_with_its_evidence(administrator):
    condition = close(ask(make_accreditation(), administrator), administrator)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(condition).objects.filter(pk=condition.pk).update(evidence="")


def test_a_condition_has_a_day(administrator):
    with pytest.raises(NotAllowed, match="has a day"):
        ask(make_accreditation(), administrator, due_on=None)


def test_a_renewal_is_a_new_edition_and_cohorts_keep_theirs(administrator):
    cohort = make_cohort()
    set_rules(cohort, attempts=3)
    ask(cohort.accreditation, administrator, due_on=date(2027, 1, 1))

    renewed = renew(cohort.accreditation, administrator)

    cohort.refresh_from_db()
    assert (cohort.accreditation.edition, renewed.edition, renewed.reference) == (1, 2, cohort.accreditation.reference)
    assert renewed.versions.get().version == cohort.version
    assert [condition.text for condition in renewed.conditions.all()] == ["Appoint a second moderator."]
    assert renewed.rules.attempts == 3
    assert list(renewed.signatories.values_list("name", flat=True)) == ["Rhian Vale"]


def test_an_edition_is_renewed_once(administrator):
    accreditation = make_accreditation()
    renew(accreditation, administrator)

    with pytest.raises(NotAllowed, match="renewed already"):
        renew(accreditation, administrator)


def test_a_renewal_starts_after_what_it_replaces(administrator):
    accreditation = make_accreditation()

    with pytest.raises(NotAllowed, match="starts after"):
        renew(accreditation, administrator, starts_on=accreditation.starts_on)


def test_an_agreement_that_ended_early_takes_nobody_and_teaches_out(learner, administrator):
    cohort = make_cohort()
    enrolment = offered(learner, cohort)

    ended = end_accreditation(
        cohort.accreditation, ended_on=date(2026, 6, 2), reason="Letter of 1 June", by=administrator, now=NOON
    )

    with pytest.raises(NotAllowed, match="not in force today"):
        accept_offer(enrolment, code=enrolment.code, by=learner, now=NOON)
    assert ended.was_live_for(date(2026, 6, 1), date(2028, 1, 1))
    assert not ended.was_live_for(date(2026, 6, 3), date(2026, 8, 1))
    assert list(Accreditation.objects.live(date(2026, 6, 3))) == []
    with pytest.raises(NotAllowed, match="not in force on the day the cohort starts"):
        create_cohort(
            version=cohort.version,
            accreditation=ended,
            code="LATER",
            starts_on=date(2026, 9, 1),
            due_at=five_pm(date(2026, 12, 1)),
            by=somebody("coordinator"),
            now=NOON,
        )


@pytest.mark.parametrize(
    ("ended_on", "reason", "sentence"),
    [
        (date(2027, 12, 31), "Letter", "before the end that was agreed"),
        (date(2025, 12, 31), "Letter", "within the agreement"),
        (date(2026, 6, 2), " ", "Say why"),
    ],
)
def test_a_wrong_end_is_refused(administrator, ended_on, reason, sentence):
    accreditation = make_accreditation()

    with pytest.raises(NotAllowed, match=sentence):
        end_accreditation(accreditation, ended_on=ended_on, reason=reason, by=administrator, now=NOON)


@pytest.mark.parametrize(
    ("agreed", "sentence"),
    [({"level": "6"}, "The agreement says level 6"), ({"credit": Decimal(20)}, "says 20 credits")],
)
def test_what_was_agreed_and_what_the_module_says_are_the_same(administrator, agreed, sentence):
    version = make_version()
    accreditation = create_accreditation(
        university=university(),
        reference="UM-9",
        model="external_accreditation",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        teach_out_until=date(2027, 1, 1),
        wording="Recognised.",
        by=administrator,
        now=NOON,
    )

    with pytest.raises(NotAllowed, match=sentence):
        cover_version(accreditation, version, **agreed, by=administrator, now=NOON)


def test_the_register_says_what_it_said_on_a_day(administrator):
    cohort = make_cohort()
    accreditation = cohort.accreditation
    condition = ask(accreditation, administrator, due_on=date(2026, 8, 1))
    close(condition, administrator, at=later(days=10))
    end_accreditation(accreditation, ended_on=date(2026, 12, 1), reason="Letter", by=administrator, now=later(days=20))

    def as_at(days):
        return get_agreement(Accreditation.objects.get(pk=accreditation.pk), TODAY + timedelta(days=days))

    before, between, after = as_at(-1), as_at(5), as_at(30)

    assert (before.versions, before.conditions) == ([], [])
    assert [one.state for one in between.conditions] == ["open"]
    assert between.accreditation.last_day == date(2027, 12, 31)
    assert [one.state for one in after.conditions] == ["met"]
    assert after.accreditation.last_day == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"model": "credit_bearing_university"}, "Needed, because the university awards the credit."),
        ({}, "Not needed under these rules."),
        ({"rules": {"examiner_from_level": 1}}, "Needed, because a module is at level 4."),
        ({"rules": {"examiner_from_credits": 4}}, "Needed, because a module has more than 4 credits."),
    ],
)
def test_ee_1_says_whether_an_external_examiner_is_needed(db, fields, said):
    assert get_agreement(make_accreditation(**fields), TODAY).examiner == said


def test_a_logo_is_drawn_anew_and_downloaded(client, administrator):
    accreditation = make_accreditation(may_use_logo=True, logo=redraw(picture("JPEG")))
    sign_in(client, administrator)

    response = client.get(reverse("accreditation:download_logo", args=[accreditation.pk]))

    assert response["Content-Disposition"].startswith("attachment")
    assert Image.open(io.BytesIO(open_bytes(accreditation.logo))).size == (40, 20)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg onload=alert(1)>", "not a PNG or JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "not a PNG or JPEG"),
        (picture()[:60], "not a PNG or JPEG"),
        (b"x" * 2_000_001, "larger than 2 MB"),
    ],
    ids=["svg", "broken", "cut", "large"],
)
def test_what_is_no_logo_is_refused(data, sentence):
    with pytest.raises(LogoError, match=sentence):
        redraw(data)


def test_a_logo_without_permission_is_answered_at_its_field(client, administrator):
    sign_in(client, administrator)
    accreditation = make_accreditation()
    url = reverse("accreditation:renew_accreditation", args=[accreditation.pk])

    response = client.post(url, {"logo": SimpleUploadedFile("logo.png", picture())})

    assert response.status_code == 422
    assert "may_use_logo" in response.context["form"].errors
    assert Accreditation.objects.count() == 1


def test_an_administrator_walks_through_the_register(client, administrator):
    accreditation = make_accreditation()
    sign_in(client, administrator)
    at = {"args": [accreditation.pk]}

    client.post(
        reverse("accreditation:set_condition", **at),
        {"kind": "condition", "text": "Appoint a moderator.", "due_on": "2026-12-01"},
    )
    condition = accreditation.conditions.get()
    client.post(
        reverse("accreditation:close_condition", args=[condition.pk]),
        {"state": "met", "evidence": "Minutes", "agreed_by": "Professor Ek"},
    )
    form = client.get(reverse("accreditation:renew_accreditation", **at)).context["form"]
    typed = {name: value for name, value in form.initial.items() if value not in (None, False)}
    client.post(
        reverse("accreditation:renew_accreditation", **at),
        typed | {"starts_on": "2027-06-01", "ends_on": "2030-05-31", "teach_out_until": "2031-05-31"},
    )
    client.post(reverse("accreditation:end_accreditation", **at), {"ended_on": "2027-05-31", "reason": "Renewed"})

    page = client.get(reverse("accreditation:show_accreditation", **at)).text
    assert "Appoint a moderator." in page
    assert "Professor Ek" in page
    assert "Edition 2" in page
    assert "nobody enrols after 31 May 2027" in page


def test_garbage_for_a_day_is_today(client, coordinator):
    make_accreditation()
    sign_in(client, coordinator)

    assert client.get(reverse("accreditation:list_accreditations") + "?on=31-31-31").status_code == 200
