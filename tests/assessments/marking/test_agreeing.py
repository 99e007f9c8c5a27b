"""Two assessors and a third: what each sees, and how their marks become one (MRK-1, MRK-2, MRK-4)."""

import pytest

from assessments.boards.actions import freeze_papers, schedule
from assessments.marking.actions import (
    Stale,
    agree,
    allocate,
    ask_third,
    begin,
    discuss,
    finalise,
    judge,
    reopen,
    settle,
    withdraw_allocation,
    write_feedback,
    write_rationale,
)
from assessments.marking.models import Agreement, Allocation, Mark
from assessments.marking.queries import find_missing, list_queue, list_rows
from assessments.marking.states import AgreementState, Outcome, Stage
from assessments.marking.suggestions import list_waiting
from assessments.moderation.queries import list_unsampled
from assessments.portfolios.states import SubmissionState
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY, later
from tests.factories import finish_marking, make_accepted, make_cohort, set_rules, somebody
from tests.people import make_person

pytestmark = pytest.mark.django_db


def submission_of(second_marking):
    cohort = make_cohort()
    set_rules(cohort, second_marking=second_marking)
    return make_accepted(cohort=cohort)


def give(submission, assessor):
    return allocate(submission, assessor=assessor, due_date=TODAY, by=somebody("coordinator"), now=NOON)


@pytest.fixture
def blind(assessor, second_assessor):
    """Both allocations of a submission that two mark without seeing each other."""
    submission = submission_of("double_blind")
    return give(submission, assessor), give(submission, second_assessor)


def mark_both(allocations, first=(), second=()):
    """Both marks; gives the agreement that follows."""
    for allocation, not_yet_met in zip(allocations, (first, second), strict=True):
        finish_marking(allocation, not_yet_met)
    return Agreement.objects.standing().get()


def say(agreement, number, verdict, feedback=""):
    mark = Mark.objects.get(allocation=agreement.allocation)
    judgement = mark.judgements.get(criterion__number=number)
    said = {"verdict": verdict, "feedback": feedback, "version": judgement.version}
    lacks = ["sufficient"] if verdict == "not_yet_met" else []
    return judge(mark, criterion=judgement.criterion, **said, lacks=lacks, by=mark.assessor, now=NOON)


def propose(agreement, rationale="We read para 1 together: the risk to each child is stated."):
    mark = Mark.objects.get(allocation=agreement.allocation)
    write_rationale(mark, text=rationale, version=agreement.version, by=mark.assessor, now=NOON)
    return settle(mark, by=mark.assessor, now=NOON)


def test_mrk_1_where_two_mark_blind_the_second_is_wanted_at_once(assessor, second_assessor):
    submission = submission_of("double_blind")
    give(submission, assessor)

    assert list(list_waiting(somebody("coordinator"))) == [submission]
    assert give(submission, second_assessor).stage == Stage.SECOND
    assert not list_waiting(somebody("coordinator"))
    with pytest.raises(NotAllowed, match="has an assessor already"):
        give(submission, make_person("Theo Third", "assessor"))


def test_mrk_1_a_large_module_is_always_marked_twice(assessor):
    cohort = make_cohort()
    set_rules(cohort, double_mark_credits=1)
    submission = make_accepted(cohort=cohort)

    give(submission, assessor)

    assert list(list_waiting(somebody("coordinator"))) == [submission]


def test_the_same_assessor_does_not_mark_twice(assessor):
    submission = submission_of("double_blind")
    give(submission, assessor)

    with pytest.raises(NotAllowed, match="at another stage already"):
        give(submission, assessor)


def test_a_second_assessor_who_is_taken_back_is_wanted_again(blind, coordinator):
    submission = blind[1].submission

    withdraw_allocation(blind[1], by=coordinator, now=NOON)

    assert list(list_waiting(somebody("coordinator"))) == [submission]
    assert give(submission, make_person("Theo Third", "assessor")).stage == Stage.SECOND


def test_mrk_4_the_first_final_mark_changes_nothing_that_the_second_sees(blind, second_assessor):
    mark = begin(blind[1], by=second_assessor, now=NOON)
    finish_marking(blind[0], ["1.1"])

    assert blind[0].submission.state == SubmissionState.ACCEPTED
    assert [row.beside for row in list_rows(mark)] == [[], [], []]
    assert not Agreement.objects.exists()


def test_mrk_2_two_that_say_the_same_are_filled_in_and_settled_by_one(blind, assessor):
    agreement = mark_both(blind, ["2.1"], ["2.1"])
    mark = Mark.objects.get(allocation=agreement.allocation)

    assert (agreement.allocation.assessor, agreement.allocation.stage) == (assessor, Stage.AGREED)
    assert find_missing(mark) == []
    settle(mark, by=assessor, now=NOON)

    agreement.refresh_from_db()
    mark.refresh_from_db()
    assert (agreement.state, mark.outcome, mark.stands) == (AgreementState.AGREED, Outcome.REFER, True)
    assert mark.submission.state == SubmissionState.MARKED


def test_the_texts_of_both_are_there_once_each(blind):
    finish_marking(blind[0], ["2.1"])
    second = begin(blind[1], by=blind[1].assessor, now=NOON)
    write_feedback(second, text="Reads well.", version=0, by=blind[1].assessor, now=NOON)
    second.judgements.update(verdict="not_yet_met", feedback="Say what you did, and when.")
    for judgement in second.judgements.all():
        judgement.shortfalls.create(lack="current")
    finalise(second, by=blind[1].assessor, now=NOON)

    agreed = Mark.objects.get(stage=Stage.AGREED)

    assert agreed.feedback == "A clear account of careful work.\n\nReads well."
    said = agreed.judgements.get(criterion__number="2.1")
    assert said.feedback == "Say what you did, and when."
    assert sorted(said.shortfalls.values_list("lack", flat=True)) == ["current", "sufficient"]


def test_mrk_2_a_difference_is_left_open_and_needs_a_rationale(blind, assessor):
    agreement = mark_both(blind, ["1.1"], [])
    mark = Mark.objects.get(allocation=agreement.allocation)

    with pytest.raises(NotAllowed) as refused:
        settle(mark, by=assessor, now=NOON)

    assert "Criterion 1.1 is not judged yet." in str(refused.value)
    assert "Say in the rationale why the marks come to this." in str(refused.value)


def test_mrk_2_a_difference_is_proposed_by_one_and_agreed_by_the_other(blind, assessor, second_assessor):
    agreement = mark_both(blind, ["1.1"], [])
    say(agreement, "1.1", "met")
    agreement = propose(agreement)

    assert agreement.state == AgreementState.PROPOSED
    assert Notice.objects.filter(person=second_assessor, kind="marking.proposed").exists()
    with pytest.raises(NotAllowed, match="the other assessor answers"):
        agree(agreement, by=assessor, now=NOON)
    with pytest.raises(NotAllowed, match="put this to the other assessor"):
        say(agreement, "1.1", "not_yet_met", "No.")
    agree(agreement, by=second_assessor, now=NOON)

    first, second, agreed = (Mark.objects.get(stage=stage) for stage in (Stage.FIRST, Stage.SECOND, Stage.AGREED))
    assert (first.outcome, second.outcome, agreed.outcome) == ("refer", "pass", "pass")
    assert [mark.stands for mark in (first, second, agreed)] == [False, False, True]
    assert first.judgements.get(criterion__number="1.1").verdict == "not_yet_met"
    assert agreed.submission.state == SubmissionState.MARKED


def test_no_word_of_a_rationale_goes_into_history(blind, second_assessor):
    agreement = mark_both(blind, ["1.1"], [])
    say(agreement, "1.1", "met")
    agree(propose(agreement, "Secretword"), by=second_assessor, now=NOON)

    assert not [entry for entry in Entry.objects.all() if "Secretword" in f"{entry.detail}{entry.sealed}"]


def test_an_agreed_verdict_is_one_that_somebody_gave(blind, assessor):
    agreement = mark_both(blind, ["1.1"], ["1.1"])
    say(agreement, "1.1", "met")
    mark = Mark.objects.get(allocation=agreement.allocation)

    with pytest.raises(NotAllowed, match="Both marks say the same of 1.1"):
        settle(mark, by=assessor, now=NOON)


def test_the_other_assessor_may_go_on_discussing(blind, assessor, second_assessor):
    agreement = mark_both(blind, ["1.1"], [])
    say(agreement, "1.1", "not_yet_met", "Which child?")
    propose(agreement)

    with pytest.raises(NotAllowed, match="Say what you see differently"):
        discuss(agreement, answer=" ", by=second_assessor, now=NOON)
    agreement = discuss(agreement, answer="Para 1 names both.", by=second_assessor, now=NOON)

    assert (agreement.state, agreement.answer) == (AgreementState.OPEN, "Para 1 names both.")
    say(agreement, "1.1", "met")
    assert list(list_queue(assessor)) == [agreement.allocation]


def test_an_answer_from_an_older_page_is_refused(blind, second_assessor):
    agreement = mark_both(blind, ["1.1"], [])
    say(agreement, "1.1", "met")
    propose(agreement)

    with pytest.raises(Stale):
        agree(agreement, by=second_assessor, now=NOON, seen=1)


def test_mrk_2_a_third_assessor_marks_blind_and_settles_it(blind, assessor, second_assessor):
    agreement = mark_both(blind, ["1.1"], [])
    ask_third(agreement, reason="We read para 1 differently.", by=second_assessor, now=NOON)
    submission = blind[0].submission
    theo = make_person("Theo Third", "assessor")
    assert list(list_waiting(somebody("coordinator"))) == [submission]
    assert not list_queue(assessor)

    allocation = give(submission, theo)
    mark = begin(allocation, by=theo, now=NOON)
    assert allocation.stage == Stage.THIRD
    assert [row.beside for row in list_rows(mark)] == [[], [], []]
    finish_marking(allocation, [])

    agreed = Mark.objects.get(stage=Stage.AGREED, assessor=theo)
    assert set(agreed.judgements.values_list("verdict", flat=True)) == {"met"}
    assert propose(Agreement.objects.standing().get()).state == AgreementState.AGREED
    agreed.refresh_from_db()
    assert (agreed.stands, Mark.objects.filter(stands=True).count()) == (True, 1)


@pytest.mark.parametrize("who", ["moderator", "coordinator"])
def test_nobody_else_answers_or_asks_for_a_third(who, request, blind):
    agreement, person = mark_both(blind, ["1.1"], []), request.getfixturevalue(who)

    for answer in (
        lambda: agree(agreement, by=person, now=NOON),
        lambda: discuss(agreement, answer="No.", by=person, now=NOON),
        lambda: ask_third(agreement, reason="No.", by=person, now=NOON),
    ):
        with pytest.raises(NotAllowed, match="Only the two assessors"):
            answer()


def test_sighted_a_second_assessor_is_wanted_after_the_first_and_sees_that_mark(assessor, second_assessor):
    submission = submission_of("sighted")
    first = give(submission, assessor)
    assert not list_waiting(somebody("coordinator"))
    finish_marking(first, ["1.1"])

    second = give(submission, second_assessor)
    rows = list_rows(begin(second, by=second_assessor, now=NOON))

    assert [one.judgement.verdict for row in rows for one in row.beside] == ["not_yet_met", "met", "met"]
    assert {row.judgement.verdict for row in rows} == {""}


def test_sighted_the_same_again_needs_no_further_word(assessor, second_assessor):
    submission = submission_of("sighted")
    finish_marking(give(submission, assessor), ["1.1"])

    finish_marking(give(submission, second_assessor), ["1.1"])

    submission.refresh_from_db()
    assert submission.state == SubmissionState.MARKED
    assert Mark.objects.get(stands=True).stage == Stage.AGREED


def test_sighted_a_difference_is_agreed_as_ever(assessor, second_assessor):
    submission = submission_of("sighted")
    finish_marking(give(submission, assessor), ["1.1"])
    finish_marking(give(submission, second_assessor), [])

    assert Agreement.objects.get().state == AgreementState.OPEN


def test_moderation_and_the_board_read_the_mark_that_stands(blind, second_assessor, board_members, coordinator):
    agreement = mark_both(blind, ["1.1"], [])
    say(agreement, "1.1", "met")
    agree(propose(agreement), by=second_assessor, now=NOON)
    submission = agreement.submission
    cohort = submission.portfolio.enrolment.cohort

    assert [mark.stage for mark in list_unsampled(cohort)] == [Stage.AGREED]
    submission.state = SubmissionState.CONFIRMED
    submission.save()
    chair, *members = board_members
    said = {"notice_reason": "The only day.", "by": coordinator, "now": NOON}
    board = schedule(cohort, held_on=TODAY, chair=chair, members=members, **said)
    board = freeze_papers(board, late_reason="The only day.", by=coordinator, now=NOON)
    assert board.papers.get().criteria_not_met == 0


def test_an_agreed_mark_that_the_moderator_queries_is_agreed_anew(blind, assessor, second_assessor, moderator):
    agreement = mark_both(blind, ["1.1"], [])
    say(agreement, "1.1", "met")
    agree(propose(agreement), by=second_assessor, now=NOON)
    earlier = Mark.objects.get(stands=True)

    allocation = reopen(earlier, query="Is 1.1 shown?", by=moderator, now=later(days=1))
    begin(allocation, by=assessor, now=later(days=1))
    again = Agreement.objects.standing().get()
    say(again, "1.1", "not_yet_met", "Name each child.")
    agree(propose(again, "The moderator is right."), by=second_assessor, now=later(days=1))

    assert Mark.objects.get(stands=True).outcome == Outcome.REFER
    earlier.refresh_from_db()
    assert (earlier.outcome, earlier.stands) == (Outcome.PASS, False)


def test_an_agreement_cannot_be_taken_back_by_the_coordinator(blind, coordinator):
    agreement = mark_both(blind, ["1.1"], [])

    with pytest.raises(NotAllowed, match="agree this mark themselves"):
        withdraw_allocation(agreement.allocation, by=coordinator, now=NOON)
    assert Allocation.objects.get(pk=agreement.allocation_id).state == "active"
