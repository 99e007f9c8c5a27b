"""Two presses at the same moment, on two connections."""

import pytest
from django.test import Client

from assessments.cases.actions import raise_misconduct
from assessments.cases.models import SideCase
from assessments.marking.actions import (
    Stale,
    allocate,
    begin,
    countersign,
    finalise,
    judge,
    send_back,
    take_next,
    withdraw_allocation,
)
from assessments.marking.models import Agreement, Allocation, Countersignature, Mark
from assessments.marking.queries import list_queue, version_of
from assessments.marking.states import AllocationState, Stage
from assessments.portfolios.actions import void
from assessments.portfolios.states import SubmissionState, VoidReason
from assessments.standing.models import StandingFact
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.marking.desks import all_met, url
from tests.assessments.portfolios.test_races import at_once
from tests.clock import NOON, TODAY
from tests.factories import finish_marking, make_accepted, make_allocation, make_cohort, set_rules
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(action):
    """What an action gave, or the class of its refusal."""
    try:
        return action()
    except (NotAllowed, Stale) as refused:
        return type(refused)


def test_two_coordinators_allocate_once(assessor, coordinator):
    submission = make_accepted()

    given = at_once(
        lambda: outcome(lambda: allocate(submission, assessor=assessor, due_date=TODAY, by=coordinator, now=NOON))
    )

    assert sorted(type(one).__name__ for one in given) == ["Allocation", "type"]
    assert Allocation.objects.count() == 1


def test_two_tabs_that_begin_make_one_mark(assessor):
    allocation = make_allocation(assessor)

    first, second = at_once(lambda: begin(allocation, by=assessor, now=NOON))

    assert first == second
    assert Mark.objects.get().judgements.count() == 3


def test_of_many_saves_from_one_version_one_wins_and_the_rest_keep_their_text(assessor):
    mark = begin(make_allocation(assessor), by=assessor, now=NOON)
    criterion = mark.submission.criteria.get(number="1.1")
    texts = iter(["One.", "Two.", "Three.", "Four."])

    def save():
        said = {"verdict": "met", "feedback": next(texts), "version": 0}
        return outcome(lambda: judge(mark, criterion=criterion, **said, by=assessor, now=NOON))

    results = at_once(save, times=4)

    assert [one for one in results if one is not Stale] == [mark.judgements.get(criterion=criterion)]
    assert Entry.objects.filter(name="judgement.saved").count() == 1


def test_finalising_twice_makes_one_final_mark(assessor):
    mark = begin(make_allocation(assessor), by=assessor, now=NOON)
    mark.judgements.update(verdict="met")
    Mark.objects.update(feedback="Good.")

    results = at_once(lambda: outcome(lambda: finalise(mark, by=assessor, now=NOON)))

    assert results.count(NotAllowed) == 1
    assert Entry.objects.filter(name="mark.finalised").count() == 1


def test_taking_back_and_finalising_at_once_leave_one_truth(assessor):
    mark = begin(make_allocation(assessor), by=assessor, now=NOON)
    mark.judgements.update(verdict="met")
    Mark.objects.update(feedback="Good.")
    coordinator = make_person("Cora Second", "coordinator")
    steps = iter(
        [
            lambda: finalise(mark, by=assessor, now=NOON),
            lambda: withdraw_allocation(mark.allocation, by=coordinator, now=NOON),
        ]
    )

    results = at_once(lambda: outcome(next(steps)))

    assert results.count(NotAllowed) == 1
    state = Mark.objects.get().state
    assert Allocation.objects.get().state == (AllocationState.DONE if state == "final" else AllocationState.WITHDRAWN)


def test_asr_1_signing_and_sending_back_at_once_leave_one_word(assessor, second_assessor, coordinator):
    StandingFact.objects.filter(person=assessor, kind="training").delete()
    allocation = allocate(
        make_accepted(), assessor=assessor, countersigner=second_assessor, due_date=TODAY, by=coordinator, now=NOON
    )
    mark = finish_marking(allocation)
    steps = iter(
        [
            lambda: countersign(mark, by=second_assessor, now=NOON),
            lambda: send_back(mark, reason="Not shown.", by=second_assessor, now=NOON),
        ]
    )

    results = at_once(lambda: outcome(next(steps)))

    assert results.count(NotAllowed) == 1
    is_signed = Countersignature.objects.get(mark=mark).is_signed
    mark.submission.refresh_from_db()
    assert mark.submission.state == (SubmissionState.MARKED if is_signed else SubmissionState.ACCEPTED)


def page_of(assessor, address, data):
    """What one of many tabs is answered."""
    answer = sign_in(Client(), assessor).post(address, data)
    return answer.status_code, answer.content.decode()


def test_of_fifty_tabs_that_end_from_one_version_one_wins_and_49_keep_their_text(assessor):
    allocation = make_allocation(assessor)
    mark = begin(allocation, by=assessor, now=NOON)
    texts = [f"Text of tab {number:02}." for number in range(50)]
    typed, address = iter(texts), url("mark_submission", allocation)

    def save():
        text = next(typed)
        return text, *page_of(assessor, address, all_met(mark, then="finalise") | {"overall-text": text})

    saved = at_once(save, times=50)
    [winner] = [text for text, status, _ in saved if status == 302]
    lost = [(text, page) for text, status, page in saved if status == 409]
    assert len(lost) == 49
    assert [text for text, page in lost if text not in page or winner not in page] == []

    seen = {"seen": version_of(Mark.objects.get())}
    ends = at_once(lambda: page_of(assessor, url("finalise_mark", allocation), seen)[0], times=50)

    assert sorted(ends) == [302] + [409] * 49
    assert Mark.objects.get().feedback == winner
    assert Entry.objects.filter(name="mark.finalised").count() == 1


def test_two_assessors_who_press_next_get_two_portfolios(assessor, second_assessor):
    cohort = make_cohort(assessor=assessor)
    cohort.staff.create(person=second_assessor, role="assessor")
    for name in ("One Learner", "Two Learner"):
        make_accepted(make_person(name), cohort)
    people = iter([assessor, second_assessor])

    taken = at_once(lambda: take_next(by=next(people), now=NOON))

    assert len({one.submission_id for one in taken}) == 2


def test_two_final_marks_at_once_make_one_agreement(assessor, second_assessor):
    cohort = make_cohort()
    set_rules(cohort, second_marking="double_blind")
    submission, by = make_accepted(cohort=cohort), make_person("Cora Second", "coordinator")
    marks = []
    for person in (assessor, second_assessor):
        allocation = allocate(submission, assessor=person, due_date=TODAY, by=by, now=NOON)
        marks.append(begin(allocation, by=person, now=NOON))
        marks[-1].judgements.update(verdict="met")
    Mark.objects.update(feedback="Good.")
    waiting = iter(marks)

    at_once(lambda: (lambda mark: finalise(mark, by=mark.assessor, now=NOON))(next(waiting)))

    assert Agreement.objects.count() == 1
    assert Mark.objects.filter(stage=Stage.AGREED).count() == 1


def test_allocating_while_the_learner_leaves_ends_in_one_truth(assessor, coordinator):
    """Either it was allocated before it became void, or the allocation is refused; nobody marks what is void."""
    submission = make_accepted()
    steps = iter(
        [
            lambda: allocate(submission, assessor=assessor, due_date=TODAY, by=coordinator, now=NOON),
            lambda: void(submission, reason=VoidReason.LEFT, by=None, now=NOON),
        ]
    )

    results = at_once(lambda: outcome(next(steps)))

    submission.refresh_from_db()
    assert submission.state == SubmissionState.VOID
    assert Allocation.objects.count() == (0 if NotAllowed in results else 1)
    assert list(list_queue(assessor)) == []
    for allocation in Allocation.objects.all():
        with pytest.raises(NotAllowed):
            begin(allocation, by=assessor, now=NOON)


def test_allocating_anew_and_taking_back_at_once_leave_one_assessor_at_most(assessor, second_assessor, coordinator):
    first = make_allocation(assessor)
    other = make_person("Cora Second", "coordinator")
    steps = iter(
        [
            lambda: withdraw_allocation(first, by=coordinator, now=NOON),
            lambda: allocate(first.submission, assessor=second_assessor, due_date=TODAY, by=other, now=NOON),
        ]
    )

    results = at_once(lambda: outcome(next(steps)))

    standing = Allocation.objects.exclude(state=AllocationState.WITHDRAWN)
    assert [one.assessor for one in standing] == ([] if NotAllowed in results else [second_assessor])
    assert Entry.objects.filter(name="allocation.withdrawn").count() == 1


def test_two_who_ask_a_panel_at_once_ask_once(assessor, moderator):
    """The desk and the office notice the same thing in the same moment."""
    allocation = make_allocation(assessor)
    people = iter([assessor, make_person("Cora Second", "coordinator")])

    results = at_once(
        lambda: outcome(lambda: raise_misconduct(allocation.submission, statement="E1.", by=next(people), now=NOON))
    )

    assert results.count(NotAllowed) == 1
    assert SideCase.objects.count() == 1
