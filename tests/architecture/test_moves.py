"""Every move of every machine of assessment × every role: who has a door to it, and that nobody else moves anything.

The moves come from the tables that the actions read; a move that is new needs its doors here. What a move needs besides
the role (the row, the state, the second person) is tested where its action is.
"""

from itertools import product

import pytest
from django.test import Client

from assessments.management.commands.draw_workflow import find_machines
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import move
from assessments.portfolios.states import SUBMISSION_MOVES, SubmissionState
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.architecture.pages import address_of, open_to, parameters_of, signed_in
from tests.architecture.test_states import fields_of
from tests.clock import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FEATURES = {"portfolios", "cases", "marking", "moderation", "boards", "appeals", "standing", "standardisation"}
# A sweep makes the move when its moment has come, or it follows in the transaction of another; no page leads there.
BY_ITSELF = "by itself"

RAISES = ("cases:raise_misconduct", "marking:raise_misconduct", "moderation:raise_misconduct")
ENDS = ("cases:sit_case", "delivery:move_enrolment")
MARKS_AGAIN = ("moderation:send_back", "moderation:approve_change")
DOORS: dict[str, dict[tuple[str, str], tuple[str, ...] | str]] = {
    "Submission": {
        ("draft", "submitted"): ("portfolios:check_submission",),
        ("draft", "deferred"): ("cases:sit_case",),
        ("draft", "not_submitted"): BY_ITSELF,
        ("draft", "void"): ENDS,
        ("submitted", "draft"): ("portfolios:take_back",),
        ("submitted", "accepted"): ("confidentiality:accept_submission",),
        ("submitted", "returned"): ("confidentiality:return_submission",),
        ("submitted", "quarantined"): ("confidentiality:quarantine_item",),
        ("submitted", "held"): RAISES[:1],
        ("submitted", "void"): ENDS,
        ("returned", "submitted"): ("portfolios:check_submission",),
        ("returned", "not_submitted"): BY_ITSELF,
        ("returned", "void"): ENDS,
        ("accepted", "held"): RAISES[:2],
        ("accepted", "marked"): ("marking:finalise_mark", "marking:agree_mark", "marking:show_countersigning"),
        ("accepted", "quarantined"): ("marking:lock_item", "confidentiality:quarantine_item"),
        ("accepted", "void"): ENDS,
        ("held", "submitted"): ("cases:sit_case",),
        ("held", "accepted"): ("cases:sit_case",),
        ("held", "marked"): ("cases:sit_case",),
        ("held", "confirmed"): ("cases:sit_case",),
        ("held", "quarantined"): ("confidentiality:quarantine_item",),
        ("held", "void"): ENDS,
        ("marked", "accepted"): MARKS_AGAIN,
        ("marked", "confirmed"): ("moderation:confirm_sample",),
        ("marked", "held"): (RAISES[0], RAISES[2]),
        ("marked", "void"): ENDS,
        ("confirmed", "marked"): MARKS_AGAIN,
        ("confirmed", "ratified"): ("boards:ratify_board",),
        ("confirmed", "held"): RAISES[:1],
        ("confirmed", "void"): ENDS,
        ("ratified", "released"): ("certificates:ask_for_release", "certificates:agree_to_release"),
        ("released", "reopened"): ("appeals:sit_appeal",),
        ("reopened", "accepted"): ("appeals:sit_appeal",),
        ("reopened", "confirmed"): ("appeals:sit_appeal",),
    },
    "Item": {
        ("present", "removed"): ("portfolios:remove_item",),
        ("present", "quarantined"): ("confidentiality:quarantine_item", "marking:lock_item", "moderation:lock_item"),
        ("present", "purged"): BY_ITSELF,
        ("removed", "purged"): BY_ITSELF,
        ("quarantined", "purged"): ("confidentiality:purge_item",),
        ("quarantined", "present"): ("confidentiality:give_item_back",),
    },
    "Attestation": {
        ("waiting", "asked"): ("portfolios:check_address",),
        ("waiting", "cancelled"): ("portfolios:cancel_request", "portfolios:check_address"),
        ("asked", "cancelled"): ("portfolios:cancel_request",),
        # A manager has no account and no role: the one-time link is hers alone.
        ("asked", "confirmed"): BY_ITSELF,
        ("asked", "declined"): BY_ITSELF,
    },
    "Side case": {
        ("asked", "seated"): ("cases:show_case",),
        ("asked", "answered"): ("cases:show_case",),
        ("asked", "taken_back"): ("cases:take_back_request",),
        ("seated", "answered"): ("cases:sit_case",),
        ("seated", "taken_back"): ("cases:take_back_request",),
    },
    "Allocation": {
        ("active", "done"): ("marking:finalise_mark",),
        ("active", "withdrawn"): ("marking:withdraw_allocation", "marking:step_aside"),
        ("done", "withdrawn"): MARKS_AGAIN,
    },
    "Mark": {("draft", "final"): ("marking:finalise_mark",)},
    "Agreement": {
        ("open", "proposed"): ("marking:finalise_mark",),
        ("open", "agreed"): ("marking:finalise_mark",),
        ("open", "third"): ("marking:agree_mark",),
        ("open", "withdrawn"): BY_ITSELF,
        ("proposed", "open"): ("marking:agree_mark",),
        ("proposed", "agreed"): ("marking:agree_mark",),
        ("proposed", "third"): ("marking:agree_mark",),
        ("third", "withdrawn"): BY_ITSELF,
        ("agreed", "withdrawn"): MARKS_AGAIN,
    },
    "Sample": {
        ("drawn", "queried"): MARKS_AGAIN,
        ("drawn", "confirmed"): ("moderation:confirm_sample",),
        ("queried", "confirmed"): ("moderation:confirm_sample",),
    },
    "Run change": {
        ("proposed", "acknowledged"): ("moderation:acknowledge_change",),
        ("proposed", "withdrawn"): ("moderation:withdraw_change",),
        ("acknowledged", "approved"): ("moderation:approve_change",),
        ("acknowledged", "refused"): ("moderation:refuse_change",),
        ("acknowledged", "withdrawn"): ("moderation:withdraw_change",),
    },
    "Board": {
        ("scheduled", "papers"): ("boards:freeze_papers",),
        ("papers", "ratified"): ("boards:ratify_board",),
        ("ratified", "released"): ("certificates:agree_to_release",),
    },
    "Release": {
        ("asked", "agreed"): ("certificates:agree_to_release",),
        ("asked", "cancelled"): ("certificates:cancel_release",),
        ("agreed", "cancelled"): ("certificates:cancel_release",),
        ("agreed", "done"): BY_ITSELF,
    },
    "Minutes": {("draft", "confirmed"): ("boards:confirm_minutes",)},
    "Appeal": {
        ("made", "seated"): ("appeals:seat_appeal",),
        ("made", "withdrawn"): ("appeals:withdraw_appeal",),
        ("seated", "answered"): ("appeals:sit_appeal",),
        ("seated", "withdrawn"): ("appeals:withdraw_appeal",),
    },
    "Suspicion": {
        ("entered", "looked_into"): ("standing:name_investigator",),
        ("looked_into", "decided"): ("standing:decide_suspicion",),
    },
    "Exercise": {("open", "closed"): ("standardisation:close_exercise",)},
}
MACHINES = {one.title: one for one in find_machines() if one.feature.split(".")[-1] in FEATURES}
MOVES = [
    (title, str(source), str(target))
    for title, machine in MACHINES.items()
    for source, targets in machine.moves.items()
    for target in sorted(targets)
]


def doors_of(title: str, source: str, target: str) -> tuple[str, ...]:
    doors = DOORS[title][source, target]
    return () if doors == BY_ITSELF else doors


@pytest.fixture(scope="module")
def outsiders(world) -> dict[Role, Client]:
    """Somebody in each role who has nothing to do with anything in the world of these tests."""
    return {role: signed_in(person) for role, person in world.strangers.items()}


@pytest.fixture(scope="module")
def before(outsiders) -> tuple[set, int]:
    """How everything stands; each test puts it back, so that it is read once."""
    return states(), Entry.objects.count()


def states() -> set:
    """The state of every row of every machine, as the database has it."""
    found = set()
    for machine in MACHINES.values():
        for model, field in fields_of(machine):
            found |= {(model.__name__, str(pk), state) for pk, state in model.objects.values_list("pk", field.name)}
    return found


def test_every_move_has_its_doors_or_happens_by_itself():
    assert {title: set(moves) for title, moves in DOORS.items()} == {
        title: {(str(source), str(target)) for source, targets in machine.moves.items() for target in targets}
        for title, machine in MACHINES.items()
    }


@pytest.mark.parametrize("role", Role, ids=str)
@pytest.mark.parametrize(("title", "source", "target"), MOVES, ids=lambda part: part)
def test_a_role_without_the_right_moves_nothing(world, outsiders, before, title, source, target, role):
    """403 with a sentence where the door is not for the role, 404 where it is and the row is somebody else's."""
    for page in doors_of(title, source, target):
        address = address_of(page, world)
        if role in open_to(page) and not _is_personal(page, role):
            continue
        answer = outsiders[role].post(address)
        if role in open_to(page):
            assert answer.status_code == 404, page
        else:
            assert answer.status_code == 403, page
            assert "appointed as" in answer.text, page

    assert (states(), Entry.objects.count()) == before


def _is_personal(page: str, role: Role) -> bool:
    """Coordinators, safeguarding leads and administrators work on whatever is there; the others on what is theirs."""
    office = {Role.COORDINATOR, Role.SAFEGUARDING, Role.ADMINISTRATOR}
    # A panel is personal for everybody: only whoever has a seat finds the case.
    return role not in office or page in ("cases:sit_case", "appeals:sit_appeal")


@pytest.mark.parametrize(("title", "source", "target"), MOVES, ids=lambda part: part)
def test_every_door_names_its_row(title, source, target):
    """So that none of them can be pressed for more than one thing."""
    for page in doors_of(title, source, target):
        assert parameters_of(page), page


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (source, target)
        for source, target in product(SubmissionState, SubmissionState)
        if target not in SUBMISSION_MOVES[source]
    ],
    ids=str,
)
def test_no_other_move_is_made(source, target):
    """Skipping a step is refused with a sentence before anything is written: no database is needed to say so."""
    with pytest.raises(NotAllowed, match="no longer possible: the submission is now"):
        move(Submission(state=source), target, now=NOON)
