"""Incidents and safeguarding concerns: who deals with them, and how they end."""

import pytest
from django.urls import reverse

from assessments.confidentiality.actions import (
    close_concern,
    close_incident,
    open_for_intake,
    purge_item,
    quarantine_item,
    raise_concern,
)
from assessments.confidentiality.states import CaseState, Slip
from assessments.portfolios.reading import open_evidence
from assessments.portfolios.states import ItemState
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_submitted
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(coordinator):
    submission = make_submitted()
    open_for_intake(submission, reason="Intake check", by=coordinator, now=NOON)
    return quarantine_item(submission.items.order_by("label").first(), kind=Slip.NAME, by=coordinator, now=NOON)


def test_purging_is_refused_to_the_coordinator(incident, coordinator):
    with pytest.raises(NotAllowed, match="Only a safeguarding lead"):
        purge_item(incident, by=coordinator, now=NOON)


def test_purging_leaves_a_receipt_and_nothing_to_read(incident, safeguarding_lead):
    incident = purge_item(incident, by=safeguarding_lead, now=NOON)

    item = incident.item
    item.refresh_from_db()
    assert (item.state, bytes(item.sealed_text), item.title) == (ItemState.PURGED, b"", "")
    assert (incident.purged_by, incident.purged_at) == (safeguarding_lead, NOON)
    assert len(incident.evidence_digest) == 64
    with pytest.raises(NotAllowed, match="destroyed"):
        open_evidence(item, by=safeguarding_lead, because="intake", now=NOON)


def test_purging_twice_is_refused(incident, safeguarding_lead):
    purge_item(incident, by=safeguarding_lead, now=NOON)

    with pytest.raises(NotAllowed, match="destroyed already"):
        purge_item(incident, by=safeguarding_lead, now=NOON)


def test_an_incident_is_not_closed_before_the_item_is_destroyed(incident, safeguarding_lead):
    with pytest.raises(NotAllowed, match="Destroy the item first"):
        close_incident(incident, outcome="Learner told", by=safeguarding_lead, now=NOON)


def test_an_incident_is_closed_with_its_outcome(incident, safeguarding_lead):
    purge_item(incident, by=safeguarding_lead, now=NOON)

    incident = close_incident(incident, outcome="Learner told.", by=safeguarding_lead, now=NOON)

    assert (incident.state, incident.outcome) == (CaseState.CLOSED, "Learner told.")


def test_a_concern_reaches_every_lead_and_its_words_stay_out_of_history(assessor, safeguarding_lead):
    concern = raise_concern(make_submitted(), note="A child may be at risk in P1.", by=assessor, now=NOON)

    entry = Entry.objects.get(name="concern.raised")
    assert (entry.subject_id, entry.detail, list(entry.sealed)) == (str(concern.pk), {}, ["note"])
    assert Notice.objects.get(person=safeguarding_lead).kind == "concern.raised"


@pytest.mark.parametrize(
    ("note", "sentence"), [("", "Write a short, factual note"), ("x" * 1001, "longer than 1000 characters")]
)
def test_a_concern_needs_a_note_of_a_fair_length(note, sentence, assessor):
    with pytest.raises(NotAllowed, match=sentence):
        raise_concern(make_submitted(), note=note, by=assessor, now=NOON)


def test_a_learner_does_not_raise_a_concern_about_a_portfolio(learner):
    with pytest.raises(NotAllowed, match="raised by the people who work on it"):
        raise_concern(make_submitted(learner), note="Note", by=learner, now=NOON)


def test_a_concern_is_closed_by_a_lead_who_says_what_was_done(assessor, safeguarding_lead):
    concern = raise_concern(make_submitted(), note="A note.", by=assessor, now=NOON)

    with pytest.raises(NotAllowed, match="Only a safeguarding lead"):
        close_concern(concern, action_taken="None", by=assessor, now=NOON)
    with pytest.raises(NotAllowed, match="Say what was done"):
        close_concern(concern, action_taken=" ", by=safeguarding_lead, now=NOON)
    concern = close_concern(concern, action_taken="Told the employer.", by=safeguarding_lead, now=NOON)

    assert concern.state == CaseState.CLOSED


def test_a_lead_who_learns_here_hears_nothing_of_a_concern_about_herself(client, safeguarding_lead, coordinator):
    submission = make_submitted(learner=safeguarding_lead)
    with pytest.raises(NotAllowed, match="Speak to an administrator"):
        raise_concern(submission, note="She may be at risk.", by=coordinator, now=NOON)
    other = make_person("Other Lead", Role.SAFEGUARDING)

    concern = raise_concern(submission, note="She may be at risk.", by=coordinator, now=NOON)

    assert set(Notice.objects.filter(kind="concern.raised").values_list("person", flat=True)) == {other.pk}
    page = reverse("confidentiality:show_concern", args=[concern.pk])
    assert sign_in(client, safeguarding_lead).get(page).status_code == 404
    assert submission.reference not in client.get(reverse("confidentiality:list_concerns")).text
    with pytest.raises(NotAllowed, match="your own portfolio"):
        close_concern(concern, action_taken="Nothing", by=safeguarding_lead, now=NOON)
    assert sign_in(client, other).get(page).status_code == 200
