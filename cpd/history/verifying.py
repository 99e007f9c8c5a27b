"""Reads the whole record again and says in sentences what does not fit."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC

from django.db import connection

from cpd.history import merkle
from cpd.history.checkpoints import read_last
from cpd.history.models import Checkpoint, Entry, Leaf, Node
from cpd.history.notes import TreeHead
from cpd.history.sequencing import leaf_data
from cpd.history.triggers import unprotected

SENTENCES_AT_MOST = 50
BATCH = 2000
FIELDS = ("name", "actor_id", "role", "subject", "subject_id", "at", "detail", "sealed")
# One encoder for all: json.dumps() with options makes a new one each time.
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass
class Findings:
    """How much was read, and a sentence for each thing that is wrong."""

    leaves: int = 0
    waiting: int = 0
    wrong: list[str] = field(default_factory=list)


def verify(brought: TreeHead | None = None) -> Findings:
    """Recompute every leaf from its entry and every root that was signed, in one reading; change nothing.

    `brought` is a head that somebody kept outside: it is compared with what the entries themselves give, and with
    nothing that is stored, so that a whole tree replaced by another that fits in itself is found by it.
    """
    findings = Findings(waiting=Entry.objects.filter(leaf=None).count())
    heads, known = signed_heads(), _stored_nodes()
    edge: dict[int, tuple[int, bytes]] = {}
    gone, theirs = False, None
    for expected, (index, entry_id, stored, digest) in enumerate(_leaves()):
        if index != expected:
            findings.wrong.append(f"Leaf {expected} is missing: the next one is numbered {index}.")
            break
        findings.leaves = expected + 1
        if digest is None:
            gone = True
            findings.wrong.append(f"Entry {entry_id}, at place {index}, was removed.")
        elif digest != stored:
            findings.wrong.append(f"Entry {entry_id}, at place {index}, is not what was recorded: changed or moved.")
        _climb(edge, known, index, digest or stored, findings)
        for head in heads.pop(index + 1, []):
            if _edge_root(edge) != head.root:
                findings.wrong.append(f"The first {head.size} entries are not those that were signed.")
        if brought and brought.size == index + 1 and not gone:
            theirs = _edge_root(edge)
    for size in sorted(heads):
        findings.wrong.append(f"A tree of {size} entries was signed, and only {findings.leaves} are here.")
    if known and findings.wrong == []:
        findings.wrong.append(f"{len(known)} stored hashes belong to no entry.")
    findings.wrong += [
        f"The database does not refuse changes: the trigger {name} is missing." for name in unprotected(connection)
    ]
    if brought:
        findings.wrong[:0] = _compare(brought, theirs, findings.leaves)
    del findings.wrong[SENTENCES_AT_MOST:]
    return findings


def _compare(brought: TreeHead, root: bytes | None, leaves: int) -> list[str]:
    if leaves < brought.size:
        return [f"Your line is of {brought.size} entries, and only {leaves} are here. Some were taken away."]
    if root != brought.root:
        return [f"The first {brought.size} entries are not those of your line. The record was rewritten."]
    return []


def signed_heads() -> dict[int, list[TreeHead]]:
    """Every tree head that was signed, in the vault and in the table, by size."""
    heads: dict[int, list[TreeHead]] = {}
    for size, root in Checkpoint.objects.values_list("size", "root"):
        heads.setdefault(size, []).append(TreeHead("", size, bytes(root)))
    if last := read_last():
        heads.setdefault(last.size, []).append(last)
    return heads


def _stored_nodes() -> dict[tuple[int, int], bytes]:
    rows = Node.objects.values_list("level", "index", "hash").iterator(chunk_size=BATCH)
    return {(level, index): bytes(digest) for level, index, digest in rows}


def _leaves() -> Iterator[tuple[int, int, bytes, bytes | None]]:
    """Index, entry, the stored hash and the one computed anew, in order; the last is None when the entry is gone.

    A removed entry leaves its leaf behind, so the two are not joined by the database.
    """
    after = -1
    while rows := list(
        Leaf.objects.filter(index__gt=after).order_by("index").values_list("index", "entry_id", "hash")[:BATCH]
    ):
        entries = {
            pk: values
            for pk, *values in Entry.objects.filter(pk__in=[entry_id for _, entry_id, _ in rows]).values_list(
                "pk", *FIELDS
            )
        }
        for index, entry_id, stored in rows:
            stored, values = bytes(stored), entries.get(entry_id)
            yield index, entry_id, stored, _digest(entry_id, values, stored) if values else None
        after = rows[-1][0]


def _digest(entry_id: int, values: list, stored: bytes) -> bytes:
    """What the leaf of this entry hashes to.

    The plain encoder writes nearly always what RFC 8785 asks for, ten times as fast. What it writes counts only when it
    hashes to what is stored, and is otherwise written again by the rule.
    """
    name, actor_id, role, subject, subject_id, at, detail, sealed = values
    plain = _encode(
        {
            "about": f"{subject}:{subject_id}",
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": actor_id,
            "detail": detail,
            "entry": entry_id,
            "name": name,
            "role": role,
            "sealed": sealed,
        }
    )
    digest = merkle.leaf_hash(plain.encode("utf-8", "surrogatepass"))
    if digest == stored:
        return digest
    return merkle.leaf_hash(leaf_data(Entry(pk=entry_id, **dict(zip(FIELDS, values, strict=True)))))


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
