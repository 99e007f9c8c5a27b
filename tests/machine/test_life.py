"""A Hypothesis state machine over the whole life of submissions: several learners and actors, clock jumps, crashes.

Every step asks the model in plain Python first. What it allows has to succeed and lead where it says; what it refuses
has to be refused and leave nothing behind, not even an entry of history. A crash is a transaction that is rolled back,
or a worker that dies between the lease of a job and its commit.
"""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from assessments.certificates.models import Award, Certificate
from assessments.marking.models import Allocation
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SUBMISSION_MOVES
from courses.delivery.models import Enrolment
from cpd.history.models import Entry
from cpd.jobs import relay, running
from cpd.jobs.kinds import get_kind
from cpd.jobs.models import Job
from cpd.rules import NotAllowed
from tests.machine.playing import GOALS, Play
from tests.machine.world import make_world

# Nothing in the product makes this move: a mark that changes goes back by way of its assessor.
UNUSED = {
    ("confirmed", "marked"),
    # A lead may lock an item away while work is held: tests/assessments/confidentiality.
    ("held", "quarantined"),
}
ROAD = {(str(state), str(to)) for state, targets in SUBMISSION_MOVES.items() for to in targets} - UNUSED
LEAST = 50
DONE: Counter = Counter()
WORLD = {}


class Crash(Exception):
    """The process dies before its transaction is committed."""


class Life(RuleBasedStateMachine):
    """Each example lives in a savepoint of one world that is made once."""

    def __init__(self):
        super().__init__()
        self.world = WORLD["world"]
        self.savepoint = transaction.savepoint_create()
        self.play = Play(self.world)
        self.entries = Entry.objects.count()

    @initialize(days=st.integers(0, 6))
    def begin(self, days):
        self.play.now += timedelta(days=days)

    @rule(seed=st.integers(0, 2**32 - 1))
    def live(self, seed):
        """A round: every move once, in any order, by whoever fits; what is late is swept up at its end."""
        chance = Random(seed)
        for goal in chance.sample(GOALS, len(GOALS)):
            if goal.move != "sweep":
                self.make(goal, chance)
        self.work(dies=chance.random() < 0.7)
        self.play.now += timedelta(days=chance.choice([40, 60]))
        for goal in GOALS:
            if goal.move == "sweep":
                self.make(goal, chance)

    def make(self, goal, chance):
        """One move, some time after the last; before it perhaps by a wrong person, in a wrong state, or with a crash."""
        self.play.now += timedelta(hours=chance.choice([0, 0, 0, 1, 3]))
        if chance.random() < 0.15:
            self.try_wrongly(goal, chance)
        turn = self.play.turn(goal, chance.randrange(100), False, False)
        if turn is None:
            return
        if chance.random() < 0.1:
            with pytest.raises(Crash), transaction.atomic():
                self.die_after(turn)
            self.is_unchanged("crashed")
        turn.act()
        turn.foretell()
        DONE[goal.move] += 1
        self.entries = Entry.objects.count()
        self.the_database_is_what_the_model_says()

    def try_wrongly(self, goal, chance):
        turn = self.play.turn(goal, chance.randrange(100), True, chance.random() < 0.5)
        if turn is None or turn.is_allowed:
            return
        if turn.is_replay:
            turn.act()
            self.is_unchanged("replayed")
        else:
            with pytest.raises(NotAllowed), transaction.atomic():
                turn.act()
            self.is_unchanged("refused")

    def is_unchanged(self, what):
        DONE[what] += 1
        assert Entry.objects.count() == self.entries, f"what was {what} left an entry"
        self.the_database_is_what_the_model_says()

    def die_after(self, turn):
        turn.act()
        raise Crash

    def work(self, dies):
        """A worker takes a job; or dies with it between lease and commit, another does it, and the first comes back."""
        job = Job.objects.filter(kind="certificates.issue", state="waiting").order_by("pk").first()
        if job is None:
            return
        kind = get_kind(job.kind)
        with time_machine.travel(max(self.play.now, job.due_at), tick=False) as clock:
            if dies:
                zombie = running._lease(job.pk, job.kind, kind.seconds)
                effect = kind.handler(job.ref)
                clock.shift(timedelta(seconds=kind.seconds + 3600))
                relay.take_back(timezone.now())
            running.run_jobs([job.pk], kind=job.kind, handler=kind.handler, seconds=kind.seconds)
            if dies:
                with pytest.raises(running.LeaseLost):
                    running._finish(zombie, effect)
        job.refresh_from_db()
        assert job.state == "done"
        DONE["worker killed" if dies else "worker"] += 1
        self.entries = Entry.objects.count()

    def the_database_is_what_the_model_says(self):
        found = {}
        for one in Submission.objects.select_related("portfolio").defer("manifest"):
            found.setdefault(one.portfolio.enrolment_id, {})[one.attempt, one.draft_number] = (
                one.state,
                one.due_at,
                one.is_capped,
                one.is_late,
                one.held_from,
                one.correct_by,
            )
        states = dict(Enrolment.objects.values_list("pk", "state"))
        for enrolment_id, life in self.play.lives.items():
            expected = {
                one.key: (one.state, one.due_at, one.is_capped, one.is_late, one.held_from, one.correct_by)
                for one in life.attempts
            }
            assert found[enrolment_id] == expected, life.name
            assert states[enrolment_id] == life.enrolment, life.name

    @invariant()
    def no_award_is_twice_and_none_lacks_a_pass(self):
        passed = {pk for pk, life in self.play.lives.items() if life.awards}
        assert sorted(Award.objects.values_list("enrolment", flat=True)) == sorted(passed)
        live = Certificate.objects.filter(state__in=["owed", "held", "issued"])
        assert live.count() == len(passed)

    @invariant()
    def what_lacks_an_assessor_is_known(self):
        given = Allocation.objects.filter(stage="first").exclude(state="withdrawn")
        with_one = Submission.objects.filter(allocated_at__isnull=False)
        assert set(with_one.values_list("pk", flat=True)) == set(given.values_list("submission", flat=True))

    def teardown(self):
        for life in self.play.lives.values():
            DONE.update(life.moves)
        transaction.savepoint_rollback(self.savepoint)


@pytest.mark.timeout(900)
@pytest.mark.django_db
def test_the_whole_life_of_a_submission_is_what_the_model_says(capsys):
    DONE.clear()
    WORLD["world"] = make_world()

    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=66,
            stateful_step_count=2,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

    hits = {pair: DONE[pair] for pair in sorted(ROAD)}
    with capsys.disabled():
        print("\nmoves of a submission, and how often each was made:")
        for (state, to), count in hits.items():
            print(f"  {state:>13} → {to:<13} {count:>5}")
        print("  " + ", ".join(f"{name} {count}" for name, count in DONE.items() if isinstance(name, str)))
    assert {pair: count for pair, count in hits.items() if count < LEAST} == {}
    assert min(DONE["refused"], DONE["crashed"]) >= LEAST
    assert DONE["worker killed"]
