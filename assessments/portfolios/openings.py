"""Who opened evidence: for its learner by role, with a name only where she is not assessed blind by that person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet

from assessments.portfolios.models import EvidenceItem, Portfolio
from assessments.portfolios.states import Because
from cpd.accounts.models import User
from cpd.history.models import Entry

WHO = {
    Because.INTAKE: "Safety check",
    Because.MARKING: "An assessor",
    Because.MODERATION: "A moderator",
    Because.BOARD: "The board",
    Because.AUDIT: "An auditor of the university",
    Because.ATTESTATION: "The person you asked to confirm it",
    Because.EMERGENCY: "In an emergency",
    Because.RECORDS: "For your request about your data",
    Because.ARCHIVE: "For the provider’s archive of your cohort",
}
# Those who judge know her by a number, and she knows them by their role.
NAMED = frozenset({Because.INTAKE, Because.EMERGENCY, Because.RECORDS, Because.ARCHIVE})
HOW = {"view": "Looked at", "download": "Downloaded", "export": "Exported"}


@dataclass(frozen=True)
class Opening:
    """One person's openings of a day for one purpose, in one line."""

    who: str
    how: str
    labels: str
    first_at: datetime
    last_at: datetime


def list_entries(portfolio: Portfolio) -> QuerySet[Entry]:
    """Every opening of this portfolio's evidence by somebody else, the newest first."""
    items = EvidenceItem.objects.filter(submission__portfolio=portfolio).values_list("pk", flat=True)
    return (
        Entry.objects.filter(subject_id__in=[str(pk) for pk in items], name="evidence.opened")
        .exclude(detail__because=Because.OWN.value)
        .order_by("-at", "-pk")
    )


def describe_openings(portfolio: Portfolio, entries: Iterable[Entry]) -> list[Opening]:
    """A page of entries as lines; what one person opened one after the other on a day is one line."""
    entries = list(entries)
    labels = {
        str(pk): label
        for pk, label in EvidenceItem.objects.filter(submission__portfolio=portfolio).values_list("pk", "label")
    }
    names = {str(person.pk): str(person) for person in User.objects.filter(pk__in=_named(entries))}
    lines = []
    for (actor, because, how, _), group in groupby(entries, key=_sort):
        run = list(group)
        who = WHO.get(because, "Somebody on the course")
        opened = sorted({labels[entry.subject_id] for entry in run}, key=lambda label: int(label[1:]))
        lines.append(
            Opening(
                who=f"{who}: {names[actor]}" if because in NAMED and actor in names else who,
                how=HOW.get(how, HOW["view"]),
                labels=", ".join(opened),
                first_at=run[-1].at,
                last_at=run[0].at,
            )
        )
    return lines


def _sort(entry: Entry) -> tuple:
    return entry.actor_id, entry.detail.get("because"), entry.detail.get("how", "view"), entry.at.date()


def _named(entries: list[Entry]) -> set[str]:
    return {entry.actor_id for entry in entries if entry.detail.get("because") in NAMED and entry.actor_id}
