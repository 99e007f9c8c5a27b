"""Draws docs/workflow.md from the tables of moves, so that the picture is what the code does."""

import pkgutil
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import TextChoices

ROOTS = ("courses", "assessments", "cpd")
# The order in which a learner meets them; a feature that is not named here comes after these.
ROAD = (
    "courses.catalogue",
    "courses.delivery",
    "assessments.portfolios",
    "assessments.confidentiality",
    "assessments.cases",
    "assessments.marking",
    "assessments.moderation",
    "assessments.boards",
    "assessments.appeals",
    "assessments.certificates",
    "assessments.audit",
    "assessments.records",
    "cpd.accounts",
    "cpd.jobs",
)
INTRODUCTION = """# Workflow

Drawn by `manage.py draw_workflow` from the tables of moves in each feature's `states.py`; a test fails when this page is
older than they are. A move that is not drawn is refused by the action, and a state that is not listed by the database.
"""


@dataclass(frozen=True)
class Machine:
    """One table of moves: what moves, where it is written, and whose turn it is in each state, where that is said."""

    title: str
    feature: str
    states: type[TextChoices]
    moves: dict[TextChoices, set[TextChoices]]
    owners: dict[TextChoices, str]


class Command(BaseCommand):
    help = "Draw docs/workflow.md from the tables of moves."
    requires_system_checks = ()  # it needs no database

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is out of date")

    def handle(self, *, check, **options):
        drawn = draw_page(find_machines())
        page = page_path()
        if check:
            if not page.exists() or page.read_text() != drawn:
                raise CommandError("docs/workflow.md is out of date: run `manage.py draw_workflow`.")
            return
        page.write_text(drawn)
        self.stdout.write(f"{page.relative_to(settings.BASE_DIR)} is drawn.")


def page_path() -> Path:
    return settings.BASE_DIR / "docs" / "workflow.md"


def find_machines() -> list[Machine]:
    """Every table whose name ends in MOVES, of every feature that has a states.py."""
    found = []
    for root in ROOTS:
        for folder in pkgutil.iter_modules(import_module(root).__path__, f"{root}."):
            if folder.ispkg and any(part.name == "states" for part in pkgutil.iter_modules(_path(folder.name))):
                found += _machines_of(folder.name)
    order = {feature: place for place, feature in enumerate(ROAD)}
    return sorted(found, key=lambda machine: order.get(machine.feature, len(ROAD)))


def draw_page(machines: list[Machine]) -> str:
    return "\n".join([INTRODUCTION, *(_draw(machine) for machine in machines)])


def _path(package: str) -> list[str]:
    return import_module(package).__path__


def _machines_of(feature: str) -> list[Machine]:
    module = import_module(f"{feature}.states")
    owners = getattr(module, "OWNERS", {})
    machines = []
    for name, moves in vars(module).items():
        if name.endswith("MOVES"):
            states = type(next(iter(moves)))
            noun = name.removesuffix("MOVES").strip("_") or feature.rpartition(".")[2].removesuffix("s")
            whose = {state: owner for state, owner in owners.items() if isinstance(state, states)}
            machines.append(Machine(noun.capitalize().replace("_", " "), feature, states, moves, whose))
    return machines


def _draw(machine: Machine) -> str:
    first, *_ = machine.states
    lines = [f"## {machine.title}", "", f"`{machine.feature.replace('.', '/')}/states.py`", ""]
    lines += ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {state.value}' for state in machine.states]
    lines += [f"    [*] --> {first.value}"]
    for state in machine.states:
        targets = _in_order(machine, state)
        lines += [f"    {state.value} --> {target.value}" for target in targets]
        lines += [] if targets else [f"    {state.value} --> [*]"]
    lines += ["```", ""]
    turn = ("whose turn", "---") if machine.owners else ()
    lines += [_row("state", "on screen", *turn[:1], "becomes"), _row("---", "---", *turn[1:], "---")]
    for state in machine.states:
        owner = (machine.owners[state],) if machine.owners else ()
        targets = ", ".join(f"`{target.value}`" for target in _in_order(machine, state)) or "nothing more"
        lines.append(_row(f"`{state.value}`", state.label, *owner, targets))
    return "\n".join([*lines, ""])


def _in_order(machine: Machine, state: TextChoices) -> list[TextChoices]:
    return [target for target in machine.states if target in machine.moves[state]]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
