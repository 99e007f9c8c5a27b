"""Appeals: grounds and time, deciders who had no part in it, others affected, and a result that is reopened."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.appeals.actions import answer_appeal, give_opinion, make_appeal, seat_panel, withdraw_appeal
from assessments.appeals.models import Appeal
from assessments.appeals.queries import list_alike, people_to_sit
from assessments.appeals.reading import read_own, read_to_decide
from assessments.appeals.rules import appeal_closes_at
from assessments.boards.models import Decision
from assessments.boards.queries import get_outcome
from assessments.certificates.models import Award
from assessments.demo import road
from assessments.marking.actions import allocate
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.calendar import five_pm
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.cases.panels import panel
from tests.clock import NOON, TODAY
from tests.factories import (
    confirm_marking,
    finish_marking,
    let_out,
    make_board,
    make_cohort,
    make_released,
    set_rules,
    somebody,
)
from tests.people import employer, make_person, sign_in
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_referral")]
SECOND = timedelta(seconds=1)
WORDS = "The feedback is about another portfolio."


@pytest.fixture(scope="module")
def standing_referral(django_db_setup, django_db_blocker):
    with standing(django_db_blocker):
        yield make_released(make_person("Amira Learner", Role.LEARNER, employer=employer()), not_yet_met=["1.2"]).pk


@pytest.fixture
def referred(db, standing_referral):
    return Submission.objects.get(pk=standing_referral)


@pytest.fixture
def learner(referred):
    return referred.portfolio.enrolment.learner


def appeal(submission, *, now=NOON, **fields):
    details = {"ground": "procedure", "statement": WORDS}
    return make_appeal(submission, **details | fields, by=submission.portfolio.enrolment.learner, now=now)


def seated(made):
    chair, *members = panel()
    return seat_panel(made, chair=chair, members=members, by=somebody("coordinator"), now=NOON)


def answered(made, answer, **fields):
    made = seated(made)
    chair, *members = panel()
    for member in members:
        give_opinion(made, opinion=answer, by=member, now=NOON)
    details = {"others_affected": 0} if answer != "dismissed" else {}
    return answer_appeal(made, answer=answer, reason="We looked.", **details | fields, by=chair, now=NOON)


def test_apl_1_twenty_working_days_from_the_result(referred):
    assert appeal_closes_at(referred) == five_pm(date(2026, 7, 1))
    with pytest.raises(NotAllowed, match="until Wednesday 1 July 2026, 5pm"):
        appeal(referred, now=five_pm(date(2026, 7, 1)) + SECOND)
    assert appeal(referred, now=five_pm(date(2026, 7, 1))).is_open


def test_apl_1_the_time_is_that_of_the_agreement(learner):
    cohort = make_cohort()
    set_rules(cohort, appeal_working_days=10)

    assert appeal_closes_at(make_released(learner, cohort, not_yet_met=["1.2"])) == five_pm(date(2026, 6, 17))


def test_apl_1_the_grounds_leave_out_academic_judgement(referred):
    with pytest.raises(ValueError, match="judgement"):
        appeal(referred, ground="judgement")
    with pytest.raises(NotAllowed, match="no ground on its own"):
        appeal(referred, statement=" ")
    assert not Appeal.objects.exists()


def test_apl_1_once_by_the_learner_and_never_against_a_pass(referred, other_learner):
    with pytest.raises(NotAllowed, match="Only the learner"):
        make_appeal(referred, ground="bias", statement=WORDS, by=other_learner, now=NOON)
    withdraw_appeal(appeal(referred), by=referred.portfolio.enrolment.learner, now=NOON)
    with pytest.raises(NotAllowed, match="answered once"):
        appeal(referred)
    with pytest.raises(NotAllowed, match="passed"):
        appeal(make_released(other_learner))


def test_apl_2_nobody_involved_decides_and_one_is_independent(referred, coordinator):
    made = appeal(referred)
    chair, second, third = panel()
    fit = {person for person, _ in people_to_sit(made, TODAY)}
    colleague = make_person("Col League", "tutor", employer=employer())

    assert {chair, second, third, coordinator} <= fit
    # Marked, moderated, took in and released, sat on the board; works with her.
    for involved in (somebody("coordinator"), somebody("board"), colleague):
        assert involved not in fit
        with pytest.raises(NotAllowed, match="had a part|works with"):
            seat_panel(made, chair=chair, members=[second, involved], by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="3 different people"):
        seat_panel(made, chair=chair, members=[second], by=coordinator, now=NOON)
    assert any(seat.is_independent for seat in seated(made).seats.all())


def test_apl_2_a_panel_without_anybody_independent_is_refused(referred, coordinator):
    made = appeal(referred)
    other = make_cohort()
    other.accreditation = referred.portfolio.enrolment.accreditation
    other.save()
    people = panel()
    for person in people:
        other.staff.create(person=person, role="tutor")

    with pytest.raises(NotAllowed, match="independent"):
        seat_panel(made, chair=people[0], members=people[1:], by=coordinator, now=NOON)


def test_apl_2_a_fault_makes_the_panel_look_for_others(learner, other_learner):
    cohort = make_cohort()
    other = make_released(other_learner, cohort)
    first = make_released(learner, cohort, not_yet_met=["1.2"])
    made = seated(appeal(first))
    chair, *members = panel()
    for member in members:
        give_opinion(made, opinion="decide_again", by=member, now=NOON)

    assert list(list_alike(made, chair)) == [other]
    with pytest.raises(NotAllowed, match="look whether it touched others"):
        answer_appeal(made, answer="decide_again", reason="A fault.", by=chair, now=NOON)
    made = answer_appeal(made, answer="decide_again", reason="A fault.", others_affected=1, by=chair, now=NOON)
    assert Entry.objects.get(name="appeal.answered").detail["others"] == 1


def test_the_database_knows_that_others_were_looked_for(referred):
    made = answered(appeal(referred), "decide_again")

    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=made.pk).update(others_affected=None)


def test_the_answer_is_what_most_say(referred):
    made = seated(appeal(referred))
    chair, second, third = panel()
    give_opinion(made, opinion="dismissed", by=second, now=NOON)
    with pytest.raises(NotAllowed, match="1 member has not"):
        answer_appeal(made, answer="dismissed", reason="No.", by=chair, now=NOON)
    give_opinion(made, opinion="dismissed", by=third, now=NOON)

    with pytest.raises(NotAllowed, match="see it differently"):
        answer_appeal(made, answer="mark_again", reason="Yes.", others_affected=0, by=chair, now=NOON)
    answer_appeal(made, answer="dismissed", reason="No.", by=chair, now=NOON)

    referred.refresh_from_db()
    assert referred.state == SubmissionState.RELEASED


def test_decided_again_a_new_row_stands_and_the_first_is_kept(referred, learner):
    """The board decides on the same mark; the resubmission that was open is set aside and its work goes on."""
    draft = referred.next_attempts.get()
    answered(appeal(referred), "decide_again")
    draft.refresh_from_db()
    referred.refresh_from_db()
    assert (referred.state, draft.state) == (SubmissionState.CONFIRMED, SubmissionState.VOID)
    assert get_outcome(referred) is None

    board = road.decide_all(make_board(referred.portfolio.enrolment.cohort), now=NOON)
    let_out(board)

    referred.refresh_from_db()
    again = Submission.objects.get(portfolio=referred.portfolio, state=SubmissionState.DRAFT)
    assert Decision.objects.filter(submission=referred).count() == 2
    assert (again.attempt, again.draft_number, again.items.count()) == (2, 2, draft.items.count())


def test_marked_again_by_somebody_else_it_may_pass(referred, coordinator, second_assessor):
    first = referred.allocations.get().assessor
    referred.marks.update(finalised_at=NOON - timedelta(days=9))
    referred.decisions.update(decided_at=NOON - timedelta(days=2))
    answered(appeal(referred), "mark_again")
    referred.refresh_from_db()
    assert referred.state == SubmissionState.ACCEPTED
    due = {"due_date": date(2026, 7, 30), "by": coordinator, "now": NOON}
    with pytest.raises(NotAllowed):
        allocate(referred, assessor=first, **due)

    finish_marking(allocate(referred, assessor=second_assessor, **due))
    confirm_marking(referred.portfolio.enrolment.cohort)
    board = road.decide_all(make_board(referred.portfolio.enrolment.cohort), now=NOON)
    let_out(board)

    assert referred.marks.count() == 2
    assert Award.objects.filter(enrolment=referred.portfolio.enrolment).exists()
    referred.refresh_from_db()
    assert get_outcome(referred).decision.result == "pass"


@pytest.mark.parametrize("keeps_cap", [True, False])
def test_ref_3_a_cap_survives_an_appeal_only_if_the_board_says_so(referred, keeps_cap):
    Submission.objects.filter(pk=referred.pk).update(is_capped=True)

    answered(appeal(referred), "decide_again", keeps_cap=keeps_cap)

    referred.refresh_from_db()
    assert referred.is_capped == keeps_cap


def test_a_next_attempt_that_is_handed_in_is_decided_first(referred):
    made = seated(appeal(referred))
    referred.next_attempts.update(state="submitted", submitted_at=NOON, manifest_digest="0" * 64)
    chair, *members = panel()
    for member in members:
        give_opinion(made, opinion="decide_again", by=member, now=NOON)

    with pytest.raises(NotAllowed, match="decided first"):
        answer_appeal(made, answer="decide_again", reason="Yes.", others_affected=0, by=chair, now=NOON)

    assert Appeal.objects.get().is_open


def test_only_the_panel_and_the_learner_read_it(referred, coordinator, learner):
    made = seated(appeal(referred))

    for person in (coordinator, somebody("assessor"), somebody("board")):
        with pytest.raises(NotAllowed, match="members of this panel"):
            read_to_decide(made, by=person, now=NOON)
    assert read_to_decide(made, by=panel()[0], now=NOON).statement == WORDS
    assert read_own(made, by=learner).statement == WORDS
    assert Entry.objects.filter(name="appeal.read").count() == 1


@pytest.mark.parametrize(("is_in_scheme", "words"), [(True, "within 12 months"), (False, "not in the scheme")])
def test_apl_3_outside_review_is_named_only_where_the_award_is_in_the_scheme(client, learner, is_in_scheme, words):
    cohort = make_cohort()
    if is_in_scheme:
        set_rules(cohort, outside_review=True)
    made = answered(appeal(make_released(learner, cohort, not_yet_met=["1.2"])), "dismissed")

    page = sign_in(client, learner).get(reverse("appeals:show_appeal", args=[made.pk]))

    assert words in " ".join(page.text.split())


def test_lists_need_as_many_queries_for_many_appeals_as_for_one(client, coordinator, django_assert_num_queries):
    cohort = make_cohort()
    asked = []

    def appeal_of(number):
        return make_released(make_person(f"Appeals{number} Learner", "learner"), cohort, not_yet_met=["1.2"])

    seated(appeal(appeal_of(0)))
    for who, page in ((coordinator, "list_appeals"), (panel()[0], "list_panel")):
        sign_in(client, who).get(reverse(f"appeals:{page}"))
        with CaptureQueriesContext(connection) as one:
            client.get(reverse(f"appeals:{page}"))
        asked.append((who, page, len(one)))
    for number in range(1, 4):
        seated(appeal(appeal_of(number)))

    for who, page, number in asked:
        sign_in(client, who).get(reverse(f"appeals:{page}"))
        with django_assert_num_queries(number):
            client.get(reverse(f"appeals:{page}"))
