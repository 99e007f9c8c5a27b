"""COI-1 and the rest of what decides who marks what."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from assessments.confidentiality.actions import open_for_intake
from assessments.marking.actions import allocate, withdraw_allocation
from assessments.marking.dates import Dates
from assessments.marking.models import Allocation
from assessments.marking.rules import list_conflicts
from assessments.marking.states import AllocationState
from assessments.marking.suggestions import list_waiting, suggest_assessors
from assessments.portfolios.actions import ask_manager
from assessments.portfolios.deadlines import feedback_due_on
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY
from tests.factories import (
    make_accepted,
    make_allocation,
    make_cohort,
    make_marked,
    make_ready_portfolio,
    make_submitted,
)
from tests.people import employer, sign_in

pytestmark = pytest.mark.django_db
DUE = date(2026, 7, 17)


def conflicts(person, submission):
    return [conflict.code for conflict in list_conflicts(person, submission)]


def give(submission, assessor, by, **fields):
    return allocate(submission, assessor=assessor, due_date=DUE, by=by, now=NOON, **fields)


def test_allocating_tells_the_assessor_and_leaves_one_entry(assessor, coordinator):
    allocation = give(make_accepted(), assessor, coordinator)

    assert (allocation.assessor, allocation.state) == (assessor, AllocationState.ACTIVE)
    assert Notice.objects.get(person=assessor).kind == "marking.allocated"
    assert Entry.objects.get(name="allocation.made").detail["assessor"] == str(assessor.pk)


@pytest.mark.parametrize("role", ["learner", "assessor", "moderator", "safeguarding_lead", "administrator"])
def test_only_a_coordinator_allocates(role, request, second_assessor):
    with pytest.raises(NotAllowed, match="Only a coordinator"):
        give(make_accepted(), second_assessor, request.getfixturevalue(role))


def test_allocating_before_intake_is_refused(assessor, coordinator):
    with pytest.raises(NotAllowed, match="that intake has accepted"):
        give(make_submitted(), assessor, coordinator)


def test_allocating_twice_is_refused(assessor, second_assessor, coordinator):
    submission = give(make_accepted(), assessor, coordinator).submission

    with pytest.raises(NotAllowed, match="has an assessor already"):
        give(submission, second_assessor, coordinator)

    assert Allocation.objects.count() == 1


def test_allocating_to_somebody_who_is_no_assessor_is_refused(moderator, coordinator):
    with pytest.raises(NotAllowed, match="not appointed as an assessor"):
        give(make_accepted(), moderator, coordinator)


def test_coi_1_nobody_assesses_their_own_work(learner, assessor):
    assert conflicts(learner, make_accepted(learner)) == ["own"]


def test_coi_1_the_same_team_is_refused_with_a_sentence(learner, assessor, coordinator):
    for person in (learner, assessor):
        person.employer, person.team = employer(), "Refuge"
        person.save()

    with pytest.raises(NotAllowed, match="work in the same team. Choose another assessor"):
        give(make_accepted(learner), assessor, coordinator)


def test_coi_1_the_same_employer_alone_needs_a_reason(learner, assessor, coordinator):
    assessor.employer = employer()
    assessor.save()
    submission = make_accepted(learner)

    with pytest.raises(NotAllowed, match="write down why this one is fair"):
        give(submission, assessor, coordinator)
    allocation = give(submission, assessor, coordinator, same_employer_reason="Another county.")

    assert allocation.same_employer_reason == "Another county."


def test_coi_1_a_manager_however_far_up_or_down_the_line(learner, assessor, manager, second_assessor):
    learner.manager, manager.manager = manager, assessor
    second_assessor.manager = learner
    for person in (learner, manager, second_assessor):
        person.save()
    submission = make_accepted(learner)

    assert conflicts(assessor, submission) == ["line"]
    assert conflicts(second_assessor, submission) == ["line"]
    assert conflicts(manager, submission)[0] == "manager"


def test_coi_1_whoever_was_asked_to_confirm_evidence(assessor):
    draft = make_ready_portfolio()
    learner = draft.portfolio.enrolment.learner
    ask_manager(draft, item=draft.items.first(), name="Asha", email=assessor.email.upper(), by=learner, now=NOON)

    assert conflicts(assessor, draft) == ["attested"]


def test_coi_1_the_tutor_of_the_cohort(tutor):
    assert conflicts(tutor, make_accepted(cohort=make_cohort(tutor=tutor))) == ["tutored"]


def test_coi_1_whoever_did_the_intake(coordinator):
    submission = make_submitted()
    open_for_intake(submission, reason="Check", by=coordinator, now=NOON)

    assert conflicts(coordinator, submission) == ["intake"]


def test_coi_1_whoever_marked_the_portfolio_before(assessor, second_assessor):
    submission = make_marked(assessor).submission

    assert conflicts(assessor, submission) == ["marked"]
    assert conflicts(second_assessor, submission) == []


def test_taking_an_allocation_back_lets_another_have_it(assessor, second_assessor, coordinator):
    allocation = withdraw_allocation(make_allocation(assessor), by=coordinator, now=NOON)

    assert allocation.state == AllocationState.WITHDRAWN
    assert give(allocation.submission, second_assessor, coordinator).assessor == second_assessor


def test_a_marked_portfolio_cannot_be_taken_back(coordinator):
    allocation = make_marked().allocation

    with pytest.raises(NotAllowed, match="Only its moderator can send it back"):
        withdraw_allocation(allocation, by=coordinator, now=NOON)


def test_the_cohort_s_assessors_are_suggested_with_load_and_the_reason_against(
    assessor, second_assessor, learner, coordinator
):
    cohort = make_cohort(assessor=assessor)
    cohort.staff.create(person=second_assessor, role="assessor")
    make_allocation(assessor, cohort=cohort)
    second_assessor.manager = learner
    second_assessor.save()
    submission = make_accepted(learner, cohort)

    [waiting] = suggest_assessors(list(list_waiting(coordinator)), TODAY)

    assert waiting.submission == submission
    assert [(one.person, one.load, one.refusal) for one in waiting.candidates] == [
        (assessor, 1, ""),
        (second_assessor, 0, "They and the learner are in the same reporting line."),
    ]


def test_mrk_8_marking_ends_before_the_day_on_which_feedback_was_promised(assessor, coordinator, client):
    submission = make_accepted()
    promised = feedback_due_on(submission)

    with pytest.raises(NotAllowed, match="The learner was told to have her feedback by"):
        allocate(submission, assessor=assessor, due_date=promised + timedelta(days=1), by=coordinator, now=NOON)
    assert allocate(submission, assessor=assessor, due_date=promised, by=coordinator, now=NOON).due_date == promised


@time_machine.travel(NOON, tick=False)
def test_mrk_8_what_is_typed_beyond_it_stays_on_the_page(assessor, coordinator, client):
    submission = make_accepted()
    address = reverse("marking:allocate_submission", args=[submission.pk])
    sign_in(client, coordinator)
    assert "Feedback promised to the learner by" in client.get(address).text

    answer = client.post(address, {"assessor": str(assessor.pk), "due_date": "2099-01-01"})

    assert answer.status_code == 422
    assert "2099-01-01" in answer.text
    assert not Allocation.objects.exists()


def test_mrk_8_once_that_day_is_past_a_coordinator_says_when(assessor, coordinator):
    submission = make_accepted()
    past = datetime.combine(feedback_due_on(submission) + timedelta(days=3), NOON.time(), UTC)
    due_date = past.date() + timedelta(days=10)

    assert allocate(submission, assessor=assessor, due_date=due_date, by=coordinator, now=past).due_date == due_date
    assert Dates(past.date()).proposed(submission) > past.date()
