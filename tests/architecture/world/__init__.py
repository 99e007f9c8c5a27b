"""One learner's road with a canary at every place that could leak, somebody for each role, and strangers to all of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import time_machine

from cpd.accounts.models import OrganisationKind, User
from cpd.accounts.roles import Role
from tests.architecture.cases import make_cases
from tests.architecture.keeping import make_keeping
from tests.architecture.world.awarding import make_awards, make_evaluation
from tests.architecture.world.intake import make_intake
from tests.architecture.world.marking import make_agreement, make_marks
from tests.architecture.world.moderating import make_decisions, make_moderation
from tests.architecture.world.office import make_office
from tests.architecture.world.studying import make_teaching, make_writing
from tests.clock import NOON
from tests.people import employer, make_organisation, make_person
from tests.standing import standing


@dataclass
class World:
    people: dict[Role, User]
    strangers: dict[Role, User]
    # What a page's address needs: by "page:name parameter", or by the parameter alone.
    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def learner(self) -> User:
        return self.people[Role.LEARNER]

    @property
    def canaries(self) -> set[str]:
        """What would say who the learner is."""
        enrolments = {str(pk) for pk in self.learner.enrolments.values_list("pk", flat=True)}
        names = {"zephyrine", "quillfeather", "canaryworks", "canarymanager", "quillfeather-home-visit"}
        return {*names, str(self.learner.pk), self.learner.pk.hex, *enrolments}


@contextmanager
def standing_world(blocker) -> Iterator[World]:
    """A world at NOON that vanishes afterwards."""
    with time_machine.travel(NOON, tick=False), standing(blocker):
        yield make_world()


def make_world() -> World:
    people = {role: make_person(f"Inside {role.label.split()[0]}", role) for role in Role if role != Role.LEARNER}
    people[Role.LEARNER] = make_person(
        "Zephyrine Quillfeather", Role.LEARNER, employer=employer("Canaryworks Advocacy"), team="Canaryworks North"
    )
    strangers = {role: make_person(f"Outside {role.label.split()[0]}", role) for role in Role}
    elsewhere = make_organisation(OrganisationKind.UNIVERSITY, "University of Elsewhere")
    strangers[Role.AUDITOR].appointments.update(organisation=elsewhere)
    world = World(people, strangers)
    for make in (
        make_teaching,
        make_writing,
        make_intake,
        make_marks,
        make_agreement,
        make_moderation,
        make_decisions,
        make_awards,
        make_evaluation,
        make_office,
        make_cases,
        make_keeping,
    ):
        world.ids |= make(people)
    return world
