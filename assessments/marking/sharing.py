"""Who gets which portfolio when many are shared out at once: pinned first, then equally, by weight, by group or as listed.

Plain values in, a proposal for each portfolio out; a coordinator looks at it before anything is allocated.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from assessments.marking.suggestions import Candidate, Waiting

NOBODY = "Nobody is free: choose by hand, one by one"


@dataclass(frozen=True)
class Proposal:
    """One portfolio, who could have it, who is proposed, and why. `person_id` is None where nobody is."""

    waiting: Waiting
    person_id: UUID | None
    why: str

    @property
    def choices(self) -> list[Candidate]:
        return [one for one in self.waiting.candidates if one.is_free]


class Sharing:
    """Counts what each assessor has got so far, so that nobody gets more than they take."""

    def __init__(self, rows: list[Waiting], weights: Mapping[UUID, int] | None = None) -> None:
        self.rows = rows
        self.weights = weights or {}
        self.given: dict[UUID, int] = {}

    def give(self, wishes: Mapping[UUID, tuple[UUID, str]]) -> list[Proposal]:
        """`wishes` says for some submissions who should have it, and why; the others are shared out.

        Wishes come first, then whoever has the fewest choices, so that the last portfolio is not left without anybody.
        """
        proposals: dict[UUID, Proposal] = {}
        wished = [row for row in self.rows if row.submission.pk in wishes]
        others = [row for row in self.rows if row.submission.pk not in wishes]
        for row in wished:
            person_id, why = wishes[row.submission.pk]
            proposals[row.submission.pk] = self._wished(row, person_id, why)
        for row in sorted(others, key=lambda row: sum(one.is_free for one in row.candidates)):
            proposals[row.submission.pk] = self._shared(row)
        return [proposals[row.submission.pk] for row in self.rows]

    def _wished(self, row: Waiting, person_id: UUID, why: str) -> Proposal:
        candidate = next((one for one in row.candidates if one.person.pk == person_id), None)
        if candidate is None:
            return Proposal(row, None, f"{why}, who does not assess on this cohort")
        if not self._has_room(candidate):
            no = candidate.refusal or candidate.warning or candidate.standing.gap or "They take no more at once."
            return Proposal(row, None, f"{why}. {no}")
        return self._take(row, candidate, why)

    def _shared(self, row: Waiting) -> Proposal:
        free = [one for one in row.candidates if self._has_room(one)]
        if not free:
            return Proposal(row, None, NOBODY)
        best = min(free, key=lambda one: (self._burden(one), str(one.person), str(one.person.pk)))
        return self._take(row, best, "Shared out")

    def _take(self, row: Waiting, candidate: Candidate, why: str) -> Proposal:
        self.given[candidate.person.pk] = self.given.get(candidate.person.pk, 0) + 1
        return Proposal(row, candidate.person.pk, why)

    def _has_room(self, candidate: Candidate) -> bool:
        load = candidate.load + self.given.get(candidate.person.pk, 0)
        has_room = candidate.most is None or load < candidate.most
        return candidate.is_free and has_room and self.weights.get(candidate.person.pk, 1) > 0

    def _burden(self, candidate: Candidate) -> float:
        """By weight: what was given here against the weight. Equally: everything that waits on their desk."""
        given = self.given.get(candidate.person.pk, 0)
        if self.weights:
            return (given + 1) / self.weights.get(candidate.person.pk, 1)
        return candidate.load + given
