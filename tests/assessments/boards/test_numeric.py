"""Numeric marks at the board: what they count for, both numbers kept, and what follows from them (MRK-6, LAT-2, REF-3)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.boards.actions import decide
from assessments.boards.models import Paper
from assessments.boards.queries import get_outcome
from assessments.boards.rounding import capped
from assessments.certificates.models import Award
from assessments.demo import road
from assessments.moderation.queries.pool import list_unsampled, pieces_of
from assessments.moderation.states import Reason
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.accreditation.rulesets import Rules
from cpd.rules import NotAllowed
from tests.assessments.marking.test_numeric import give_mark
from tests.clock import NOON
from tests.factories import confirm_marking, let_out, make_allocation, make_board
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
RULES = Rules(version="test")


def on_paper(cohort, assessor, score, **submission) -> Paper:
    """A numeric mark that was moderated, on the papers of a meeting; late or a later attempt, as it is said."""
    allocation = make_allocation(assessor, cohort=cohort)
    Submission.objects.filter(pk=allocation.submission_id).update(**submission)
    give_mark(allocation, score)
    confirm_marking(cohort)
    return make_board(cohort).papers.get()


@pytest.mark.parametrize(
    ("score", "facts", "numbers", "counts"),
    [
        ("62.5", {}, {}, ("62.5", "")),
        ("62.5", {"is_late": True}, {}, ("40", "late")),
        ("62.5", {"is_late": True}, {"late_penalty": "flag"}, ("62.5", "")),
        ("62.5", {"is_capped": True}, {}, ("40", "again")),
        ("62.5", {"is_capped": True}, {"referral_capped": False}, ("62.5", "")),
        ("62.5", {"is_late": True, "is_capped": True}, {"pass_mark": 50}, ("50", "again")),
        ("39.99", {"is_late": True, "is_capped": True}, {}, ("39.99", "")),
        ("40", {"is_late": True}, {}, ("40", "")),
    ],
)
def test_lat_1_and_ref_3_cap_a_mark_at_the_pass_mark_and_never_below_what_was_given(score, facts, numbers, counts):
    found, why = capped(Decimal(score), Submission(**facts), Rules(version="test", **numbers))

    assert (str(found), why) == counts


def test_a_mark_by_criteria_has_nothing_to_cap():
    assert capped(None, Submission(is_late=True, is_capped=True), RULES) == (None, "")


def test_lat_2_both_marks_are_kept_and_shown_to_the_board_the_minutes_and_the_learner(client, numeric, assessor):
    paper = on_paper(numeric, assessor, "62.5", is_late=True)
    assert (paper.score, paper.counted_score, paper.cap) == (Decimal("62.50"), Decimal("40.00"), "late")
    sheet = sign_in(client, paper.board.chair).get(reverse("boards:show_board", args=[paper.board_id])).text
    assert "given 63; handed in late" in sheet
    assert "counts as the pass mark" in client.get(reverse("boards:decide_paper", args=[paper.pk])).text

    board = road.decide_all(paper.board, now=NOON)
    minutes = client.get(reverse("boards:show_minutes", args=[board.pk])).text
    let_out(board)

    paper.refresh_from_db()
    assert paper.final_score == 40
    assert "Pass, 40 (given 63; capped: handed in late)" in minutes
    learner = paper.submission.portfolio.enrolment.learner
    result = sign_in(client, learner).get(reverse("boards:show_result", args=[paper.submission_id])).text
    assert "Pass: 40 out of 100" in result
    assert "Your work was marked 63. It counts as 40, the pass mark, because it was handed in late." in result


def test_mrk_6_a_numeric_pass_goes_all_the_way_to_an_award(numeric, assessor):
    paper = on_paper(numeric, assessor, "39.5")
    assert (paper.proposed, paper.criteria_not_met, paper.counts) == ("pass", 0, 40)

    let_out(road.decide_all(paper.board, now=NOON))

    submission = Submission.objects.get(pk=paper.submission_id)
    assert get_outcome(submission).words == "Pass: 40 out of 100"
    assert Award.objects.get().enrolment == submission.portfolio.enrolment


@pytest.mark.parametrize(
    ("score", "result", "sentence"),
    [
        ("39.49", "pass", "The pass mark is 40, and this mark is 39"),
        ("39.5", "refer", "The mark is 40 and the pass mark 40, so there is nothing to resubmit"),
    ],
)
def test_mrk_6_the_pass_mark_decides_and_nothing_makes_up_for_it(numeric, assessor, score, result, sentence):
    paper = on_paper(numeric, assessor, score)

    with pytest.raises(NotAllowed, match=sentence):
        decide(paper, result=result, reason="Kind", by=paper.board.chair, now=NOON)


def test_mrk_6_what_is_below_the_pass_mark_is_shown_again_as_a_whole_and_capped(client, numeric, assessor):
    paper = on_paper(numeric, assessor, "30")

    let_out(road.decide_all(paper.board, now=NOON))

    draft = Submission.objects.get(state=SubmissionState.DRAFT)
    learner = draft.portfolio.enrolment.learner
    assert (draft.attempt, draft.is_capped) == (2, True)
    assert draft.criteria.count() == 3
    page = sign_in(client, learner).get(reverse("boards:show_result", args=[paper.submission_id])).text
    assert "Resubmit: 30 out of 100" in page
    assert "criteria to show" not in page
    assert "Not yet met" not in page


def test_mrk_6_a_fail_is_always_sampled_and_a_pass_is_not_taken_for_one(numeric, assessor):
    for score in ("30", "69.5", "55"):
        give_mark(make_allocation(assessor, make_person(f"Learner {score.replace('.', '')}"), numeric), score)

    pieces = {piece.band: piece for piece in pieces_of(list_unsampled(numeric), numeric.rules)}

    assert set(pieces) == {"0", "70", "50"}
    flagged = {band: piece.flags for band, piece in pieces.items()}
    assert Reason.REFER.value in flagged["0"]
    assert Reason.TOP_BAND.value in flagged["70"]
    assert flagged["50"] == set()
    assert {piece.short for piece in pieces.values()} == {0}


def test_papers_of_before_caps_were_kept_are_ratified_with_the_mark_they_hold(numeric, assessor):
    paper = on_paper(numeric, assessor, "62.5")
    Paper.objects.filter(pk=paper.pk).update(counted_score=None)

    road.decide_all(paper.board, now=NOON)

    paper.refresh_from_db()
    assert paper.final_score == 63
