"""Extensions, breaks and adjustments: what a learner takes, what is agreed, and what it does to her deadlines."""

from datetime import timedelta

import pytest

from assessments.cases.actions import (
    answer,
    ask_adjustment,
    ask_break,
    ask_extension,
    come_back,
    conclude,
    seat_panel,
    take_back_request,
    take_extension,
)
from assessments.cases.effects import describe, foresee, foresee_days
from assessments.cases.models import SideCase
from assessments.cases.queries import extra_days, list_instructions
from assessments.cases.states import Ground, Kind, Outcome, SideCaseState
from assessments.portfolios.deadlines import closes_at
from courses.delivery.states import EnrolmentState
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.assessments.cases.panels import panel
from tests.clock import NOON, later
from tests.factories import DUE, make_cohort, make_portfolio, make_submitted, set_rules
from tests.people import employer, make_person

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def take(submission, days=7, now=NOON):
    return take_extension(submission, days=days, ground="court", by=submission.portfolio.enrolment.learner, now=now)


def ask(submission, days=10, now=NOON, **fields):
    learner = submission.portfolio.enrolment.learner
    return ask_extension(submission, days=days, ground="crisis", by=learner, now=now, **fields)


def test_ext_1_seven_days_are_hers_until_the_deadline(learner):
    submission = make_portfolio(learner)

    case = take(submission, now=DUE)

    submission.refresh_from_db()
    assert submission.due_at == DUE + 7 * DAY
    assert (case.state, case.outcome, case.answered_by) == (SideCaseState.ANSWERED, Outcome.GRANTED, None)
    assert case.rules_version == submission.portfolio.enrolment.rules.version


@pytest.mark.parametrize(
    ("days", "now", "sentence"),
    [(8, NOON, "up to 7 days yourself"), (0, NOON, "up to 7 days yourself"), (3, DUE + SECOND, "has passed")],
)
def test_ext_1_more_or_later_needs_a_coordinator(learner, days, now, sentence):
    submission = make_portfolio(learner)

    with pytest.raises(NotAllowed, match=sentence):
        take(submission, days, now)

    submission.refresh_from_db()
    assert submission.due_at == DUE


def test_ext_1_once_for_an_attempt(learner):
    submission = make_portfolio(learner)
    take(submission, days=2)

    with pytest.raises(NotAllowed, match="had more time"):
        take(submission, days=2)


def test_ext_2_a_coordinator_agrees_to_fourteen_days_in_all(learner, coordinator):
    submission = make_portfolio(learner)
    take(submission, days=7)
    with pytest.raises(NotAllowed, match="14 days in all, and 7 of them are given"):
        ask(submission, days=8)

    case = answer(ask(submission, days=7), outcome="granted", reason="Yes.", by=coordinator, now=NOON)

    submission.refresh_from_db()
    assert submission.due_at == DUE + 14 * DAY
    assert describe(case, NOON) == (
        "Your deadline moved later by 7 days: it is now Friday 17 July 2026, 5pm, and late work is taken until "
        "Friday 24 July 2026, 5pm."
    )


def test_ext_2_the_numbers_are_those_of_the_agreement(learner):
    cohort = make_cohort()
    set_rules(cohort, extension_self_days=0, extension_approved_days=21)
    submission = make_portfolio(learner, cohort)

    with pytest.raises(NotAllowed, match="up to 0 days"):
        take(submission, days=1)
    assert ask(submission, days=21).days == 21


def test_ext_2_a_coordinator_may_agree_to_fewer_days_or_to_none(learner, other_learner, coordinator):
    fewer, none = make_portfolio(learner), make_portfolio(other_learner)

    answer(ask(fewer, days=10), outcome="granted", days=4, reason="Four.", by=coordinator, now=NOON)
    answer(ask(none), outcome="declined", reason="Not now.", by=coordinator, now=NOON)

    fewer.refresh_from_db()
    none.refresh_from_db()
    assert (fewer.due_at, none.due_at) == (DUE + 4 * DAY, DUE)


def test_ext_2_it_can_be_asked_while_late_work_is_taken_and_not_after(learner):
    submission = make_portfolio(learner)

    with pytest.raises(NotAllowed, match="Tell us what happened instead"):
        ask(submission, now=closes_at(submission) + SECOND)
    assert ask(submission, now=closes_at(submission)).is_open


@pytest.mark.parametrize("ground", [Ground.ABUSE, Ground.SAFETY, Ground.TRAUMA, Ground.CRISIS, Ground.COURT])
def test_ext_3_no_proof_and_no_words_are_needed_for_any_ground(learner, ground):
    case = take_extension(make_portfolio(learner), days=3, ground=ground, by=learner, now=NOON)

    assert not case.sealed_statement
    assert [field.name for field in SideCase._meta.get_fields() if "file" in field.name or "proof" in field.name] == []


def test_nobody_else_asks_for_her_and_nothing_is_asked_twice(learner, other_learner):
    submission = make_portfolio(learner)
    with pytest.raises(NotAllowed, match="Only the learner"):
        ask_extension(submission, days=3, ground="job", by=other_learner, now=NOON)
    ask(submission)
    with pytest.raises(NotAllowed, match="asked for this already"):
        ask(submission)


def test_what_is_taken_back_changes_nothing_and_can_be_asked_again(learner, coordinator):
    submission = make_portfolio(learner)
    case = take_back_request(ask(submission), by=learner, now=NOON)

    with pytest.raises(NotAllowed, match="taken back"):
        answer(case, outcome="granted", reason="Yes.", by=coordinator, now=NOON)
    assert ask(submission).is_open


def test_a_submitted_portfolio_needs_no_time(learner):
    with pytest.raises(NotAllowed, match="does not matter any more"):
        take(make_submitted(learner))


def test_who_works_with_her_does_not_answer(learner):
    colleague = make_person("Col League", "coordinator", employer=employer())
    case = ask(make_portfolio(learner))

    with pytest.raises(NotAllowed, match="works with this learner"):
        answer(case, outcome="granted", reason="Yes.", by=colleague, now=NOON)


def test_a_break_is_asked_for_answered_and_ended_in_the_product(learner, coordinator):
    submission = make_portfolio(learner)
    enrolment = submission.portfolio.enrolment
    case = ask_break(enrolment, by=learner, now=NOON)
    answer(case, outcome="granted", reason="Take care.", by=coordinator, now=later(days=1))
    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.INTERRUPTED

    come_back(enrolment, by=learner, now=later(days=21))

    enrolment.refresh_from_db()
    submission.refresh_from_db()
    assert (enrolment.state, submission.due_at) == (EnrolmentState.ACTIVE, DUE + 20 * DAY)


def test_only_she_says_that_she_is_back(learner, coordinator):
    enrolment = make_portfolio(learner).portfolio.enrolment
    with pytest.raises(NotAllowed, match="not taking a break"):
        come_back(enrolment, by=learner, now=NOON)
    with pytest.raises(NotAllowed, match="herself"):
        come_back(enrolment, by=coordinator, now=NOON)


def adjusted(enrolment, coordinator, **fields):
    case = ask_adjustment(enrolment, statement="Writing takes me long.", by=enrolment.learner, now=NOON)
    chair = panel()[0]
    seat_panel(case, chair=chair, members=[], by=coordinator, now=NOON)
    return conclude(case, outcome="granted", reason="Agreed.", by=chair, now=NOON, **fields)


def test_of_an_adjustment_markers_see_what_to_apply_and_nothing_else(learner, coordinator):
    submission = make_portfolio(learner)
    enrolment = submission.portfolio.enrolment

    adjusted(enrolment, coordinator, days=5, instruction="Judge the content, not the spelling")

    submission.refresh_from_db()
    assert list_instructions(enrolment) == ["Judge the content, not the spelling"]
    assert (submission.due_at, extra_days(enrolment)) == (DUE + 5 * DAY, 5 * DAY)


def test_an_adjustment_says_what_to_apply(learner, coordinator):
    with pytest.raises(NotAllowed, match="what is to be applied"):
        adjusted(make_portfolio(learner).portfolio.enrolment, coordinator)


def test_the_effect_on_every_deadline_stands_in_one_sentence(learner):
    submission = make_portfolio(learner)
    enrolment = submission.portfolio.enrolment

    assert foresee_days(submission, 7) == (
        "With 7 days more it is due on Friday 10 July 2026, 5pm, a late one is taken until Friday 17 July 2026, 5pm, "
        "and your feedback comes by 14 August 2026."
    )
    for kind in set(Kind) - {Kind.MISCONDUCT}:
        sentence = foresee(kind, enrolment, submission)
        assert (sentence.count(". "), sentence[-1]) == (0, "."), kind
        assert "Friday 3 July 2026, 5pm" in sentence, kind


def test_history_and_notices_hold_no_words(learner, coordinator):
    words = "copperfinch"
    case = ask(make_portfolio(learner), statement=words)
    answer(case, outcome="declined", reason=words, by=coordinator, now=NOON)

    assert not [entry for entry in Entry.objects.all() if words in str(entry.detail) + str(entry.sealed)]
    assert not Notice.objects.filter(text__contains=words).exists()
    assert words.encode() not in bytes(SideCase.objects.get().sealed_statement)
