"""A board defers: the same attempt again, from the draft to the result, and nothing of the first time is lost."""

import pytest
from django.urls import reverse

from assessments.boards.actions import decide, ratify
from assessments.boards.queries import get_outcome
from assessments.certificates.models import Award
from assessments.demo import road
from assessments.marking.actions import allocate
from assessments.portfolios.actions import submit
from assessments.portfolios.models import Submission
from assessments.portfolios.states import Declaration, SubmissionState
from tests.architecture.world.intake import take_in
from tests.clock import NOON, TODAY
from tests.factories import confirm_marking, finish_marking, let_out, make_board, make_confirmed, somebody
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def deferred(learner):
    """Released as deferred, for a criterion that could not be shown."""
    submission = make_confirmed(learner, not_yet_met=["1.2"])
    board = make_board(submission.portfolio.enrolment.cohort)
    decide(board.papers.get(), result="defer", reason="The client moved away.", by=board.chair, now=NOON)
    let_out(ratify(board, by=board.chair, now=NOON))
    submission.refresh_from_db()
    return submission


def test_the_same_attempt_opens_again_with_everything_and_without_a_cap(deferred):
    draft = Submission.objects.get(state=SubmissionState.DRAFT)

    assert (draft.attempt, draft.draft_number, draft.is_capped) == (1, 2, False)
    assert set(draft.criteria.all()) == set(deferred.criteria.all())
    assert draft.items.count() == deferred.items.count() > 0
    assert draft.due_at >= deferred.due_at


def test_the_learner_reads_that_it_is_deferred_and_where_to_go_on(client, learner, deferred):
    draft = Submission.objects.get(state=SubmissionState.DRAFT)

    page = sign_in(client, learner).get(reverse("boards:show_result", args=[deferred.pk])).text

    assert "Deferred" in page
    assert "no attempt is used" in page
    assert "Resubmit" not in page
    assert reverse("portfolios:show_portfolio", args=[draft.pk]) in page


def test_it_is_walked_again_to_an_award(deferred, learner):
    draft = Submission.objects.get(state=SubmissionState.DRAFT)
    sealed = take_in(submit(draft, declarations=Declaration.values, by=learner, now=NOON))
    by = somebody("coordinator")
    another = make_person("Ash Another", "assessor")
    mark = finish_marking(allocate(sealed, assessor=another, due_date=TODAY, by=by, now=NOON))
    cohort = mark.submission.portfolio.enrolment.cohort
    confirm_marking(cohort, make_person("Mo Another", "moderator"))
    board = make_board(cohort)
    assert [paper.proposed for paper in board.papers.all()] == ["pass"]

    let_out(road.decide_all(board, now=NOON))

    sealed.refresh_from_db()
    deferred.refresh_from_db()
    assert get_outcome(sealed).words == "Pass"
    assert get_outcome(deferred).decision.result == "defer"
    assert Award.objects.get().enrolment == sealed.portfolio.enrolment
    assert not Submission.objects.filter(state=SubmissionState.DRAFT).exists()
