"""Mitigating circumstances and questions of misconduct: the panel, who may sit, who may read, and what follows."""

from datetime import date, timedelta

import pytest

from assessments.cases.actions import conclude, give_opinion, raise_misconduct, reply, seat_panel
from assessments.cases.queries import codes_for, people_to_sit
from assessments.cases.reading import read_own, read_to_decide
from assessments.cases.states import OUTCOMES, Kind, Outcome, SideCaseState
from assessments.portfolios.actions import submit, take_back
from assessments.portfolios.models import Submission
from assessments.portfolios.states import Declaration, SubmissionState
from courses.delivery.actions import add_staff
from courses.delivery.calendar import five_pm
from courses.delivery.states import EnrolmentState
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.cases.panels import claimed, decided, panel, seated, suspected
from tests.clock import NOON, TODAY
from tests.factories import (
    DUE,
    finish_marking,
    make_accepted,
    make_allocation,
    make_cohort,
    make_portfolio,
    make_ready_portfolio,
    make_submitted,
    set_rules,
)
from tests.people import employer, make_person

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
CLAIMS_CLOSE = five_pm(date(2026, 7, 10))


def test_mc_1_told_until_five_working_days_after_the_deadline(learner):
    submission = make_portfolio(learner)

    with pytest.raises(NotAllowed, match="could be told until Friday 10 July 2026, 5pm"):
        claimed(submission, now=CLAIMS_CLOSE + SECOND)
    assert claimed(submission, now=CLAIMS_CLOSE).is_open


def test_mc_1_three_people_decide_and_none_of_them_marks(learner, coordinator, assessor, tutor):
    cohort = make_cohort(assessor=assessor, tutor=tutor)
    case = claimed(make_portfolio(learner, cohort))
    chair, second, third = panel()

    with pytest.raises(NotAllowed, match="needs 3 different people"):
        seat_panel(case, chair=chair, members=[second, chair], by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="teaches or judges this cohort"):
        seat_panel(case, chair=chair, members=[second, tutor], by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="holds no appointment"):
        seat_panel(case, chair=chair, members=[second, assessor], by=coordinator, now=NOON)
    assert {chair, second, third} <= set(people_to_sit(case, TODAY))
    assert tutor not in people_to_sit(case, TODAY)


def test_mc_1_who_works_with_the_learner_does_not_sit(learner, coordinator):
    colleague = make_person("Col League", "tutor", employer=employer())
    chair, second, _ = panel()

    with pytest.raises(NotAllowed, match="works with this learner"):
        seat_panel(claimed(make_portfolio(learner)), chair=chair, members=[second, colleague], by=coordinator, now=NOON)


def test_mc_1_the_answer_is_what_most_of_them_say(learner):
    case = seated(claimed(make_portfolio(learner)))
    chair, second, third = panel()
    give_opinion(case, opinion="none", by=second, now=NOON)
    with pytest.raises(NotAllowed, match="1 member has not given an opinion"):
        conclude(case, outcome="none", reason="No.", by=chair, now=NOON)
    give_opinion(case, opinion="none", by=third, now=NOON)

    with pytest.raises(NotAllowed, match="see it differently"):
        conclude(case, outcome="more_time", days=5, reason="Yes.", by=chair, now=NOON)
    with pytest.raises(NotAllowed, match="The chair"):
        conclude(case, outcome="none", reason="No.", by=second, now=NOON)
    assert conclude(case, outcome="none", reason="No.", by=chair, now=NOON).outcome == Outcome.NONE


def test_mc_1_more_time(learner):
    submission = make_portfolio(learner)

    decided(claimed(submission), "more_time", days=20)

    submission.refresh_from_db()
    assert submission.due_at == DUE + 20 * DAY


def test_mc_1_lateness_that_does_not_count_leaves_the_receipt_as_it_was(learner):
    submission = make_ready_portfolio(learner)
    submission = submit(submission, declarations=Declaration.values, by=learner, now=DUE + DAY)
    digest = submission.manifest_digest

    decided(claimed(submission, now=DUE + 2 * DAY), "penalty_removed", now=DUE + 3 * DAY)

    submission.refresh_from_db()
    assert (submission.is_late, submission.manifest_digest) == (False, digest)
    assert '"late":true' in submission.manifest


def test_mc_1_a_deferral_uses_no_attempt_and_keeps_everything(learner):
    submission = make_ready_portfolio(learner)

    decided(claimed(submission), "deferred", days=60)

    submission.refresh_from_db()
    draft = Submission.objects.get(portfolio=submission.portfolio, state=SubmissionState.DRAFT)
    assert submission.state == SubmissionState.DEFERRED
    assert (draft.attempt, draft.draft_number, draft.due_at) == (1, 2, DUE + 60 * DAY)
    assert draft.items.count() == submission.items.count() > 0
    assert set(draft.criteria.all()) == set(submission.criteria.all())


def test_mc_1_no_outcome_raises_a_mark():
    assert set(OUTCOMES[Kind.CIRCUMSTANCES]) == {
        Outcome.MORE_TIME,
        Outcome.PENALTY_REMOVED,
        Outcome.DEFERRED,
        Outcome.NONE,
    }


@pytest.mark.parametrize(("opinion", "sentence"), [("more_time", "handed in"), ("deferred", "not handed in yet")])
def test_time_for_what_is_handed_in_is_refused(learner, opinion, sentence):
    case = seated(claimed(make_submitted(learner)))

    with pytest.raises(NotAllowed, match=sentence):
        give_opinion(case, opinion=opinion, days=5, by=panel()[1], now=NOON)


def test_only_the_panel_reads_and_each_reading_is_recorded(learner, other_learner, coordinator, assessor):
    case = seated(claimed(make_portfolio(learner)))

    for person in (coordinator, assessor, other_learner, make_person("Outside Tutor", "tutor")):
        with pytest.raises(NotAllowed, match="members of this panel"):
            read_to_decide(case, by=person, now=NOON)
    assert read_to_decide(case, by=panel()[2], now=NOON).statement == "I had to move at night."
    assert read_own(case, by=learner).statement == "I had to move at night."
    assert Entry.objects.filter(name="case.read").count() == 1


def test_the_board_sees_codes(learner):
    submission = make_submitted(learner)
    decided(claimed(submission), "none")

    assert codes_for([submission]) == {submission.pk: ["Circumstances: nothing changes"]}


def test_mis_1_the_work_is_paused_wherever_it_is_and_goes_on_from_there(learner, coordinator):
    submission = make_submitted(learner)
    at = submission.submitted_at
    case = suspected(submission, by=coordinator)
    submission.refresh_from_db()
    assert (submission.state, submission.held_from) == (SubmissionState.HELD, SubmissionState.SUBMITTED)
    with pytest.raises(NotAllowed, match="taken back only until"):
        take_back(submission, by=learner, now=NOON)

    decided(case, "no_case")

    submission.refresh_from_db()
    assert (submission.state, submission.held_from, submission.submitted_at) == (SubmissionState.SUBMITTED, "", at)


def test_mis_1_marking_stands_still_and_what_was_marked_stays(learner, coordinator, assessor):
    allocation = make_allocation(assessor, learner)
    submission = allocation.submission
    case = suspected(submission, by=coordinator)
    with pytest.raises(NotAllowed, match="paused"):
        finish_marking(allocation)
    decided(case, "no_case")

    assert finish_marking(allocation).state == "final"


def test_mis_1_proven_the_attempt_is_void_and_a_capped_one_opens(learner, coordinator):
    submission = make_accepted(learner)

    decided(suspected(submission, by=coordinator), "new_attempt")

    submission.refresh_from_db()
    following = submission.next_attempts.get()
    assert submission.state == SubmissionState.VOID
    assert (following.attempt, following.is_capped, following.due_at) == (2, True, five_pm(date(2026, 7, 1)))


def test_mis_1_a_panel_may_end_the_enrolment(learner, coordinator):
    submission = make_accepted(learner)

    decided(suspected(submission, by=coordinator), "ended")

    submission.refresh_from_db()
    submission.portfolio.enrolment.refresh_from_db()
    assert submission.state == SubmissionState.VOID
    assert submission.portfolio.enrolment.state == EnrolmentState.WITHDRAWN


def test_mis_1_the_learner_knows_what_was_noticed_and_replies(learner, other_learner, coordinator):
    case = seated(suspected(make_submitted(learner), by=coordinator))

    with pytest.raises(NotAllowed, match="Only the learner"):
        reply(case, text="No.", by=other_learner, now=NOON)
    case = reply(case, text="We wrote it together in the session.", by=learner, now=NOON)

    assert read_own(case, by=learner).statement == "E1 is the text of another portfolio."
    assert read_to_decide(case, by=panel()[0], now=NOON).reply == "We wrote it together in the session."


def test_mis_1_who_raised_it_does_not_decide(learner, coordinator):
    chair, second, third = panel()
    case = raise_misconduct(make_submitted(learner), statement="E2.", by=third, now=NOON)

    with pytest.raises(NotAllowed, match="raised this"):
        seat_panel(case, chair=chair, members=[second, third], by=coordinator, now=NOON)


def test_mis_1_a_draft_and_a_second_question_are_refused(learner, other_learner, coordinator):
    with pytest.raises(NotAllowed, match="cannot be paused"):
        suspected(make_portfolio(other_learner), by=coordinator)
    submission = make_submitted(learner)
    suspected(submission, by=coordinator)
    submission.refresh_from_db()
    with pytest.raises(NotAllowed, match="cannot be paused|raised already"):
        suspected(submission, by=coordinator)


def test_a_panel_grows_with_the_rules(learner, coordinator):
    cohort = make_cohort()
    set_rules(cohort, circumstances_panel=2)
    chair, second, _ = panel()

    case = seat_panel(claimed(make_portfolio(learner, cohort)), chair=chair, members=[second], by=coordinator, now=NOON)

    assert case.state == SideCaseState.SEATED


def test_a_post_on_the_cohort_ends_fitness_for_the_panel(learner, coordinator):
    cohort = make_cohort()
    case = claimed(make_portfolio(learner, cohort))
    chair, second, third = panel()
    add_staff(cohort, person=third, role="tutor", by=coordinator, now=NOON)

    with pytest.raises(NotAllowed, match="teaches or judges"):
        seat_panel(case, chair=chair, members=[second, third], by=coordinator, now=NOON)
