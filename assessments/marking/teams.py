"""The smallest team: how few people, role by role, a cohort still lacks so that every portfolio can go all the way.

No person does two things to one portfolio, and none that they stand too near to. For each learner this is a matching of
seats with people; what is looked for is the fewest people without any tie, added role by role, that seat everybody.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from uuid import UUID

INTAKE, ASSESSOR, MODERATOR, BOARD = "intake", "assessor", "moderator", "board"
ROLES = (INTAKE, ASSESSOR, MODERATOR, BOARD)
# An assessor who signs for another: only the qualified, and drawn from the same people.
COUNTERSIGNER = "countersigner"


@dataclass(frozen=True)
class Reach:
    """For one learner: who could take each seat. `unqualified` assessors need a second one who is qualified."""

    intake: frozenset[UUID] = frozenset()
    assessor: frozenset[UUID] = frozenset()
    unqualified: frozenset[UUID] = frozenset()
    moderator: frozenset[UUID] = frozenset()
    board: frozenset[UUID] = frozenset()


def find_missing(reaches: Iterable[Reach], seats: dict[str, int]) -> dict[str, int]:
    """How many people of each role are missing, so that the sum is as small as can be; nothing where all are seated."""
    short = {reach for reach in reaches if not _is_seated(reach, seats, {})}
    if not short:
        return {}
    ranges = [range(seats[role] + (role == ASSESSOR) + 1) for role in ROLES]
    for extra in sorted(product(*ranges), key=lambda numbers: (sum(numbers), numbers)):
        added = dict(zip(ROLES, extra, strict=True))
        if all(_is_seated(reach, seats, added) for reach in short):
            return {role: number for role, number in added.items() if number}
    return {}


def count_short(reaches: Counter, seats: dict[str, int]) -> int:
    """For how many learners the team as it is does not suffice."""
    return sum(number for reach, number in reaches.items() if not _is_seated(reach, seats, {}))


def _is_seated(reach: Reach, seats: dict[str, int], added: dict[str, int]) -> bool:
    """Whether every seat has somebody: with a qualified assessor, or with an unqualified one and a countersigner."""
    plain = _seats(reach, seats, added)
    if _all_matched(plain):
        return True
    if not reach.unqualified:
        return False
    new = added.get(ASSESSOR, 0)
    # One of those who assess is not qualified; whoever countersigns for them may be somebody new.
    others = [people for role, people in plain if role != ASSESSOR]
    qualified = [reach.assessor] * max(0, seats[ASSESSOR] - new)
    return _all_matched([(ASSESSOR, people) for people in (*others, reach.unqualified, *qualified)])


def _seats(reach: Reach, seats: dict[str, int], added: dict[str, int]) -> list[tuple[str, frozenset[UUID]]]:
    """The seats that the people at hand have to fill: those of people added, who have no tie, are taken already."""
    return [(role, getattr(reach, role)) for role in ROLES for _ in range(max(0, seats[role] - added.get(role, 0)))]


def _all_matched(seats: list[tuple[str, frozenset[UUID]]]) -> bool:
    """Augmenting paths: each seat looks for somebody, who may move those who sit there to another seat."""
    taken: dict[UUID, int] = {}

    def seat(number: int, tried: set[UUID]) -> bool:
        for person in seats[number][1]:
            if person in tried:
                continue
            tried.add(person)
            if person not in taken or seat(taken[person], tried):
                taken[person] = number
                return True
        return False

    return all(seat(number, set()) for number in range(len(seats)))
