"""A reflection in layers: its learner alone, her supervisor, those who assess, the university's auditors."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.confidentiality.actions import quarantine_item
from assessments.confidentiality.evidence import read_submission
from assessments.portfolios.actions import ask_manager, choose_layer, complete_item, start_text, submit, write_text
from assessments.portfolios.contents import load_contents
from assessments.portfolios.gaps import find_gaps
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.reading import open_evidence
from assessments.portfolios.states import Because, Declaration, Layer
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.architecture.world.intake import take_in
from tests.clock import NOON
from tests.factories import TEXT, make_ready_portfolio
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
WORDS = "I was angry with her and told nobody."
# For what it is opened, and the narrowest layer that is open to it.
READERS = {
    Because.ATTESTATION: Layer.SUPERVISOR,
    Because.INTAKE: Layer.ASSESSOR,
    Because.MARKING: Layer.ASSESSOR,
    Because.MODERATION: Layer.ASSESSOR,
    Because.STANDARDISATION: Layer.ASSESSOR,
    Because.BOARD: Layer.ASSESSOR,
    Because.EMERGENCY: Layer.ASSESSOR,
    Because.AUDIT: Layer.AUDITOR,
}


@pytest.fixture
def draft(learner):
    return make_ready_portfolio(learner)


@pytest.fixture
def reflection(draft, learner):
    """A second reflection, beside the one that the portfolio needs, in the layer in which every one begins."""
    task = draft.portfolio.enrolment.version.tasks.get(key="P2")
    item = start_text(draft, task=task, mode="reflective_account", by=learner, now=NOON)
    item = write_text(item, text=WORDS, version=0, by=learner, now=NOON)
    return complete_item(item, is_complete=True, by=learner, now=NOON)


def seal(draft):
    return take_in(submit(draft, declarations=Declaration.values, by=draft.portfolio.enrolment.learner, now=NOON))


def test_it_is_hers_alone_until_she_says_otherwise(reflection):
    assert reflection.layer == Layer.PRIVATE


@pytest.mark.parametrize("because", READERS)
@pytest.mark.parametrize("layer", Layer)
def test_who_reads_it_follows_the_layer(draft, reflection, learner, layer, because):
    item = choose_layer(reflection, layer=layer, by=learner, now=NOON)
    if because != Because.ATTESTATION:
        seal(draft)
    by = None if because == Because.ATTESTATION else make_person("Rae Reader", "assessor")
    order = list(Layer)

    if order.index(layer) >= order.index(READERS[because]):
        assert open_evidence(item, by=by, because=because, now=NOON).paragraphs == [WORDS]
    else:
        with pytest.raises(NotAllowed, match="has not opened it to you"):
            open_evidence(item, by=by, because=because, now=NOON)
        assert not Entry.objects.filter(name="evidence.opened", subject_id=str(item.pk), actor_id=by and by.pk).exists()


@pytest.mark.parametrize("layer", [Layer.PRIVATE, Layer.SUPERVISOR])
def test_what_she_keeps_is_no_part_of_what_is_submitted(draft, reflection, learner, layer):
    choose_layer(reflection, layer=layer, by=learner, now=NOON)
    sealed = seal(draft)

    pieces = read_submission(sealed, by=make_person("Rae Reader", "assessor"), because="marking", now=NOON)

    assert reflection.label not in [piece.label for piece in pieces]
    assert f'"{reflection.label}"' not in sealed.manifest
    reflection.refresh_from_db()
    assert open_evidence(reflection, by=learner, because="own", now=NOON).text == WORDS


def test_an_auditor_sees_that_there_is_one_and_no_word_of_it(draft, reflection, learner):
    choose_layer(reflection, layer=Layer.ASSESSOR, by=learner, now=NOON)
    sealed = seal(draft)
    auditor = make_person("Una Auditor", "auditor")

    pieces = {piece.label: piece for piece in read_submission(sealed, by=auditor, because="audit", now=NOON)}

    assert pieces[reflection.label].is_withheld
    assert pieces[reflection.label].paragraphs == []
    assert pieces["E1"].paragraphs[0].text == TEXT.split("\n")[0]


def test_a_task_whose_only_answer_is_kept_stops_the_submission(draft, learner):
    only = draft.items.get(mode="reflective_account")
    choose_layer(only, layer=Layer.PRIVATE, by=learner, now=NOON)

    hard = [gap for gap in find_gaps(load_contents(draft)) if gap.is_hard]

    assert "E2 is read by nobody who assesses it" in hard[0].text
    with pytest.raises(NotAllowed, match="cannot be submitted yet"):
        submit(draft, declarations=Declaration.values, by=learner, now=NOON)


def test_she_changes_it_until_she_submits_and_not_after(draft, reflection, learner):
    for layer in (Layer.AUDITOR, Layer.SUPERVISOR, Layer.PRIVATE, Layer.ASSESSOR):
        reflection = choose_layer(reflection, layer=layer, by=learner, now=NOON)
        assert reflection.layer == layer
    seal(draft)

    with pytest.raises(NotAllowed):
        choose_layer(reflection, layer=Layer.PRIVATE, by=learner, now=NOON)
    assert Entry.objects.filter(name="item.layer_chosen", subject_id=str(reflection.pk)).count() == 4


def test_nobody_else_chooses_and_other_evidence_has_no_layer(draft, reflection, learner, coordinator):
    with pytest.raises(NotAllowed, match="Only the learner"):
        choose_layer(reflection, layer=Layer.AUDITOR, by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="everybody who assesses"):
        choose_layer(draft.items.get(label="E1"), layer=Layer.PRIVATE, by=learner, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceItem.objects.filter(label="E1", submission=draft).update(layer="private")


@pytest.mark.parametrize(("layer", "is_shown"), [("private", False), ("supervisor", True)])
def test_the_supervisor_reads_it_by_her_link_while_it_is_open_to_her(
    client, draft, reflection, learner, layer, is_shown
):
    choose_layer(reflection, layer="supervisor", by=learner, now=NOON)
    enrolment = draft.portfolio.enrolment
    _, token = ask_manager(
        draft,
        item=reflection,
        name=enrolment.manager_name,
        email=enrolment.manager_email,
        by=learner,
        now=timezone.now(),
    )
    choose_layer(reflection, layer=layer, by=learner, now=NOON)

    page = client.get(reverse("portfolios:answer_manager", args=[token])).text

    assert (WORDS in page) is is_shown


def test_the_page_offers_the_four_and_says_what_follows(client, reflection, learner):
    sign_in(client, learner)
    page = reverse("portfolios:choose_layer", args=[reflection.pk])
    assert client.get(page).text.count('type="radio"') == 4
    assert "before a court" in client.get(page).text
    assert client.post(page, {"layer": "everybody"}).status_code == 422

    shown = client.post(page, {"layer": "assessor"}, follow=True).text

    assert "those who assess you" in shown
    assert reverse("portfolios:choose_layer", args=[reflection.pk]) in shown


def test_it_stays_in_its_layer_in_the_next_draft(draft, reflection, learner, assessor):
    choose_layer(reflection, layer=Layer.SUPERVISOR, by=learner, now=NOON)
    sealed = submit(draft, declarations=Declaration.values, by=learner, now=NOON)
    lead = make_person("Lena Lead", "safeguarding")
    sealed = take_in(sealed)
    quarantine_item(sealed.items.get(label="E1"), kind="name", by=lead, now=NOON, found_at="emergency")

    carried = EvidenceItem.objects.get(carried_from=reflection)

    assert carried.layer == Layer.SUPERVISOR
