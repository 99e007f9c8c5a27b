"""ASR-1: the mark of an assessor whose standing is not complete counts only with a qualified one's countersignature."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.marking.actions import allocate, begin, countersign, send_back, step_aside
from assessments.marking.models import Allocation, Countersignature
from assessments.marking.rules import list_conflicts
from assessments.marking.states import AllocationState
from assessments.moderation.queries import list_unsampled
from assessments.portfolios.states import SubmissionState
from assessments.standing.actions import declare_interest, set_availability
from assessments.standing.models import StandingFact
from cpd.accounts.actions import keep_away
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY
from tests.factories import finish_marking, make_accepted, make_allocation, make_cohort, set_rules
from tests.people import employer, sign_in

pytestmark = pytest.mark.django_db
DUE = date(2026, 7, 17)


def give(assessor, by, submission=None, **fields):
    return allocate(submission or make_accepted(), assessor=assessor, due_date=DUE, by=by, now=NOON, **fields)


@pytest.fixture
def unqualified(assessor):
    StandingFact.objects.filter(person=assessor, kind="training").delete()
    return assessor


@pytest.fixture
def unsigned(unqualified, second_assessor, coordinator):
    """A final mark that waits for its countersignature."""
    return finish_marking(give(unqualified, coordinator, countersigner=second_assessor))


def test_asr_1_an_unqualified_assessor_needs_a_countersigner(unqualified, coordinator):
    with pytest.raises(NotAllowed, match="training as an assessor.*Name a qualified assessor to countersign"):
        give(unqualified, coordinator)


@pytest.mark.parametrize("kind", ["declaration", "confidentiality"])
def test_asr_1_without_this_year_s_declaration_nobody_assesses(kind, assessor, second_assessor, coordinator):
    StandingFact.objects.filter(person=assessor, kind=kind).delete()

    with pytest.raises(NotAllowed, match="They find it under Standing. Choose another assessor"):
        give(assessor, coordinator, countersigner=second_assessor)


def test_asr_1_a_countersigner_is_qualified_free_of_ties_and_somebody_else(
    unqualified, second_assessor, moderator, coordinator, learner
):
    submission = make_accepted(learner)
    with pytest.raises(NotAllowed, match="Nobody countersigns their own mark"):
        give(unqualified, coordinator, submission, countersigner=unqualified)
    with pytest.raises(NotAllowed, match="Only a qualified assessor"):
        give(unqualified, coordinator, submission, countersigner=moderator)
    second_assessor.employer = employer()
    second_assessor.save()
    with pytest.raises(NotAllowed, match="too near"):
        give(unqualified, coordinator, submission, countersigner=second_assessor)


def test_a_qualified_assessor_needs_nobody_and_the_rule_set_is_recorded(assessor, second_assessor, coordinator):
    allocation = give(assessor, coordinator, countersigner=second_assessor)

    assert allocation.countersigner is None
    assert allocation.rules_version == allocation.submission.portfolio.enrolment.rules.version


def test_asr_1_the_mark_does_not_count_until_it_is_countersigned(unsigned, second_assessor):
    cohort = unsigned.submission.portfolio.enrolment.cohort
    unsigned.submission.refresh_from_db()
    assert unsigned.submission.state == SubmissionState.ACCEPTED
    assert Notice.objects.filter(person=second_assessor, kind="marking.countersign").count() == 1
    assert list(list_unsampled(cohort)) == []

    countersign(unsigned, by=second_assessor, now=NOON)

    unsigned.submission.refresh_from_db()
    assert unsigned.submission.state == SubmissionState.MARKED
    assert [mark.pk for mark in list_unsampled(cohort)] == [unsigned.pk]


def test_only_the_countersigner_signs_and_only_once(unsigned, second_assessor, unqualified, coordinator):
    for person in (unqualified, coordinator):
        with pytest.raises(NotAllowed, match="not yours to countersign"):
            countersign(unsigned, by=person, now=NOON)
    countersign(unsigned, by=second_assessor, now=NOON)
    with pytest.raises(NotAllowed, match="already"):
        countersign(unsigned, by=second_assessor, now=NOON)
    assert Countersignature.objects.count() == 1


def test_a_countersigner_whose_own_standing_ran_out_cannot_sign(unsigned, second_assessor):
    StandingFact.objects.filter(person=second_assessor, kind="practice").delete()

    with pytest.raises(NotAllowed, match="Only a qualified assessor"):
        countersign(unsigned, by=second_assessor, now=NOON)


def test_a_mark_that_is_not_agreed_goes_back_with_a_reason_and_stays_as_it_was(unsigned, second_assessor, unqualified):
    with pytest.raises(NotAllowed, match="Say what you would mark differently"):
        send_back(unsigned, reason=" ", by=second_assessor, now=NOON)

    allocation = send_back(unsigned, reason="Criterion 1.1 is not shown.", by=second_assessor, now=NOON)

    assert (allocation.assessor, allocation.countersigner) == (unqualified, second_assessor)
    assert begin(allocation, by=unqualified, now=NOON).judgements.exclude(verdict="").exists()
    again = finish_marking(allocation)
    countersign(again, by=second_assessor, now=NOON)
    again.submission.refresh_from_db()
    assert again.submission.state == SubmissionState.MARKED
    assert Countersignature.objects.get(mark=unsigned).is_signed is False


def test_coi_1_whoever_countersigns_neither_moderates_nor_marks_it(unsigned, second_assessor):
    assert [tie.code for tie in list_conflicts(second_assessor, unsigned.submission)] == ["countersigned"]


def test_the_pages_of_countersigning(client, unsigned, second_assessor, unqualified):
    address = reverse("marking:show_countersigning", args=[unsigned.pk])
    sign_in(client, unqualified)
    assert client.get(address).status_code == 404
    sign_in(client, second_assessor)
    assert "1 mark to countersign" in client.get("/marking/").text
    page = client.get(address).text
    learner = unsigned.submission.portfolio.enrolment.learner
    assert str(learner) not in page
    assert client.post(address, {"reason": ""}).status_code == 422

    assert client.post(address, {"sign": "yes"}).url == "/marking/countersign/"
    assert client.get(address).status_code == 404


def test_the_page_of_allocation_asks_who_countersigns(client, unqualified, second_assessor, coordinator):
    sign_in(client, coordinator)
    submission = make_accepted()
    address = reverse("marking:allocate_submission", args=[submission.pk])
    posted = {"assessor": unqualified.pk, "due_date": "2099-07-17"}

    assert "Not in date: training as an assessor" in client.get(address).text
    assert client.post(address, posted).status_code == 422
    assert client.post(address, posted | {"countersigner": second_assessor.pk}).status_code == 302

    assert Allocation.objects.get().countersigner == second_assessor


def test_coi_1_a_declared_interest_bars(assessor, coordinator, learner):
    submission = make_accepted(learner)
    for details in ({"name": str(learner)}, {"email": learner.email}, {"organisation": "lantern  ADVOCACY"}):
        declare_interest(kind="family", by=assessor, now=NOON, **details)
        with pytest.raises(NotAllowed, match="They declared an interest. Choose another"):
            give(assessor, coordinator, submission)
        assessor.declared_interests.all().delete()
    assert give(assessor, coordinator, submission)


def test_coi_1_whoever_steps_aside_never_gets_it_back(client, assessor, second_assessor, coordinator):
    allocation = make_allocation(assessor)
    sign_in(client, assessor)
    address = reverse("marking:step_aside", args=[allocation.pk])
    assert "I know whose work this is" in client.get(reverse("marking:mark_submission", args=[allocation.pk])).text
    assert client.get(address).status_code == 200

    assert client.post(address).url == "/marking/"

    allocation.refresh_from_db()
    assert allocation.state == AllocationState.WITHDRAWN
    assert Notice.objects.filter(person=coordinator, kind="marking.stepped_aside").exists()
    with pytest.raises(NotAllowed, match="They declared an interest"):
        give(assessor, coordinator, allocation.submission)
    assert give(second_assessor, coordinator, allocation.submission)


def test_somebody_else_s_portfolio_cannot_be_stepped_aside_from(assessor, second_assessor):
    with pytest.raises(NotAllowed, match="not allocated to you"):
        step_aside(make_allocation(assessor), by=second_assessor, now=NOON)


def test_capacity_is_kept_and_leave_reads_as_the_list_of_the_kept_away(assessor, coordinator, learner):
    """Nobody can tell a holiday from a learner's wish: the same words for both."""
    set_availability(assessor, most=1, away_from=None, away_until=None, by=assessor, now=NOON)
    give(assessor, coordinator)
    with pytest.raises(NotAllowed, match="as many portfolios as they take at once"):
        give(assessor, coordinator, make_accepted(learner))

    set_availability(assessor, most=None, away_from=TODAY, away_until=TODAY, by=coordinator, now=NOON)
    submission = make_accepted(learner, make_cohort())
    with pytest.raises(NotAllowed) as on_leave:
        give(assessor, coordinator, submission)
    set_availability(assessor, most=None, away_from=None, away_until=None, by=coordinator, now=NOON)
    keep_away(name=str(assessor), by=learner, now=NOON)
    with pytest.raises(NotAllowed) as kept_away:
        give(assessor, coordinator, submission)

    assert str(on_leave.value) == str(kept_away.value) == "Not available. Choose another assessor."


def test_an_agreement_may_do_without_the_check_of_standing(unqualified, coordinator):
    submission = make_accepted()
    set_rules(submission.portfolio.enrolment.cohort, standing_is_checked=False)

    assert give(unqualified, coordinator, submission).countersigner is None
