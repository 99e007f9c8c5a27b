"""What an assessor sees before reading: adjustments to apply, what stands, what was asked and what has changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.cases.actions import ask_adjustment
from assessments.confidentiality.actions import open_for_intake, quarantine_item
from assessments.confidentiality.evidence import read_submission
from assessments.confidentiality.states import Slip
from assessments.marking.actions import allocate, begin
from assessments.marking.before import get_before
from assessments.marking.queries import list_rows
from assessments.marking.schemes import plan_for
from assessments.portfolios.actions import date_practice, remove_item, submit, write_text
from assessments.portfolios.models import Submission
from assessments.portfolios.states import Declaration, SubmissionState
from cpd.history.models import Entry
from tests.architecture.world.intake import take_in
from tests.assessments.cases.panels import decided
from tests.assessments.marking.desks import url
from tests.clock import NOON, TODAY
from tests.factories import make_allocation, make_released, make_text, somebody
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
CHANGED = "I would now ask the service what the child saw.\n\nThen I would write down who does what by when."


@pytest.fixture
def draft(learner):
    """Attempt 2, for criterion 2.1 alone."""
    make_released(learner, not_yet_met=["2.1"])
    return Submission.objects.get(state=SubmissionState.DRAFT)


def resubmitted(draft, assessor, now=NOON):
    learner = draft.portfolio.enrolment.learner
    sealed = take_in(submit(draft, declarations=Declaration.values, by=learner, now=now))
    return allocate(sealed, assessor=assessor, due_date=TODAY, by=somebody("coordinator"), now=now)


@pytest.fixture
def another(db):
    """Who marked attempt 1 does not mark attempt 2."""
    return make_person("Ash Another", "assessor")


def rewrite(draft, label, text=CHANGED):
    item = draft.items.get(label=label)
    return write_text(item, text=text, version=item.version, by=draft.portfolio.enrolment.learner, now=NOON)


def test_the_desk_says_what_to_apply_and_nothing_of_why(client, assessor):
    allocation = make_allocation(assessor)
    enrolment = allocation.submission.portfolio.enrolment
    case = ask_adjustment(enrolment, statement="I am dyslexic.", by=enrolment.learner, now=NOON)
    decided(case, "granted", instruction="Judge the content, not the spelling")
    sign_in(client, assessor)

    page = client.get(url("mark_submission", allocation)).text

    assert "<strong>Apply:</strong> Judge the content, not the spelling" in page
    assert "dyslexic" not in page
    assert "djustment" not in page


def test_a_first_attempt_without_anything_to_say_says_nothing(client, assessor):
    allocation = make_allocation(assessor)
    sign_in(client, assessor)

    assert "Before you read" not in client.get(url("mark_submission", allocation)).text
    answer = client.get(url("compare_attempts", allocation))
    assert answer.url == url("mark_submission", allocation)


def test_at_a_second_attempt_what_was_asked_stands_beside_what_changed(client, draft, another):
    label = draft.items.filter(claims__criterion__number="2.1").first().label
    rewrite(draft, label)
    allocation = resubmitted(draft, another)
    sign_in(client, another)

    response = client.get(url("mark_submission", allocation))

    before = response.context["before"]
    [(judgement, _)] = response.context["desk"].criteria
    assert [criterion.number for criterion in before.standing] == ["1.1", "1.2"]
    assert "Met already, and not asked again: 1.1, 1.2." in response.text
    assert [(change.label, change.what) for change in before.changed] == [(label, "Rewritten")]
    assert judgement.row.criterion.number == "2.1"
    assert judgement.row.asked == "Say what you did, and when."
    assert judgement.row.asked in response.text
    assert judgement.row.lacked == ["Not sufficient: it does not show enough yet"]
    assert (label, "Rewritten") in [(change.label, change.what) for change in judgement.row.changes]
    assert "A pass at a later attempt is a pass without distinction." in response.text
    assert url("compare_attempts", allocation) in response.text


def test_then_and_now_stand_side_by_side_and_every_opening_is_recorded(client, draft, another):
    label = draft.items.filter(claims__criterion__number="2.1").first().label
    earlier = draft.items.get(label=label).carried_from
    rewrite(draft, label)
    allocation = resubmitted(draft, another)
    sign_in(client, another)

    response = client.get(url("compare_attempts", allocation))

    [pair] = response.context["pairs"]
    assert [text for text, _ in pair.now] == CHANGED.split("\n\n")
    assert all(is_changed for _, is_changed in pair.now)
    assert pair.then
    opened = Entry.objects.filter(name="evidence.opened", actor_id=str(another.pk), subject_id=str(earlier.pk))
    assert [entry.detail["because"] for entry in opened] == ["marking"]
    learner = draft.portfolio.enrolment.learner
    assert learner.family_name not in response.text
    for way in (url("raise_concern", allocation), url("lock_item", allocation, pair.change.item.pk)):
        assert f'href="{way}"' in response.text


def test_new_and_taken_out_items_and_a_month_that_was_given_count_as_changes(client, draft, another, learner):
    item = draft.items.filter(claims__criterion__number="2.1").first()
    date_practice(item, month=TODAY, by=learner, now=NOON)
    new, gone = make_text(draft, item.task), make_text(draft, item.task)
    remove_item(gone, by=learner, now=NOON)
    allocation = resubmitted(draft, another)
    sign_in(client, another)

    said = {one.label: one.what for one in client.get(url("mark_submission", allocation)).context["before"].changes}

    assert said == {"E1": "As it was", "E2": "As it was", item.label: "Rewritten", new.label: "New"}


def test_an_item_that_was_taken_out_is_said_and_shown_as_it_was(client, draft, another, learner):
    item = draft.items.filter(claims__criterion__number="2.1").first()
    make_text(draft, item.task)
    remove_item(item, by=learner, now=NOON)
    allocation = resubmitted(draft, another)
    sign_in(client, another)

    pairs = {pair.change.label: pair for pair in client.get(url("compare_attempts", allocation)).context["pairs"]}

    assert pairs[item.label].change.what == "Taken out"
    assert pairs[item.label].then
    assert not pairs[item.label].now


def test_a_draft_between_the_attempts_hides_nothing_of_what_was_asked(client, draft, another, learner):
    """An item of attempt 2 was locked away: the new draft comes after a draft, and still answers attempt 1."""
    label = draft.items.filter(claims__criterion__number="2.1").first().label
    rewrite(draft, label)
    extra = make_text(draft, draft.items.get(label=label).task)
    sealed = submit(draft, declarations=Declaration.values, by=learner, now=NOON)
    by = somebody("coordinator")
    open_for_intake(sealed, reason="Check", by=by, now=NOON)
    quarantine_item(sealed.items.get(label=extra.label), kind=Slip.NAME, by=by, now=NOON)
    again = Submission.objects.get(state=SubmissionState.DRAFT)
    assert (again.attempt, again.draft_number) == (2, 2)

    allocation = resubmitted(again, another)
    sign_in(client, another)
    response = client.get(url("mark_submission", allocation))

    [(judgement, _)] = response.context["desk"].criteria
    assert judgement.row.asked
    assert response.context["before"].earlier.attempt == 1
    assert (label, "Rewritten") in [(one.label, one.what) for one in response.context["before"].changed]


def test_what_was_locked_away_since_is_not_opened(client, draft, another, learner):
    label = draft.items.filter(claims__criterion__number="2.1").first().label
    earlier = draft.items.get(label=label).carried_from
    rewrite(draft, label)
    allocation = resubmitted(draft, another)
    type(earlier).objects.filter(pk=earlier.pk).update(state="quarantined")
    sign_in(client, another)

    [pair] = client.get(url("compare_attempts", allocation)).context["pairs"]

    assert pair.then == []
    assert pair.sentence.endswith("because it could identify somebody.")


def test_nobody_else_finds_the_comparison(client, draft, another, second_assessor):
    allocation = resubmitted(draft, another)
    sign_in(client, second_assessor)

    assert client.get(url("compare_attempts", allocation)).status_code == 404


def test_it_asks_as_much_for_many_changes_as_for_one(draft, another):
    item = draft.items.filter(claims__criterion__number="2.1").first()
    rewrite(draft, item.label)
    for _ in range(3):
        make_text(draft, item.task)
    allocation = resubmitted(draft, another)
    mark = begin(allocation, by=another, now=NOON)
    plan = plan_for(draft.portfolio.enrolment)
    asked = []
    for many in (False, True):
        pieces = read_submission(allocation.submission, by=another, because="marking", now=NOON)
        rows = list_rows(mark)
        with CaptureQueriesContext(connection) as queries:
            get_before(allocation.submission, plan, rows, pieces if many else pieces[:1])
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 5
