"""Two who destroy at the same moment, and a hold that is placed while it goes on: on two connections."""

import pytest

from assessments.portfolios.models import EvidenceItem
from assessments.records.keeping import actions, tasks
from assessments.records.keeping.models import DestructionRun, LegalHold
from assessments.records.keeping.states import UnitState
from assessments.records.leaving import actions as leaving
from assessments.records.leaving.models import ErasureRequest
from assessments.records.leaving.tasks import erase_person
from cpd.accounts.roles import Role
from cpd.files.texts import Destroyed, open_text
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.marking.test_races import outcome
from tests.assessments.portfolios.test_races import at_once
from tests.assessments.records.test_keeping import approved, hold, item_of, make_over
from tests.clock import NOON
from tests.factories import somebody
from tests.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def administrator():
    return somebody(Role.ADMINISTRATOR)


@pytest.fixture
def coordinator():
    return somebody(Role.COORDINATOR)


def one_of(*steps):
    """Each thread takes the next of these."""
    waiting = iter(steps)
    return lambda: outcome(next(waiting))


def test_two_people_who_propose_make_one_list(administrator, coordinator):
    make_over()
    people = iter([administrator, coordinator])

    results = at_once(lambda: outcome(lambda: actions.propose_run("evidence", by=next(people), now=NOON)))

    assert results.count(NotAllowed) == 1
    assert DestructionRun.objects.count() == 1


def test_two_people_who_approve_and_refuse_leave_one_word(administrator, coordinator):
    make_over()
    run = actions.propose_run("evidence", by=administrator, now=NOON)
    third = make_person("Cora Second", Role.COORDINATOR)

    results = at_once(
        one_of(
            lambda: actions.approve_run(run, by=coordinator, now=NOON),
            lambda: actions.refuse_run(run, by=third, now=NOON),
        )
    )

    assert results.count(NotAllowed) == 1
    names = set(Entry.objects.filter(name__startswith="destruction.").values_list("name", flat=True))
    assert len(names & {"destruction.approved", "destruction.refused"}) == 1


def test_two_workers_that_carry_out_one_run_lose_no_key(administrator, coordinator):
    """A lease that ran out: both begin with the same line."""
    item = item_of(make_over())
    run = approved("evidence", administrator, coordinator)
    line = run.lines.get()

    at_once(lambda: actions.carry_out_line(line, now=NOON))
    at_once(lambda: actions.finish_run(run, now=NOON))

    line.refresh_from_db()
    assert (line.state, line.keys, line.texts, len(line.digest)) == (UnitState.DONE, [], 1, 64)
    with pytest.raises(Destroyed):
        open_text(item.text_key, item.sealed_text)
    for name in ("records.destroyed", "destruction.done"):
        assert Entry.objects.filter(name=name).count() == 1, name


def test_two_workers_that_erase_one_person_lose_no_key(administrator, coordinator):
    enrolment = make_over()
    item, learner = item_of(enrolment), enrolment.learner
    request = leaving.ask_for_erasure(learner, by=learner, now=NOON)
    leaving.agree_to_erasure(request, by=administrator, now=NOON)
    leaving.approve_erasure(request, by=coordinator, now=NOON)

    at_once(lambda: erase_person(str(request.pk)))

    request = ErasureRequest.objects.get()
    assert (request.state, request.keys, request.texts > 0) == ("done", [], True)
    with pytest.raises(Destroyed):
        open_text(item.text_key, item.sealed_text)
    assert Entry.objects.filter(name="erasure.done").count() == 1


@pytest.mark.parametrize("of", ["enrolment", "person", "cohort"])
def test_a_hold_that_comes_while_it_is_destroyed_keeps_all_or_comes_too_late(administrator, coordinator, of):
    enrolment = make_over()
    item = item_of(enrolment)
    subject = {"enrolment": enrolment, "person": enrolment.learner, "cohort": enrolment.cohort}[of]
    run = approved("evidence", administrator, coordinator)

    at_once(one_of(lambda: tasks.destroy_records(str(run.pk)), lambda: hold(subject, administrator)))

    line, item = run.lines.get(), EvidenceItem.objects.get(pk=item.pk)
    entries = list(
        Entry.objects.filter(name__in=["hold.placed", "records.destroyed"])
        .order_by("pk")
        .values_list("name", flat=True)
    )
    assert LegalHold.objects.count() == 1
    if line.state == UnitState.KEPT:
        assert (entries, item.state) == (["hold.placed"], "present")
        assert open_text(item.text_key, item.sealed_text)
    else:
        assert (entries, item.state) == (["records.destroyed", "hold.placed"], "purged")
