"""The pool: the next free portfolio is one assessor's while she works on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.marking.actions import begin, judge, take, take_next, withdraw_allocation
from assessments.marking.models import Allocation, Mark
from assessments.marking.queries import list_free, list_held
from assessments.marking.states import AllocationState, Stage
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.assessments.marking.desks import typed, url
from tests.clock import NOON, later
from tests.factories import make_accepted, make_allocation, make_cohort, set_rules
from tests.people import employer, make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(assessor, second_assessor):
    cohort = make_cohort(assessor=assessor)
    cohort.staff.create(person=second_assessor, role="assessor")
    return cohort


@pytest.fixture
def submission(cohort):
    return make_accepted(cohort=cohort)


def test_taking_gives_it_to_one_assessor_for_half_an_hour(submission, assessor, second_assessor):
    allocation = take(submission, by=assessor, now=NOON)

    assert (allocation.stage, allocation.is_taken, allocation.leased_until) == (Stage.FIRST, True, later(minutes=30))
    assert Entry.objects.filter(name="allocation.taken").count() == 1
    assert list_free(second_assessor, NOON) == []
    assert list_held(second_assessor, NOON) == [allocation]
    with pytest.raises(NotAllowed, match="a moment quicker"):
        take(submission, by=second_assessor, now=NOON)


def test_working_renews_the_lease(submission, assessor, second_assessor):
    allocation = take(submission, by=assessor, now=NOON)
    mark = begin(allocation, by=assessor, now=later(minutes=10))
    criterion = mark.submission.criteria.get(number="1.1")
    said = {"verdict": "met", "feedback": "", "version": 0}
    judge(mark, criterion=criterion, **said, by=assessor, now=later(minutes=25))

    assert take_next(by=second_assessor, now=later(minutes=50)) is None


def test_an_idle_one_is_lost_to_whoever_takes_it_next_and_its_draft_is_kept(submission, assessor, second_assessor):
    mark = begin(take(submission, by=assessor, now=NOON), by=assessor, now=NOON)

    allocation = take_next(by=second_assessor, now=later(minutes=31))

    assert allocation.submission == submission
    lost = Allocation.objects.get(pk=mark.allocation_id)
    assert (lost.state, Mark.objects.filter(allocation=lost).count()) == (AllocationState.WITHDRAWN, 1)
    assert Notice.objects.filter(person=assessor, kind="marking.lapsed").exists()
    assert Entry.objects.filter(name="allocation.lapsed").count() == 1


def test_an_idle_one_that_nobody_wants_stays_with_its_assessor(submission, assessor):
    allocation = take(submission, by=assessor, now=NOON)

    assert begin(allocation, by=assessor, now=later(days=1)).allocation == allocation


def test_what_a_coordinator_gave_is_never_lost_by_idling(cohort, assessor, second_assessor):
    make_allocation(assessor, cohort=cohort)

    assert list_free(second_assessor, later(days=3)) == []


def test_only_assessors_of_the_cohort_take_from_it(submission, moderator):
    outsider = make_person("Ora Other", "assessor")

    for person, sentence in ((moderator, "Only an assessor"), (outsider, "cohort that you do not assess")):
        with pytest.raises(NotAllowed, match=sentence):
            take(submission, by=person, now=NOON)
        assert list_free(person, NOON) == []


def test_coi_1_where_a_tie_needs_judgement_nobody_helps_herself(submission, assessor):
    learner = submission.portfolio.enrolment.learner
    learner.employer = assessor.employer = employer()
    learner.save()
    assessor.save()

    assert list_free(assessor, NOON) == []
    with pytest.raises(NotAllowed, match="the same employer"):
        take(submission, by=assessor, now=NOON)


def test_taking_again_is_refused(submission, assessor, coordinator):
    allocation = take(submission, by=assessor, now=NOON)

    with pytest.raises(NotAllowed, match="have this portfolio already"):
        take(submission, by=assessor, now=NOON)
    withdraw_allocation(allocation, by=coordinator, now=NOON)
    assert list_free(assessor, NOON) == [submission]


def test_mrk_4_nobody_is_told_who_holds_what_two_assessors_mark(cohort, assessor, second_assessor):
    set_rules(cohort, second_marking="double_blind")
    submission = make_accepted(cohort=cohort)
    take(submission, by=assessor, now=NOON)

    assert list_held(second_assessor, NOON) == []
    assert take_next(by=second_assessor, now=NOON).stage == Stage.SECOND


def test_save_and_next_takes_the_next_free_one(client, cohort, assessor):
    allocation = make_allocation(assessor, make_person("First Learner"), cohort)
    free = make_accepted(cohort=cohort)
    sign_in(client, assessor)
    mark = begin(allocation, by=assessor, now=NOON)

    answer = client.post(url("mark_submission", allocation), typed(mark, then="next"))

    taken = Allocation.objects.get(submission=free)
    assert (answer.url, taken.assessor) == (url("mark_submission", taken), assessor)


def test_the_queue_offers_what_is_free_and_says_who_has_what(client, submission, assessor, second_assessor):
    sign_in(client, second_assessor)
    assert "Take the next free one" in client.get(reverse("marking:show_queue")).text

    take(submission, by=assessor, now=NOON)
    Allocation.objects.update(leased_until=later(days=36_500))
    page = client.get(reverse("marking:show_queue")).text

    assert "Take the next free one" not in page
    assert "Asha Assessor has it until" in page
    assert client.post(reverse("marking:take_next"), follow=True).redirect_chain[-1][0] == reverse("marking:show_queue")


def test_a_lost_draft_is_read_and_not_written(client, submission, assessor, second_assessor):
    mark = begin(take(submission, by=assessor, now=NOON), by=assessor, now=NOON)
    Mark.objects.update(feedback="Half a thought.")
    take(submission, by=second_assessor, now=later(minutes=31))
    sign_in(client, assessor)

    page = client.get(url("mark_submission", mark.allocation), follow=True)
    answer = client.post(url("save_feedback", mark.allocation), {"text": "More.", "version": 0})

    assert (page.status_code, "Half a thought." in page.text, "<textarea" in page.text) == (200, True, False)
    assert (answer.status_code, answer.json()["error"]) == (
        403,
        "This portfolio was taken back from you. What you had written is kept.",
    )


def test_the_queue_asks_as_much_for_a_full_pool_as_for_one(client, cohort, assessor, second_assessor):
    address = reverse("marking:show_queue")
    sign_in(client, second_assessor)
    for number in range(2):
        make_accepted(make_person(f"First {number}"), cohort)
    take_next(by=assessor, now=NOON)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(4):
        make_accepted(make_person(f"Learner {number}"), cohort)
    take_next(by=assessor, now=NOON)

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)
