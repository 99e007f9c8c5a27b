"""Sealing a portfolio, twice, late, with gaps; and taking it back."""

import json

import pytest

from assessments.portfolios.actions import (
    Changed,
    add_sighted,
    complete_item,
    remove_item,
    submit,
    take_back,
    unclaim,
    write_text,
)
from assessments.portfolios.contents import load_contents
from assessments.portfolios.fingerprints import fingerprint
from assessments.portfolios.gaps import find_gaps
from assessments.portfolios.manifest import digest_of
from assessments.portfolios.models import Claim, Submission, TextRevision
from assessments.portfolios.moves import move
from assessments.portfolios.states import Declaration, SubmissionState
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.factories import DUE, make_portfolio, make_ready_portfolio, make_submitted, make_text

ALL = Declaration.values
pytestmark = pytest.mark.django_db


def test_submit_seals_everything(learner):
    submission = submit(make_ready_portfolio(learner), declarations=ALL, by=learner, now=NOON)

    manifest = json.loads(submission.manifest)
    assert submission.state == SubmissionState.SUBMITTED
    assert submission.manifest_digest == digest_of(submission.manifest)
    assert [item["label"] for item in manifest["items"]] == ["E1", "E2"]
    assert manifest["criteria"] == ["1.1", "1.2", "2.1"]
    assert "Parent R" not in submission.manifest
    assert set(submission.declarations.values_list("kind", flat=True)) == set(ALL)


def test_the_entry_of_history_holds_the_digest(learner):
    submission = make_submitted(learner)

    entry = Entry.objects.get(name="submission.submitted")
    assert entry.detail["digest"] == submission.manifest_digest
    assert entry.actor_id == str(learner.pk)


def test_submitting_twice_gives_the_same_receipt(learner):
    first = make_submitted(learner)

    second = submit(first, declarations=ALL, by=learner, now=later(minutes=1))

    assert (second.pk, second.manifest_digest, second.submitted_at) == (first.pk, first.manifest_digest, NOON)
    assert Entry.objects.filter(name="submission.submitted").count() == 1
    assert Notice.objects.filter(person=learner, kind="submission.submitted").count() == 1


def test_submit_is_refused_to_anyone_but_the_learner(learner, other_learner):
    submission = make_ready_portfolio(learner)

    with pytest.raises(NotAllowed, match="Only the learner"):
        submit(submission, declarations=ALL, by=other_learner, now=NOON)

    assert Submission.objects.get().state == SubmissionState.DRAFT


def test_submit_is_refused_while_a_criterion_has_no_evidence(learner):
    submission = make_ready_portfolio(learner)
    unclaim(Claim.objects.get(criterion__number="2.1"), by=learner, now=NOON)

    with pytest.raises(NotAllowed, match=r"one thing is missing.*Reflection: criterion 2\.1 has no evidence"):
        submit(submission, declarations=ALL, by=learner, now=NOON)


def test_submit_is_refused_while_a_task_has_no_evidence(learner):
    with pytest.raises(NotAllowed, match="2 things are missing"):
        submit(make_portfolio(learner), declarations=ALL, by=learner, now=NOON)


def test_submit_is_refused_while_an_item_is_not_completed(learner):
    submission = make_ready_portfolio(learner)
    complete_item(submission.items.get(label="E1"), is_complete=False, by=learner, now=NOON)

    with pytest.raises(NotAllowed, match="E1 is not marked as completed"):
        submit(submission, declarations=ALL, by=learner, now=NOON)


def test_submit_needs_every_declaration(learner):
    with pytest.raises(NotAllowed, match="Every declaration"):
        submit(make_ready_portfolio(learner), declarations=["authentic"], by=learner, now=NOON)


def test_submit_refuses_what_the_page_did_not_show(learner):
    submission = make_ready_portfolio(learner)
    seen = fingerprint(load_contents(submission))
    write_text(submission.items.get(label="E1"), text="Another text.", version=1, by=learner, now=NOON)

    with pytest.raises(Changed):
        submit(submission, declarations=ALL, by=learner, now=NOON, seen=seen)

    assert Submission.objects.get().state == SubmissionState.DRAFT


def test_evidence_seen_at_an_employer_needs_a_manager(learner):
    submission = make_ready_portfolio(learner)
    task = submission.portfolio.enrolment.version.tasks.get(key="P1")
    add_sighted(
        submission,
        task=task,
        title="A referral",
        locator="File 7, page 2",
        shows="Risk to each child",
        by=learner,
        now=NOON,
    )

    with pytest.raises(NotAllowed, match="ask your manager to confirm"):
        submit(submission, declarations=ALL, by=learner, now=NOON)


def test_a_portfolio_is_late_after_the_due_date(learner):
    submission = submit(make_ready_portfolio(learner), declarations=ALL, by=learner, now=DUE.replace(second=1))

    assert submission.is_late is True


def test_nothing_is_taken_after_five_working_days(learner):
    submission = make_ready_portfolio(learner)

    with pytest.raises(NotAllowed, match="The last moment to submit was Friday 10 July 2026, 5pm"):
        submit(submission, declarations=ALL, by=learner, now=DUE.replace(day=10, minute=1))


def test_the_last_moment_itself_is_in_time(learner):
    submission = submit(make_ready_portfolio(learner), declarations=ALL, by=learner, now=DUE.replace(day=10))

    assert submission.state == SubmissionState.SUBMITTED


def test_a_sealed_portfolio_cannot_be_changed(learner):
    submission = make_submitted(learner)
    item = submission.items.get(label="E1")

    with pytest.raises(NotAllowed, match="cannot be changed"):
        write_text(item, text="Later", version=item.version, by=learner, now=NOON)
    with pytest.raises(NotAllowed, match="cannot be changed"):
        remove_item(item, by=learner, now=NOON)


def test_earlier_texts_go_when_it_is_sealed(learner):
    submission = make_ready_portfolio(learner)
    write_text(submission.items.get(label="E1"), text="A better text.", version=1, by=learner, now=later(minutes=5))
    assert TextRevision.objects.exists()

    submit(submission, declarations=ALL, by=learner, now=later(minutes=6))

    assert not TextRevision.objects.exists()


def test_taking_back_opens_the_same_attempt(learner):
    first = make_submitted(learner)

    draft = take_back(first, by=learner, now=later(hours=1))

    assert (draft.pk, draft.state, draft.attempt, draft.manifest) == (first.pk, SubmissionState.DRAFT, 1, "")
    entry = Entry.objects.get(name="submission.taken_back")
    assert entry.detail["digest"] == first.manifest_digest


def test_what_is_submitted_again_has_another_digest(learner):
    first = make_submitted(learner)
    take_back(first, by=learner, now=later(hours=1))

    again = submit(first, declarations=ALL, by=learner, now=later(hours=2))

    assert again.manifest_digest != first.manifest_digest


def test_taking_back_is_refused_once_accepted(learner):
    submission = make_submitted(learner)
    move(submission, SubmissionState.ACCEPTED, now=NOON)

    with pytest.raises(NotAllowed, match="only until it is accepted"):
        take_back(submission, by=learner, now=NOON)


def test_a_correction_is_refused_after_its_time(learner):
    submission = make_submitted(learner)
    move(submission, SubmissionState.RETURNED, now=NOON, correct_by=later(days=2))

    with pytest.raises(NotAllowed, match="The time for the correction ended"):
        submit(submission, declarations=ALL, by=learner, now=later(days=3))


def test_a_removed_item_is_not_sealed(learner):
    submission = make_ready_portfolio(learner)
    extra = make_text(submission, text="Too much.")
    remove_item(extra, by=learner, now=NOON)

    sealed = submit(submission, declarations=ALL, by=learner, now=NOON)

    assert [item["label"] for item in json.loads(sealed.manifest)["items"]] == ["E1", "E2"]


@pytest.mark.parametrize(("words", "is_told"), [(330, False), (331, True)])
def test_lat_3_ten_in_a_hundred_over_the_limit_are_read(learner, words, is_told):
    """The limit of the first task is 300 words."""
    submission = make_portfolio(learner)
    make_text(submission, text="word " * words)

    told = [gap for gap in find_gaps(load_contents(submission)) if "stops reading" in gap.text]

    assert [gap.is_hard for gap in told] == [False] * is_told
