"""Reads the whole record again and says in sentences what does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

from cpd.history import merkle
from cpd.history.checkpoints import read_last
from cpd.history.models import Checkpoint, Entry, Leaf, Node
from cpd.history.notes import TreeHead
from cpd.history.sequencing import leaf_data
from cpd.history.triggers import unprotected

SENTENCES_AT_MOST = 50


@dataclass
class Findings:
    """How much was read, and a sentence for each thing that is wrong."""

    leaves: int = 0
    waiting: int = 0
    wrong: list[str] = field(default_factory=list)


def verify() -> Findings:
    """Recompute every leaf from its entry and every root that was signed; change nothing."""
    findings = Findings(waiting=Entry.objects.filter(leaf=None).count())
    heads = signed_heads()
    known = {
        (level, index): bytes(digest) for level, index, digest in Node.objects.values_list("level", "index", "hash")
    }
    edge: dict[int, tuple[int, bytes]] = {}
    for expected, (leaf, entry) in enumerate(_leaves_with_entries()):
        findings.leaves = expected + 1
        if leaf.index != expected:
            findings.wrong.append(f"Leaf {expected} is missing: the next one is numbered {leaf.index}.")
            break
        digest = merkle.leaf_hash(leaf_data(entry)) if entry else None
        if digest is None:
            findings.wrong.append(f"Entry {leaf.entry_id}, at place {leaf.index}, was removed.")
        elif digest != bytes(leaf.hash):
            findings.wrong.append(
                f"Entry {leaf.entry_id}, at place {leaf.index}, is not what was recorded: changed or moved."
            )
        _climb(edge, known, leaf.index, digest or bytes(leaf.hash), findings)
        for head in heads.pop(leaf.index + 1, []):
            if _edge_root(edge) != head.root:
                findings.wrong.append(f"The first {head.size} entries are not those that were signed.")
    for size in sorted(heads):
        findings.wrong.append(f"A tree of {size} entries was signed, and only {findings.leaves} are here.")
    if known and findings.wrong == []:
        findings.wrong.append(f"{len(known)} stored hashes belong to no entry.")
    findings.wrong += [
        f"The database does not refuse changes: the trigger {name} is missing." for name in unprotected(connection)
    ]
    del findings.wrong[SENTENCES_AT_MOST:]
    return findings


def signed_heads() -> dict[int, list[TreeHead]]:
    """Every tree head that was signed, in the vault and in the table, by size."""
    heads: dict[int, list[TreeHead]] = {}
    for row in Checkpoint.objects.all():
        heads.setdefault(row.size, []).append(TreeHead("", row.size, bytes(row.root)))
    if last := read_last():
        heads.setdefault(last.size, []).append(last)
    return heads


def _leaves_with_entries() -> Iterator[tuple[Leaf, Entry | None]]:
    """Leaves in order. A removed entry leaves its leaf behind, so the two are not joined by the database."""
    batch: list[Leaf] = []
    for leaf in Leaf.objects.order_by("index").iterator(chunk_size=2000):
        batch.append(leaf)
        if len(batch) == 2000:
            yield from _with_entries(batch)
            batch = []
    yield from _with_entries(batch)


def _with_entries(leaves: list[Leaf]) -> Iterator[tuple[Leaf, Entry | None]]:
    entries = Entry.objects.in_bulk([leaf.entry_id for leaf in leaves])
    for leaf in leaves:
        yield leaf, entries.get(leaf.entry_id)


def _climb(
    edge: dict[int, tuple[int, bytes]],
    known: dict[tuple[int, int], bytes],
    index: int,
    value: bytes,
    findings: Findings,
) -> None:
    """Add one leaf to the right edge, and compare each subtree that it completes with the stored one."""
    level = 0
    while index % 2:
        value = merkle.node_hash(edge.pop(level)[1], value)
        level, index = level + 1, index // 2
        if known.pop((level, index), None) != value and len(findings.wrong) < SENTENCES_AT_MOST:
            findings.wrong.append(f"The stored hash {level}:{index} does not fit the entries under it.")
    edge[level] = (index, value)


def _edge_root(edge: dict[int, tuple[int, bytes]]) -> bytes:
    """The root of the tree whose complete subtrees these are: joined from the right."""
    levels = sorted(edge)
    value = edge[levels[0]][1]
    for level in levels[1:]:
        value = merkle.node_hash(edge[level][1], value)
    return value
