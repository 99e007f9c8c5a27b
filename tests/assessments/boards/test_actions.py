"""What a board may decide, and what follows."""

from datetime import timedelta

import pytest

from assessments.boards.actions import decide, declare_conflict, note_attendance, ratify
from assessments.boards.models import Decision
from assessments.boards.states import Result
from assessments.demo import road
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.states import EnrolmentState
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_board, make_confirmed, make_released


@pytest.fixture
def board(db):
    submission = make_confirmed(not_yet_met=["1.2"])
    return make_board(submission.portfolio.enrolment.cohort)


def test_a_pass_is_refused_while_a_criterion_is_not_met(board):
    with pytest.raises(NotAllowed, match="nothing makes up"):
        decide(board.papers.get(), result="pass", reason="Kind", by=board.chair, now=NOON)

    assert not Decision.objects.exists()


def test_a_decision_that_differs_needs_a_reason(board):
    with pytest.raises(NotAllowed, match="differs"):
        decide(board.papers.get(), result="fail", reason=" ", by=board.chair, now=NOON)


def test_deciding_again_adds_a_row_and_keeps_the_first(board):
    paper = board.papers.get()
    first = decide(paper, result="refer", reason="", by=board.chair, now=NOON)

    second = decide(paper, result="defer", reason="Illness", by=board.chair, now=NOON)

    assert second.supersedes == first
    assert paper.decisions.count() == 2


def test_a_member_with_a_declared_interest_does_not_decide(board):
    paper = board.papers.get()
    declare_conflict(paper, by=board.chair, now=NOON)

    with pytest.raises(NotAllowed, match="declared an interest"):
        decide(paper, result="refer", reason="", by=board.chair, now=NOON)


def test_the_learners_manager_takes_no_part_though_she_declared_nothing(board):
    learner = board.papers.get().submission.portfolio.enrolment.learner
    learner.manager = board.chair
    learner.save()

    with pytest.raises(NotAllowed, match="too near"):
        decide(board.papers.get(), result="refer", reason="", by=board.chair, now=NOON)


def test_an_inquorate_board_ratifies_nothing(board):
    decide(board.papers.get(), result="refer", reason="", by=board.chair, now=NOON)
    note_attendance(board, present={board.chair_id}, by=board.chair, now=NOON)

    with pytest.raises(NotAllowed, match="no quorum"):
        ratify(board, by=board.chair, now=NOON)


def test_ratifying_waits_for_every_candidate(board):
    with pytest.raises(NotAllowed, match="no decision yet"):
        ratify(board, by=board.chair, now=NOON)


def test_only_the_chair_ratifies(board):
    other = board.members.exclude(person=board.chair).first().person
    decide(board.papers.get(), result="refer", reason="", by=board.chair, now=NOON)

    with pytest.raises(NotAllowed, match="chair"):
        ratify(board, by=other, now=NOON)


def test_refer_opens_attempt_two_for_what_was_not_met_and_keeps_attempt_one(db):
    first = make_released(not_yet_met=["1.2"])

    second = Submission.objects.get(previous=first)

    assert (second.attempt, second.state) == (2, SubmissionState.DRAFT)
    assert [criterion.number for criterion in second.criteria.all()] == ["1.2"]
    assert first.items.count() == 2
    assert second.due_at > NOON + timedelta(days=25)
    assert first.decisions.get().result == Result.REFER


def test_a_released_pass_completes_the_enrolment(db):
    submission = make_released()

    submission.portfolio.enrolment.refresh_from_db()
    assert submission.portfolio.enrolment.state == EnrolmentState.COMPLETED


def test_papers_hold_the_numbers_of_the_confirmed_mark(board):
    paper = board.papers.get()

    assert (paper.proposed, paper.criteria_not_met) == (Result.REFER, 1)
    assert paper.candidate_number == paper.submission.portfolio.enrolment.candidate_number


def test_a_second_attempt_that_passes_leads_to_the_award(db):
    first = make_released(not_yet_met=["1.2"])
    enrolment = first.portfolio.enrolment
    second = Submission.objects.get(previous=first)
    for task in second.portfolio.enrolment.version.tasks.filter(criteria__in=second.criteria.all()):
        road.answer(second, task, by=enrolment.learner, now=NOON)
    road.hand_in(second, by=enrolment.learner, now=NOON)

    second.refresh_from_db()
    assert second.state == SubmissionState.SUBMITTED
    assert Submission.objects.get(pk=first.pk).state == SubmissionState.RELEASED
