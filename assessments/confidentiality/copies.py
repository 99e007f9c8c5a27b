"""An item and its copies: what is carried from attempt to attempt shares its files and its key."""

from uuid import UUID

from assessments.portfolios.models import EvidenceItem


def copies_of(item: EvidenceItem) -> list[EvidenceItem]:
    """The item in every attempt that it was carried through; they share their files and their key."""
    first = item
    while first.carried_from_id:
        first = first.carried_from
    found: list[EvidenceItem] = []
    waiting: list[UUID] = [first.pk]
    while waiting:
        copies = list(EvidenceItem.objects.filter(pk__in=waiting))
        found += copies
        waiting = list(EvidenceItem.objects.filter(carried_from__in=copies).values_list("pk", flat=True))
    return found
