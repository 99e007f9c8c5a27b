"""Requests and questions in the demonstration: one of each kind, asked, with its panel, and answered."""

from datetime import date, datetime, timedelta

from assessments.appeals import actions as appeals
from assessments.appeals.states import Answer, AppealGround
from assessments.boards.states import Result
from assessments.cases import actions
from assessments.cases.clockwork import close_overdue
from assessments.cases.states import Ground, Outcome
from assessments.demo import road
from assessments.demo.cast import Cast
from assessments.demo.people import make_person
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.actions import add_closure
from courses.delivery.models import Cohort
from cpd.accounts.actions import appoint
from cpd.accounts.models import User
from cpd.accounts.roles import Role

# They teach elsewhere, so that they may sit on a panel for any cohort.
PANEL = ("Tamara Boyd", "Theo Banks", "Thandi Mokoena")


def make_cases(maker, cohort: Cohort, finished: Cohort) -> None:
    """In the present cohort every kind of request; in the finished one an attempt that never came."""
    cast, now = maker.cast, maker.ago(2)
    panel = _make_panel(cast, maker.ago(380))
    _close_between_the_years(cast.coordinator, maker.now, maker.ago(20))
    taken = _drafting(maker, cohort, "Maya Cole")
    actions.take_extension(taken, days=7, ground=Ground.COURT, by=_learner(taken), now=now)
    asked = _drafting(maker, cohort, "Ffion Hart")
    actions.ask_extension(asked, days=12, ground=Ground.CRISIS, by=_learner(asked), now=now)
    _tell_a_panel(_drafting(maker, cohort, "Rosa Lindt"), panel, cast, now)
    prior = _drafting(maker, cohort, "Noor Jahan")
    actions.claim_prior_learning(
        prior,
        criteria=list(prior.criteria.order_by("position")[:2]),
        learnt_on=(now - timedelta(days=700)).date(),
        statement="A two-day course on children's safeguarding, with an assessed case study.",
        by=_learner(prior),
        now=now,
    )
    away = maker.enrol(cohort, "Dilys Moss")
    actions.ask_break(away, ground=Ground.TRAUMA, by=away.learner, now=maker.ago(1))
    _adjust(maker, cohort, panel)
    _question(maker, cohort)
    _appeal(finished, panel, cast, maker)
    absent = maker.enrol(finished, "June Okafor")
    road.begin_portfolio(absent, now=maker.ago(90), tasks=1)
    close_overdue(now=maker.ago(40))


def _tell_a_panel(submission: Submission, panel: list[User], cast: Cast, now: datetime) -> None:
    told = actions.claim_circumstances(
        submission,
        ground=Ground.SAFETY,
        statement="I had to leave my home three weeks ago and have worked from a friend's kitchen since.",
        by=_learner(submission),
        now=now,
    )
    chair, *members = panel
    actions.seat_panel(told, chair=chair, members=members, by=cast.coordinator, now=now)
    actions.give_opinion(told, opinion=Outcome.MORE_TIME, days=21, by=members[0], now=now)


def _adjust(maker, cohort: Cohort, panel: list[User]) -> None:
    """Agreed, and now with an assessor, who sees what to apply and no more."""
    cast = maker.cast
    enrolment = maker.enrol(cohort, "Esi Boateng")
    submission = road.begin_portfolio(enrolment, now=maker.ago(20))
    asked = actions.ask_adjustment(
        enrolment,
        statement="I am dyslexic, and spell-checkers miss half of it.",
        by=enrolment.learner,
        now=maker.ago(19),
    )
    actions.seat_panel(asked, chair=panel[0], members=[], by=cast.coordinator, now=maker.ago(19))
    actions.conclude(
        asked,
        outcome=Outcome.GRANTED,
        days=7,
        instruction="Judge the content, not the spelling",
        reason="Agreed for the whole module: a week more for everything, and nobody marks your spelling.",
        by=panel[0],
        now=maker.ago(18),
    )
    road.hand_in(submission, by=enrolment.learner, now=maker.ago(9))
    submission = road.take_in(submission, by=cast.coordinator, now=maker.ago(7))
    road.give_to(submission, cast.assessor, by=cast.coordinator, now=maker.ago(6))


def _appeal(finished: Cohort, panel: list[User], cast: Cast, maker) -> None:
    """Against a result to resubmit: with its panel, of whom one has said what she thinks."""
    referred = Submission.objects.at(SubmissionState.RELEASED).get(
        portfolio__enrolment__cohort=finished,
        portfolio__enrolment__learner__family_name="Fletcher",
        decisions__result=Result.REFER,
    )
    made = appeals.make_appeal(
        referred,
        ground=AppealGround.PROCEDURE,
        statement="The feedback on 5.1 is about a safety plan. My portfolio has none: I think two were mixed up.",
        by=_learner(referred),
        now=maker.ago(3),
    )
    appeals.seat_panel(made, chair=panel[0], members=panel[1:], by=cast.coordinator, now=maker.ago(2))
    appeals.give_opinion(made, opinion=Answer.MARK_AGAIN, by=panel[1], now=maker.ago(1))


def _question(maker, cohort: Cohort) -> None:
    held = maker.accepted(cohort, "Petra Vogel", days=3)
    question = actions.raise_misconduct(
        held,
        statement="E2 has whole paragraphs that I read in another portfolio last year.",
        by=maker.cast.coordinator,
        now=maker.ago(2),
    )
    words = "We practised on the same made-up case in supervision; I can show the notes."
    actions.reply(question, text=words, by=_learner(held), now=maker.ago(1))


def _drafting(maker, cohort: Cohort, name: str) -> Submission:
    return road.begin_portfolio(maker.enrol(cohort, name), now=maker.ago(8), tasks=2)


def _learner(submission: Submission) -> User:
    return submission.portfolio.enrolment.learner


def _make_panel(cast: Cast, now: datetime) -> list[User]:
    people = [make_person(name, now=now) for name in PANEL]
    for person in people:
        appoint(person, role=Role.TUTOR, organisation=cast.provider, starts_on=now.date(), by=None, now=now)
    return people


def _close_between_the_years(by: User, today: datetime, now: datetime) -> None:
    for number in (27, 29, 30, 31):
        day = date(today.year, 12, number)
        if day > today.date() and day.weekday() < 5:
            add_closure(day=day, name="Between the years", by=by, now=now)
