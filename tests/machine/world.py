"""One world for all examples: the people, and a learner in each place on the road, each in a cohort of her own."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from assessments.boards.models import Board
from assessments.cases.actions import raise_misconduct
from assessments.confidentiality.actions import return_for_correction
from assessments.demo import road
from assessments.portfolios.models import Submission
from courses.delivery.calendar import five_pm
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.clock import NOON
from tests.factories import (
    make_accepted,
    make_allocation,
    make_board,
    make_cohort,
    make_confirmed,
    make_marked,
    make_ready_portfolio,
    make_released,
    make_submitted,
    open_for_intake,
    somebody,
)
from tests.machine.model import Attempt, Life
from tests.people import make_person

DUE = five_pm(date(2026, 7, 3))
MORE = ("Asa", "Bea", "Cy", "Dot", "Eve", "Flo")
# How many learners begin where.
PLACES = {
    "draft": 5,
    "submitted": 5,
    "returned": 5,
    "accepted": 3,
    "allocated": 3,
    "held": 8,
    "absent": 2,
    "marked": 4,
    "confirmed": 4,
    "ratified": 2,
    "released": 3,
}


@dataclass
class World:
    coordinator: User
    lead: User
    stranger: User
    moderator: User
    board: list[User]
    panel: list[User]
    reviewers: list[User]
    assessors: list[User]
    enrolments: dict = field(default_factory=dict)
    beginnings: dict = field(default_factory=dict)


def make_world() -> World:
    world = World(
        coordinator=somebody(Role.COORDINATOR),
        lead=make_person("Saff Guard", Role.SAFEGUARDING),
        stranger=make_person("Stella Stranger", Role.LEARNER),
        moderator=make_person("Mona Moderator", Role.MODERATOR),
        board=[],
        panel=[make_person(f"{name} Panel", Role.TUTOR) for name in ("Pat", "Paul", "Pip")],
        reviewers=[make_person(f"{name} Reviewer", Role.TUTOR) for name in ("Rae", "Rob", "Roy")],
        assessors=[somebody(Role.ASSESSOR), *(make_person(f"{name} Assessor", Role.ASSESSOR) for name in MORE)],
    )
    for place, count in PLACES.items():
        for number in range(count):
            learner = make_person(f"{place.title()} Learner{number}", Role.LEARNER)
            _settle(world, place, MAKERS[place](learner, make_cohort()))
    world.board = [somebody(Role.BOARD), *User.objects.filter(family_name="Board").exclude(given_names="Any")]
    return world


def _returned(learner: User, cohort: Cohort) -> Submission:
    submission, by = make_submitted(learner, cohort), somebody(Role.COORDINATOR)
    open_for_intake(submission, reason="Check", by=by, now=NOON)
    return return_for_correction(submission, places=[(submission.items.first(), "name", "para 1")], by=by, now=NOON)


def _allocated(learner: User, cohort: Cohort) -> Submission:
    return make_allocation(learner=learner, cohort=cohort).submission


def _held(learner: User, cohort: Cohort) -> Submission:
    """Held from intake, or from later on, one after the other."""
    make = (make_submitted, make_accepted, _marked, make_confirmed)[int(learner.family_name[-1]) % 4]
    submission = make(learner, cohort)
    raise_misconduct(submission, statement="E1.", by=somebody(Role.COORDINATOR), now=NOON)
    submission.refresh_from_db()
    return submission


def _absent(learner: User, cohort: Cohort) -> Submission:
    submission = make_ready_portfolio(learner, cohort)
    Submission.objects.filter(pk=submission.pk).update(state="not_submitted")
    return submission


def _marked(learner: User, cohort: Cohort) -> Submission:
    return make_marked(learner=learner, cohort=cohort).submission


def _ratified(learner: User, cohort: Cohort) -> Submission:
    submission = make_confirmed(learner, cohort)
    road.decide_all(make_board(cohort), now=NOON)
    return submission


def _referred(learner: User, cohort: Cohort) -> Submission:
    return make_released(learner, cohort, not_yet_met=["1.2"])


STATES = {"allocated": "accepted", "absent": "not_submitted"}
MAKERS = {
    "draft": make_ready_portfolio,
    "submitted": make_submitted,
    "returned": _returned,
    "accepted": make_accepted,
    "allocated": _allocated,
    "held": _held,
    "absent": _absent,
    "marked": _marked,
    "confirmed": make_confirmed,
    "ratified": _ratified,
    "released": _referred,
}


def _settle(world: World, place: str, submission: Submission) -> None:
    """What the model is told of the beginning, from what the factories say they make."""
    enrolment = Enrolment.objects.select_related("cohort", "learner", "version").get(portfolio=submission.portfolio_id)
    first = Attempt(1, 1, STATES.get(place, place), DUE, held_from=submission.held_from if place == "held" else "")
    place = first.held_from or place
    life = Life(enrolment.learner.get_full_name(), [first])
    if place == "returned":
        first.correct_by = five_pm(date(2026, 6, 12)) - timedelta(hours=5)
    if place == "allocated":
        first.is_allocated = True
        life.markers, life.assessor = {"Any Assessor"}, "Any Assessor"
    if place in ("marked", "confirmed", "ratified", "released"):
        life.markers, life.assessor = {"Any Assessor"}, "Any Assessor"
        first.outcome = "refer" if place == "released" else "pass"
    if place == "ratified":
        first.result = "pass"
    if place == "released":
        first.result, first.released_at = "refer", NOON
        life.open(2, five_pm(date(2026, 7, 1)), is_capped=True, after=first)
    if place == "ratified":
        assert Board.objects.filter(cohort=enrolment.cohort, state="ratified").exists()
    world.enrolments[enrolment.pk] = enrolment
    world.beginnings[enrolment.pk] = life
