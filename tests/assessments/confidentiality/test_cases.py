"""Incidents and safeguarding concerns: who deals with them, and how they end."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.confidentiality.actions import (
    ask_to_talk,
    close_concern,
    close_incident,
    decide_report,
    give_item_back,
    open_for_intake,
    purge_item,
    quarantine_item,
    raise_concern,
    take_concern,
)
from assessments.confidentiality.evidence import pointers_to, read_submission
from assessments.confidentiality.models import SafeguardingConcern
from assessments.confidentiality.queries import list_openings_of
from assessments.confidentiality.reminders import remind_of_clocks
from assessments.confidentiality.states import CaseState, Slip
from assessments.portfolios.models import Submission
from assessments.portfolios.reading import open_evidence
from assessments.portfolios.states import ItemState, SubmissionState
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.factories import make_allocation, make_marked, make_submitted
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


def test_an_incident_is_closed_with_its_outcome_once_the_report_is_decided(incident, safeguarding_lead):
    purge_item(incident, by=safeguarding_lead, now=NOON)
    with pytest.raises(NotAllowed, match="Decide first whether the regulator"):
        close_incident(incident, outcome="Learner told", by=safeguarding_lead, now=NOON)
    told = {"report": "told", "reason": "Risk to a child. Reference 1."}
    decide_report(incident, **told, by=safeguarding_lead, now=later(hours=80))

    incident = close_incident(incident, outcome="Learner told.", by=safeguarding_lead, now=NOON)

    assert (incident.state, incident.outcome) == (CaseState.CLOSED, "Learner told.")
    assert incident.report_by == later(hours=72)
    assert Entry.objects.get(name="incident.report_decided").detail == {"report": "told", "late": True}
    with pytest.raises(NotAllowed, match="decided already"):
        decide_report(incident, **told, by=safeguarding_lead, now=NOON)


def test_the_incident_names_who_opened_the_item_while_it_was_open(coordinator, assessor, safeguarding_lead):
    allocation = make_allocation(assessor)
    item = allocation.submission.items.order_by("label").first()
    for how in ("view", "download"):
        open_evidence(item, by=assessor, because="marking", now=NOON, how=how)

    incident = quarantine_item(item, kind=Slip.NAME, by=assessor, now=later(hours=1), found_at="marking")

    opened = list_openings_of(incident)
    assert [(row.who, row.because, row.times, row.downloads) for row in opened] == [(str(assessor), "Marking", 2, 1)]
    allocation.submission.refresh_from_db()
    assert allocation.submission.state == SubmissionState.QUARANTINED
    assert incident.found_at == "marking"


def test_the_notes_on_a_locked_item_are_closed_with_it(moderator):
    submission = make_marked().submission
    item = submission.items.order_by("label").first()
    item.claims.update(note="See what Zephyrine said")
    quarantine_item(item, kind=Slip.NAME, by=moderator, now=NOON, found_at="moderation")

    pieces = read_submission(submission, by=moderator, because="moderation", now=NOON)

    pointers = pointers_to(pieces, item.claims.first().criterion_id)
    assert [pointer.note for pointer in pointers if pointer.words.startswith(item.label)] == [""]


def test_a_breach_that_is_noticed_after_marking_closes_the_item_and_keeps_the_mark(moderator):
    mark = make_marked()
    item = mark.submission.items.order_by("label").first()

    quarantine_item(item, kind=Slip.NAME, by=moderator, now=NOON, found_at="moderation")

    mark.submission.refresh_from_db()
    assert (mark.submission.state, mark.submission.next_attempts.count()) == (SubmissionState.MARKED, 0)
    with pytest.raises(NotAllowed, match="locked away"):
        open_evidence(item, by=moderator, because="moderation", now=NOON)
    assert Notice.objects.filter(kind="item.quarantined").count() == 1


@pytest.mark.parametrize("found_at", ["own", "records", "attestation"])
def test_nobody_locks_away_without_a_place_where_they_read(found_at, assessor):
    with pytest.raises(NotAllowed, match="by somebody who reads it"):
        quarantine_item(make_submitted().items.first(), kind=Slip.NAME, by=assessor, now=NOON, found_at=found_at)


def test_an_item_that_identifies_nobody_is_given_back_by_another_lead(incident, safeguarding_lead, coordinator):
    draft = Submission.objects.get(previous=incident.item.submission)

    give_item_back(incident, outcome="A made-up name.", by=safeguarding_lead, now=NOON)

    incident.refresh_from_db()
    incident.item.refresh_from_db()
    assert (incident.state, incident.item.state) == (CaseState.CLOSED, ItemState.PRESENT)
    assert draft.items.present().filter(carried_from=incident.item).exists()
    with pytest.raises(NotAllowed, match="given back"):
        purge_item(incident, by=safeguarding_lead, now=NOON)


def test_a_destroyed_item_is_never_given_back(incident, safeguarding_lead):
    purge_item(incident, by=safeguarding_lead, now=NOON)

    with pytest.raises(NotAllowed, match="cannot be given back"):
        give_item_back(incident, outcome="A mistake", by=safeguarding_lead, now=NOON)


def test_whoever_locked_it_away_does_not_give_it_back(coordinator, safeguarding_lead):
    submission = make_submitted()
    open_for_intake(submission, reason="Intake check", by=safeguarding_lead, now=NOON)
    incident = quarantine_item(submission.items.first(), kind=Slip.NAME, by=safeguarding_lead, now=NOON)

    with pytest.raises(NotAllowed, match="another safeguarding lead"):
        give_item_back(incident, outcome="A mistake", by=safeguarding_lead, now=NOON)


def test_the_leads_are_told_before_the_72_hours_end_and_when_a_working_day_is_over(
    incident, assessor, safeguarding_lead
):
    concern = raise_concern(make_submitted(), note="A note.", by=assessor, now=NOON)
    assert remind_of_clocks(now=NOON) == 0

    remind_of_clocks(now=later(hours=49))
    remind_of_clocks(now=later(hours=50))

    # NOON is on a Wednesday: Thursday at 5.
    assert timezone.localtime(concern.due_at).strftime("%A %H") == "Thursday 17"
    kinds = Notice.objects.filter(kind__in=["concern.late", "incident.report_due"]).values_list("kind", flat=True)
    assert sorted(kinds) == ["concern.late", "incident.report_due"]


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
        close_concern(concern, outcome="nothing", action_taken="None", by=assessor, now=NOON)
    with pytest.raises(NotAllowed, match="Say what was done"):
        close_concern(concern, outcome="nothing", action_taken=" ", by=safeguarding_lead, now=NOON)
    concern = close_concern(
        concern, outcome="service_told", action_taken="Told the employer.", by=safeguarding_lead, now=NOON
    )

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
        close_concern(concern, outcome="nothing", action_taken="Nothing", by=safeguarding_lead, now=NOON)
    assert sign_in(client, other).get(page).status_code == 200


def test_a_concern_is_in_the_hands_of_one_lead(assessor, safeguarding_lead):
    concern = raise_concern(make_submitted(), note="A note.", by=assessor, now=NOON)
    with pytest.raises(NotAllowed, match="Only a safeguarding lead"):
        take_concern(concern, by=assessor, now=NOON)

    take_concern(take_concern(concern, by=safeguarding_lead, now=NOON), by=safeguarding_lead, now=NOON)

    concern.refresh_from_db()
    assert (concern.owner, Entry.objects.filter(name="concern.taken").count()) == (safeguarding_lead, 1)


def test_a_learner_asks_to_talk_and_nothing_of_it_is_kept(client, learner, safeguarding_lead):
    sign_in(client, learner).post(reverse("confidentiality:ask_to_talk"), {"note": "Ring me at work"})
    concern = SafeguardingConcern.objects.get()
    page = reverse("confidentiality:show_concern", args=[concern.pk])
    assert "Ring me at work" in sign_in(client, safeguarding_lead).get(page).text

    assert client.post(page, {"outcome": "support"}).status_code == 302

    concern.refresh_from_db()
    assert (concern.outcome, concern.note, concern.action_taken) == ("support", "", "")
    assert concern.submission_id is None


def test_a_lead_who_asks_to_talk_is_heard_by_another(safeguarding_lead):
    with pytest.raises(NotAllowed, match="Nobody is there to ask"):
        ask_to_talk(note="", by=safeguarding_lead, now=NOON)
    other = make_person("Other Lead", Role.SAFEGUARDING)

    concern = ask_to_talk(note="", by=safeguarding_lead, now=NOON)

    assert Notice.objects.get(kind="concern.raised").person == other
    with pytest.raises(NotAllowed, match="You asked for this yourself"):
        close_concern(concern, outcome="support", action_taken="", by=safeguarding_lead, now=NOON)
