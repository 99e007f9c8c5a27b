"""The board's pages: who opens them, and what they never show."""

import re

import pytest

from assessments.boards.states import BoardState
from tests.factories import make_board, make_confirmed, make_released, make_submitted
from tests.people import sign_in


@pytest.fixture
def board(learner):
    return make_board(make_confirmed(learner).portfolio.enrolment.cohort)


def test_a_member_of_another_board_finds_nothing(client, board, board_member):
    assert sign_in(client, board_member).get(f"/boards/{board.pk}/").status_code == 404
    assert client.get(f"/boards/paper/{board.papers.get().pk}/").status_code == 404


@pytest.mark.parametrize("role", ["assessor", "moderator", "learner", "administrator"])
def test_others_are_refused_with_a_sentence(client, request, board, role):
    answer = sign_in(client, request.getfixturevalue(role)).get(f"/boards/{board.pk}/")

    assert answer.status_code == 403
    assert "appointed as" in answer.content.decode()


def test_no_page_of_the_board_names_the_learner(client, board, learner):
    sign_in(client, board.chair)
    paper = board.papers.get()

    for address in ("/boards/", f"/boards/{board.pk}/", f"/boards/paper/{paper.pk}/"):
        page = client.get(address).content.decode()
        for secret in (
            "Amira",
            learner.email,
            str(learner.pk),
            "Lantern",
            str(paper.submission.portfolio.enrolment_id),
        ):
            assert secret not in page


def test_a_decision_without_a_choice_is_asked_again(client, board):
    answer = sign_in(client, board.chair).post(f"/boards/paper/{board.papers.get().pk}/", {"reason": "Kept"})

    assert answer.status_code == 422
    assert "Kept" in answer.content.decode()


def test_ratifying_too_early_is_refused_and_changes_nothing(client, board):
    answer = sign_in(client, board.chair).post(f"/boards/{board.pk}/ratify/")

    board.refresh_from_db()
    assert answer.status_code == 403
    assert board.state == BoardState.PAPERS


def test_before_release_the_learner_sees_no_result(client, learner):
    submission = make_submitted(learner)

    page = sign_in(client, learner).get(f"/boards/result/{submission.pk}/").content.decode()

    assert "No result yet" in page


def test_somebody_elses_result_is_not_found(client, learner, other_learner):
    submission = make_released(learner)

    assert sign_in(client, other_learner).get(f"/boards/result/{submission.pk}/").status_code == 404


def test_the_result_says_what_to_resubmit_and_by_when(client, learner):
    submission = make_released(learner, not_yet_met=["1.2"])

    page = sign_in(client, learner).get(f"/boards/result/{submission.pk}/").content.decode()

    assert "Resubmit: 1 criterion to show" in page
    assert not re.search(r"\brefer", page.partition("<main")[2], re.IGNORECASE)
