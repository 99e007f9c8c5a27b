"""A play of one example: which move is next, whether the model allows it, and what it foretells."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from assessments.portfolios.models import Submission
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from tests.clock import NOON
from tests.machine import model, moves
from tests.machine.model import BEFORE_BOARD, CAN_BE_HELD, OPEN, UNFINISHED, Attempt, Life
from tests.machine.world import World


@dataclass
class Case:
    """The rows that a move is about."""

    world: World
    enrolment: Enrolment
    attempt: Attempt

    @property
    def cohort(self):
        return self.enrolment.cohort

    @property
    def submission(self) -> Submission:
        return Submission.objects.get(
            portfolio__enrolment=self.enrolment, attempt=self.attempt.number, draft_number=self.attempt.draft
        )


@dataclass
class Move:
    """Who makes it (as the one right actor), where it may be made, and what it changes in the model."""

    act: Callable
    actor: str
    may: Callable[[Life, Attempt, datetime], bool]
    change: Callable[[Life, Attempt, datetime], object]
    # Where wrong people and wrong states are tried too; others find no row to press on.
    can_be_tried: bool = True
    options: tuple[dict, ...] = ({},)
    # From where, when the move is to be made as often from each of several states.
    places: tuple[str, ...] = ("",)
    # Done again there, it changes nothing and leaves no entry: a second press, a lost answer.
    replays: frozenset[str] = frozenset()
    takes: timedelta = timedelta(0)


@dataclass(frozen=True)
class Goal:
    """A move with its options, from one state; for work that is held, from one where it was held."""

    move: str
    place: str
    options: dict

    def fits(self, attempt: Attempt) -> bool:
        return self.place in ("", attempt.state, f"{attempt.state} from {attempt.held_from}")


@dataclass
class Turn:
    is_allowed: bool
    is_replay: bool
    act: Callable[[], object]
    foretell: Callable[[], object]


class Play:
    def __init__(self, world: World) -> None:
        self.world = world
        self.lives = deepcopy(world.beginnings)
        self.now = NOON + timedelta(hours=1)

    def turn(self, goal: "Goal", which: int, tries_wrongly: bool, is_stranger: bool) -> Turn | None:
        """The goal for a learner who is where it asks; None when nobody is. Or for anybody at all, by the wrong person."""
        move, options = MOVES[goal.move], goal.options
        lives = sorted(self.lives.items(), key=lambda item: item[1].name)
        may = partial(move.may, now=self.now, **options)
        wrongly = tries_wrongly and move.can_be_tried
        fitting = (
            lives if wrongly else [(pk, one) for pk, one in lives if goal.fits(one.now_at) and may(one, one.now_at)]
        )
        if not fitting:
            return None
        pk, life = fitting[which % len(fitting)]
        attempt = life.now_at
        right = self._right(move, life, pk)
        person = self.world.stranger if wrongly and is_stranger else right
        more = {"assessor": self._fresh(life)} if goal.move == "allocate" else options
        return Turn(
            is_allowed=bool(may(life, attempt)) and person == right,
            is_replay=attempt.state in move.replays and person == right,
            act=lambda: move.act(Case(self.world, self.world.enrolments[pk], attempt), by=person, now=self.now, **more),
            foretell=lambda: self._foretell(move, life, attempt, options),
        )

    def _foretell(self, move: Move, life: Life, attempt: Attempt, options: dict) -> None:
        if move is MOVES["sweep"]:
            for other in self.lives.values():
                if MOVES["sweep"].may(other, other.now_at, now=self.now):
                    move.change(other, other.now_at, self.now)
            return
        if move is MOVES["allocate"]:
            life.assessor = self._fresh(life).get_full_name()
            life.markers.add(life.assessor)
        self.now += move.takes
        move.change(life, attempt, self.now, **options)

    def _right(self, move: Move, life: Life, pk) -> User:
        if move.actor == "learner":
            return self.world.enrolments[pk].learner
        if move.actor == "assessor":
            return (
                next(one for one in self.world.assessors if one.get_full_name() == life.assessor)
                if life.assessor
                else self.world.assessors[0]
            )
        if move.actor == "chair":
            return self.world.panel[0]
        if move.actor == "board chair":
            return self.world.board[0]
        return getattr(self.world, move.actor)

    def _fresh(self, life: Life) -> User:
        """An assessor who has not marked this learner: the conflict graph refuses the others."""
        return next((one for one in self.world.assessors if one.get_full_name() not in life.markers), None)


SEALED = frozenset(CAN_BE_HELD | {"held", "ratified", "released"})


def at(*states: str) -> Callable:
    return lambda life, attempt, now, **_: attempt.state in states


def to(state: str, **fields) -> Callable:
    def change(life: Life, attempt: Attempt, now: datetime, **_) -> None:
        life.go(attempt, state)
        for name, value in fields.items():
            setattr(attempt, name, value)

    return change


def may_submit(life: Life, attempt: Attempt, now: datetime) -> bool:
    return attempt.state in OPEN and life.is_studying and attempt.is_whole and not life.is_closed(attempt, now)


def submit(life: Life, attempt: Attempt, now: datetime) -> None:
    if attempt.state == "draft":
        attempt.is_late = life.clock(now) > attempt.due_at
    life.go(attempt, "submitted")
    attempt.correct_by = None


def take_back(life: Life, attempt: Attempt, now: datetime) -> None:
    life.go(attempt, "draft")
    attempt.is_late = False


def send_for_correction(life: Life, attempt: Attempt, now: datetime) -> None:
    life.go(attempt, "returned")
    attempt.correct_by = model.correct_by(now)


def quarantine(life: Life, attempt: Attempt, now: datetime) -> None:
    life.go(attempt, "quarantined")
    for one in life.attempts:
        one.is_whole = False  # what carried the item lost it too
    life.open(attempt.number, attempt.due_at, is_capped=attempt.is_capped, after=attempt)


def may_mark(life: Life, attempt: Attempt, now: datetime, **_) -> bool:
    return attempt.state == "accepted" and attempt.is_allocated


def mark(life: Life, attempt: Attempt, now: datetime, refers: bool) -> None:
    life.go(attempt, "marked")
    attempt.is_allocated = False
    attempt.outcome = "refer" if refers else "pass"


def query(life: Life, attempt: Attempt, now: datetime) -> None:
    """The same assessor marks again."""
    life.go(attempt, "accepted")
    attempt.is_allocated = True


def may_meet(life: Life, attempt: Attempt, now: datetime, result: str) -> bool:
    return attempt.state == "confirmed"


def meet(life: Life, attempt: Attempt, now: datetime, result: str) -> None:
    life.go(attempt, "ratified")
    attempt.result = result or attempt.outcome


def release(life: Life, attempt: Attempt, now: datetime) -> None:
    life.go(attempt, "released")
    attempt.released_at = now
    if attempt.result == "pass":
        life.awards = 1
        life.enrolment = "completed" if life.enrolment in ("active", "lapsed") else life.enrolment
    elif life.enrolment == "active" and attempt.result == "refer" and attempt.number < model.ATTEMPTS:
        life.open(attempt.number + 1, model.referral_due(now), is_capped=True, after=attempt)
    elif life.enrolment == "active" and attempt.result == "defer":
        life.open(attempt.number, model.referral_due(now), is_capped=attempt.is_capped, after=attempt)


def question(life: Life, attempt: Attempt, now: datetime) -> None:
    attempt.held_from = attempt.state
    life.go(attempt, "held")


def no_case(life: Life, attempt: Attempt, now: datetime, **_) -> None:
    life.go(attempt, attempt.held_from)
    attempt.held_from = ""


def new_attempt(life: Life, attempt: Attempt, now: datetime, **_) -> None:
    life.go(attempt, "void")
    attempt.held_from = ""
    life.open(attempt.number + 1, model.referral_due(now), is_capped=True, after=attempt)


def may_try_again(life: Life, attempt: Attempt, now: datetime, **_) -> bool:
    return attempt.state == "held" and not any(one.number > attempt.number for one in life.attempts)


def ended(life: Life, attempt: Attempt, now: datetime, **_) -> None:
    life.go(attempt, "void")
    attempt.held_from = ""
    life.leave()


def may_defer(life: Life, attempt: Attempt, now: datetime, **_) -> bool:
    return attempt.state == "draft" and life.is_studying and life.clock(now) <= attempt.claims_close_at


def defer(life: Life, attempt: Attempt, now: datetime, days: int) -> None:
    life.go(attempt, "deferred")
    life.open(attempt.number, model.later(attempt.due_at, days), is_capped=attempt.is_capped, after=attempt)


def may_extend(life: Life, attempt: Attempt, now: datetime, days: int) -> bool:
    in_time = attempt.state in OPEN and life.clock(now) <= attempt.due_at
    return in_time and life.is_studying and not attempt.extended and days <= 7


def extend(life: Life, attempt: Attempt, now: datetime, days: int) -> None:
    attempt.due_at = model.later(attempt.due_at, days)
    attempt.extended = True


def may_sweep(life: Life, attempt: Attempt, now: datetime) -> bool:
    if attempt.state not in OPEN or not life.is_studying or life.stopped_at or now <= attempt.due_at:
        return False
    return life.is_closed(attempt, now) and (attempt.state == "returned" or now > attempt.claims_close_at)


def may_open_again(life: Life, attempt: Attempt, now: datetime) -> bool:
    newest = max(life.attempts, key=lambda one: one.key)
    is_last = attempt.state == "not_submitted" and attempt is newest
    return is_last and life.is_studying and attempt.number < model.ATTEMPTS


def open_again(life: Life, attempt: Attempt, now: datetime) -> None:
    life.open(attempt.number + 1, model.referral_due(now), is_capped=True, after=attempt)


def may_stop(life: Life, attempt: Attempt, now: datetime) -> bool:
    return life.is_studying and life.stopped_at is None


def stop(life: Life, attempt: Attempt, now: datetime) -> None:
    life.stopped_at = now


def may_restart(life: Life, attempt: Attempt, now: datetime) -> bool:
    return life.stopped_at is not None and life.is_studying


def restart(life: Life, attempt: Attempt, now: datetime) -> None:
    life.restart(now)


def released_of(life: Life) -> Attempt | None:
    done = [one for one in life.attempts if one.state == "released"]
    return max(done, key=lambda one: (one.released_at, one.key), default=None)


def may_appeal(life: Life, attempt: Attempt, now: datetime, **_) -> bool:
    released = released_of(life)
    if released is None or released.result == "pass" or released.appealed:
        return False
    closes = model.five_pm(
        model.working_days_after(released.released_at.astimezone(model.LONDON).date(), model.APPEAL_DAYS)
    )
    others = [one for one in life.attempts if one is not released and one.state in UNFINISHED]
    return now <= closes and all(one.state == "draft" for one in others)


def appeal(life: Life, attempt: Attempt, now: datetime, answer: str) -> None:
    released = released_of(life)
    for other in life.attempts:
        if other.state == "draft":
            life.go(other, "void")
    life.go(released, "reopened")
    released.is_capped = False
    released.appealed = False
    if answer == "mark_again":
        life.go(released, "accepted")
        released.is_allocated = False
    else:
        life.go(released, "confirmed")


def leave(life: Life, attempt: Attempt, now: datetime) -> None:
    life.leave()


MOVES: dict[str, Move] = {
    "submit": Move(moves.submit, "learner", may_submit, submit, places=("draft", "returned"), replays=SEALED),
    "take back": Move(moves.take_back, "learner", at("submitted"), take_back, replays=frozenset({"draft"})),
    "accept": Move(moves.accept, "coordinator", at("submitted"), to("accepted")),
    "return": Move(moves.send_for_correction, "coordinator", at("submitted"), send_for_correction, can_be_tried=False),
    "lock away": Move(moves.quarantine, "coordinator", at("submitted"), quarantine, can_be_tried=False),
    "lock away late": Move(moves.quarantine, "lead", at("accepted"), quarantine, can_be_tried=False),
    "mend": Move(
        moves.mend,
        "learner",
        lambda life, attempt, now: attempt.state == "draft" and life.is_studying and not attempt.is_whole,
        lambda life, attempt, now: setattr(attempt, "is_whole", True),
        can_be_tried=False,
    ),
    "allocate": Move(
        moves.allocate,
        "coordinator",
        lambda life, attempt, now: attempt.state == "accepted" and not attempt.is_allocated and len(life.markers) < 7,
        lambda life, attempt, now: setattr(attempt, "is_allocated", True),
        can_be_tried=False,
    ),
    "mark": Move(
        moves.mark, "assessor", may_mark, mark, can_be_tried=False, options=({"refers": True}, {"refers": False})
    ),
    "moderate": Move(moves.moderate, "moderator", at("marked"), to("confirmed"), can_be_tried=False),
    "query": Move(moves.query, "moderator", at("marked"), query, can_be_tried=False),
    "meet": Move(
        moves.meet,
        "board chair",
        may_meet,
        meet,
        can_be_tried=False,
        options=({"result": ""}, {"result": ""}, {"result": "defer"}),
    ),
    "release": Move(
        moves.release, "coordinator", at("ratified"), release, can_be_tried=False, takes=moves.RELEASE_TAKES
    ),
    "question": Move(
        moves.question, "coordinator", at(*sorted(CAN_BE_HELD)), question, places=tuple(sorted(CAN_BE_HELD))
    ),
    "no case": Move(
        moves.conclude,
        "chair",
        at("held"),
        no_case,
        can_be_tried=False,
        options=({"kind": "misconduct", "outcome": "no_case"},),
        places=tuple(f"held from {state}" for state in sorted(CAN_BE_HELD)),
    ),
    "new attempt": Move(
        moves.conclude,
        "chair",
        may_try_again,
        new_attempt,
        can_be_tried=False,
        options=({"kind": "misconduct", "outcome": "new_attempt"},),
        places=("held from accepted",),
    ),
    "ended": Move(
        moves.conclude,
        "chair",
        at("held"),
        ended,
        can_be_tried=False,
        options=({"kind": "misconduct", "outcome": "ended"},),
        places=("held from submitted",),
    ),
    "defer": Move(moves.defer, "chair", may_defer, defer, can_be_tried=False, options=({"days": 30}, {"days": 5})),
    "extend": Move(moves.extend, "learner", may_extend, extend, options=({"days": 7}, {"days": 2}, {"days": 8})),
    "sweep": Move(
        moves.sweep,
        "coordinator",
        may_sweep,
        to("not_submitted", correct_by=None),
        can_be_tried=False,
        places=("draft", "returned"),
    ),
    "open again": Move(moves.open_after_absence, "coordinator", may_open_again, open_again),
    "stop": Move(moves.stop_clocks, "learner", may_stop, stop, can_be_tried=False),
    "restart": Move(moves.restart_clocks, "learner", may_restart, restart, can_be_tried=False),
    "appeal": Move(
        moves.appeal,
        "learner",
        may_appeal,
        appeal,
        can_be_tried=False,
        options=({"answer": "mark_again"}, {"answer": "decide_again"}),
    ),
    "withdraw": Move(
        moves.withdraw,
        "coordinator",
        lambda life, attempt, now: life.is_studying and attempt.state in BEFORE_BOARD,
        leave,
        can_be_tried=False,
        places=(*sorted(BEFORE_BOARD - {"held"}), "held from marked"),
    ),
}

GOALS = [
    Goal(name, place, options) for name, move in MOVES.items() for place in move.places for options in move.options
]
