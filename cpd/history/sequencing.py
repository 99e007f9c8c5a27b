"""Gives committed entries their place in the tree: the one sequencer, under a lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC

import rfc8785
from django.db import connection, transaction
from django.db.models import Max

from cpd.history import merkle
from cpd.history.models import Entry, Leaf, Node

LOCK = 4_807_526_976  # any fixed number: PostgreSQL's advisory lock of the sequencer
AT_MOST = 2000
# Entries are numbered at insert and seen at commit: one that committed late is at most so many behind the newest leaf.
LOOK_BACK = 10_000


@contextmanager
def alone() -> Iterator[None]:
    """One transaction in which nobody else sequences or signs. SQLite's IMMEDIATE transactions are such a lock."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def sequence(*, look_back: int | None = LOOK_BACK) -> int:
    """Append every committed entry that has no leaf yet, in batches of their own; the number appended.

    Only the last `look_back` entries before the newest leaf are searched, or all of them when it is None.
    """
    total = 0
    while count := _append_batch(look_back):
        total += count
    return total


def _append_batch(look_back: int | None) -> int:
    with alone():
        newest = Leaf.objects.aggregate(newest=Max("entry_id"))["newest"] or 0
        first = 0 if look_back is None else newest - look_back
        entries = list(Entry.objects.filter(leaf=None, id__gt=first).order_by("id")[:AT_MOST])
        if not entries:
            return 0
        size = tree_size()
        hashes = [merkle.leaf_hash(leaf_data(entry)) for entry in entries]
        Leaf.objects.bulk_create(
            Leaf(index=index, entry=entry, hash=digest)
            for index, (entry, digest) in enumerate(zip(entries, hashes, strict=True), start=size)
        )
        Node.objects.bulk_create(
            Node(level=level, index=index, hash=digest)
            for level, index, digest in merkle.grow(size, hashes, read_subtree)
        )
        return len(entries)


def leaf_data(entry: Entry) -> bytes:
    """What a leaf hashes: every field of the entry as canonical JSON (RFC 8785). An auditor rebuilds it from these."""
    return rfc8785.dumps(
        {
            "about": f"{entry.subject}:{entry.subject_id}",
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": entry.actor_id,
            "detail": entry.detail,
            "entry": entry.pk,
            "name": entry.name,
            "role": entry.role,
            "sealed": entry.sealed,
        }
    )


def tree_size() -> int:
    last = Leaf.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def tree_root(size: int) -> bytes:
    """The root over the first `size` leaves, from a few stored hashes."""
    return merkle.root(size, read_subtree)


def read_subtree(level: int, index: int) -> bytes:
    if level == 0:
        return bytes(Leaf.objects.values_list("hash", flat=True).get(index=index))
    return bytes(Node.objects.values_list("hash", flat=True).get(level=level, index=index))
