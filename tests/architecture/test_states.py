"""Every workflow is a whole table of moves, the database knows its states, and its picture is current."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import CheckConstraint, Q

from assessments.management.commands import draw_workflow
from assessments.management.commands.draw_workflow import Machine, draw_page, find_machines, page_path

MACHINES = find_machines()


def name(machine: Machine) -> str:
    return f"{machine.feature}-{machine.title}"


def fields_of(machine: Machine):
    """The columns that hold the states of this machine."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.choices and list(field.choices) == machine.states.choices
    ]


def test_the_road_is_found():
    titles = {machine.title for machine in MACHINES}

    assert {"Version", "Enrolment", "Submission", "Mark", "Sample", "Board", "Award", "Certificate", "Job"} <= titles


@pytest.mark.parametrize("machine", MACHINES, ids=name)
def test_every_state_has_its_moves(machine):
    assert set(machine.moves) == set(machine.states)
    assert {target for targets in machine.moves.values() for target in targets} <= set(machine.states)


@pytest.mark.parametrize("machine", MACHINES, ids=name)
def test_no_move_leads_nowhere(machine):
    assert [state for state, targets in machine.moves.items() if state in targets] == []


@pytest.mark.parametrize("machine", MACHINES, ids=name)
def test_every_state_can_be_reached_from_the_first(machine):
    first, *_ = machine.states
    reached, ahead = set(), {first}
    while ahead:
        reached |= ahead
        ahead = {target for state in ahead for target in machine.moves[state]} - reached

    assert reached == set(machine.states)


@pytest.mark.parametrize("machine", [machine for machine in MACHINES if machine.owners], ids=name)
def test_every_state_says_whose_turn_it_is(machine):
    assert set(machine.owners) == set(machine.states)


@pytest.mark.parametrize("machine", MACHINES, ids=name)
def test_the_database_knows_the_states(machine):
    fields = fields_of(machine)

    assert fields
    for model, field in fields:
        known = Q(**{f"{field.name}__in": machine.states})
        checks = [rule.condition for rule in model._meta.constraints if isinstance(rule, CheckConstraint)]
        assert known in checks, f"{model.__name__}.{field.name} has no CheckConstraint for its states"


@pytest.mark.parametrize("machine", MACHINES, ids=name)
def test_a_row_begins_in_the_first_state(machine):
    first, *_ = machine.states

    assert {field.default for _, field in fields_of(machine) if field.name == "state"} <= {first}


def test_the_picture_is_current():
    call_command("draw_workflow", check=True)


def test_an_old_picture_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(draw_workflow, "page_path", lambda: tmp_path / "workflow.md")

    with pytest.raises(CommandError, match="out of date"):
        call_command("draw_workflow", check=True)


def test_the_picture_says_whose_turn_it_is():
    page = draw_page(MACHINES)

    assert (
        "| `submitted` | Submitted | intake | `draft`, `returned`, `quarantined`, `accepted`, `held`, `void` |" in page
    )
    assert page == page_path().read_text()
