"""What a learner keeps for a reason goes to a safeguarding lead, who sees those passages only; the rest goes on by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.confidentiality.accepting import accept_all_clean
from assessments.confidentiality.actions import open_for_intake, review_passages
from assessments.confidentiality.models import IntakeDecision, PassageReview
from assessments.confidentiality.passages import list_waiting_passages
from assessments.confidentiality.states import PassageVerdict
from assessments.portfolios import actions as portfolios
from assessments.portfolios.identifiers import sign_of
from assessments.portfolios.states import Declaration, SubmissionState
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.screening.samples import make_png
from tests.clock import NOON
from tests.factories import make_ready_portfolio, make_submitted, make_text
from tests.people import employer, make_person, sign_in

LATER = NOON + timedelta(minutes=31)
STAYS, CHANGES = PassageVerdict.STAYS, PassageVerdict.CHANGES


@pytest.fixture
def kept(learner):
    """A submission in which a name stays for a reason, beside a secret that no lead should read."""
    draft = make_ready_portfolio(learner)
    make_text(draft, text="A secret of the first paragraph.\n\nI read the model of Agnieszka in week 2.")
    return keep_and_submit(draft)


def keep_and_submit(draft):
    by = draft.portfolio.enrolment.learner
    sign = sign_of(draft.portfolio, "Agnieszka")
    portfolios.keep_word(draft, sign=sign, reason="public", by=by, now=NOON)
    return portfolios.submit(draft, declarations=Declaration.values, by=by, now=NOON)


def say(submission, verdict, by):
    verdicts = {str(row.pk): verdict for row in list_waiting_passages(submission)}
    return review_passages(submission, verdicts=verdicts, by=by, now=LATER)


def state_of(submission):
    submission.refresh_from_db()
    return submission.state


def test_a_clean_submission_is_accepted_by_itself_after_half_an_hour(learner):
    submission = make_submitted(learner)

    assert accept_all_clean(now=NOON + timedelta(minutes=29)) == 0
    assert state_of(submission) == SubmissionState.SUBMITTED

    assert accept_all_clean(now=LATER) == 1
    assert state_of(submission) == SubmissionState.ACCEPTED
    assert IntakeDecision.objects.get().decided_by is None
    assert Entry.objects.get(name="intake.accepted").actor_id == ""
    assert accept_all_clean(now=LATER) == 0


def test_one_with_a_picture_waits_for_a_person(learner):
    draft = make_ready_portfolio(learner)
    task = draft.portfolio.enrolment.version.tasks.get(key="P1")
    upload = SimpleUploadedFile("map.png", make_png())
    portfolios.add_file(draft, task=task, mode="anonymised_rewrite", title="Map", upload=upload, by=learner, now=NOON)
    submission = portfolios.submit(draft, declarations=Declaration.values, by=learner, now=NOON)

    assert accept_all_clean(now=LATER) == 0
    assert state_of(submission) == SubmissionState.SUBMITTED


def test_one_that_somebody_opened_at_intake_is_hers_to_decide(learner, coordinator):
    open_for_intake(make_submitted(learner), reason="A look", by=coordinator, now=NOON)

    assert accept_all_clean(now=LATER) == 0


def test_one_with_kept_words_waits_for_a_lead_who_reads_the_passage_only(client, kept, safeguarding_lead):
    assert accept_all_clean(now=LATER) == 0

    with time_machine.travel(LATER, tick=False):
        page = sign_in(client, safeguarding_lead)
        listed = page.get(reverse("confidentiality:list_passages")).text
        shown = page.get(reverse("confidentiality:review_passages", args=[kept.pk])).text

    assert kept.reference in listed
    assert "I read the model of <mark>Agnieszka</mark> in week 2." in shown
    assert "secret" not in shown
    assert "Learner" not in shown.replace("learner", "")
    opened = Entry.objects.filter(name="evidence.opened", actor_id=str(safeguarding_lead.pk))
    assert {entry.detail["because"] for entry in opened} == {"intake"}


def test_when_every_passage_may_stay_it_is_accepted(kept, safeguarding_lead):
    say(kept, STAYS, safeguarding_lead)

    assert state_of(kept) == SubmissionState.ACCEPTED
    assert IntakeDecision.objects.get().decided_by == safeguarding_lead
    assert PassageReview.objects.get().verdict == STAYS


def test_a_passage_that_has_to_change_sends_it_back_with_the_place(kept, safeguarding_lead):
    say(kept, CHANGES, safeguarding_lead)

    place = IntakeDecision.objects.get().places.get()
    assert state_of(kept) == SubmissionState.RETURNED
    assert (place.item.label, place.place, place.kind) == ("E3", "para 2", "name")


def test_what_may_stay_is_not_asked_again_and_what_changed_is(kept, learner, safeguarding_lead):
    say(kept, CHANGES, safeguarding_lead)
    kept.refresh_from_db()
    item = kept.items.get(label="E3")
    portfolios.write_text(item, text="I read Agnieszka again.", version=item.version, by=learner, now=LATER)
    portfolios.submit(kept, declarations=Declaration.values, by=learner, now=LATER)
    assert list_waiting_passages(kept).count() == 1

    say(kept, STAYS, safeguarding_lead)

    assert not list_waiting_passages(kept).exists()
    # It was sent back once, so a person at intake looks at the whole of it.
    assert state_of(kept) == SubmissionState.SUBMITTED


def test_half_an_answer_changes_nothing(client, kept, safeguarding_lead):
    with pytest.raises(NotAllowed, match="Say of each passage"):
        review_passages(kept, verdicts={}, by=safeguarding_lead, now=LATER)
    with time_machine.travel(LATER, tick=False):
        response = sign_in(client, safeguarding_lead).post(
            reverse("confidentiality:review_passages", args=[kept.pk]), {}
        )

    assert response.status_code == 422
    assert "Passage 1: say whether it may stay." in response.text
    assert not PassageReview.objects.exists()


@pytest.mark.parametrize("who", ["coordinator", "colleague", "herself"])
def test_nobody_else_says_it(kept, coordinator, who):
    learner = kept.portfolio.enrolment.learner
    if who == "colleague":
        person = make_person("Near Lead", Role.SAFEGUARDING, employer=employer())
    elif who == "herself":
        person = learner
        person.appointments.create(
            role=Role.SAFEGUARDING, organisation=employer(), starts_on=NOON.date(), appointed_at=NOON
        )
    else:
        person = coordinator

    with pytest.raises(NotAllowed):
        say(kept, STAYS, person)
    assert state_of(kept) == SubmissionState.SUBMITTED


def test_saying_it_twice_changes_nothing_more(kept, safeguarding_lead):
    say(kept, STAYS, safeguarding_lead)

    with pytest.raises(NotAllowed, match="does not wait any more"):
        say(kept, STAYS, safeguarding_lead)
    assert PassageReview.objects.count() == 1
