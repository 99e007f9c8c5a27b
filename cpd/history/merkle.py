"""The Merkle tree of RFC 9162, section 2.1: pure functions over the hashes of complete subtrees.

A complete subtree is named by (level, index): level 0 are the leaves, and (l, i) covers leaves i*2^l to (i+1)*2^l - 1.
Complete subtrees never change when the tree grows, so they are stored once and every root and proof is made of a
few of them.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

type Hash = bytes
type Subtrees = Callable[[int, int], Hash]

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> Hash:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(size: int, leaves: Iterable[Hash], subtree: Subtrees) -> list[tuple[int, int, Hash]]:
    """The subtrees above level 0 that become complete when these leaves are appended to a tree of this size."""
    made: dict[tuple[int, int], Hash] = {}
    for position, leaf in enumerate(leaves, start=size):
        level, index, value = 0, position, leaf
        while index % 2:
            left = made.get((level, index - 1)) or subtree(level, index - 1)
            level, index, value = level + 1, index // 2, node_hash(left, value)
            made[level, index] = value
        if level == 0:
            made[0, index] = value
    return [(level, index, value) for (level, index), value in made.items() if level > 0]


def root(size: int, subtree: Subtrees) -> Hash:
    return range_hash(0, size, subtree) if size else EMPTY_ROOT


def range_hash(start: int, end: int, subtree: Subtrees) -> Hash:
    """The hash over the leaves from start to end - 1, as the RFC splits them."""
    width = end - start
    if width & (width - 1) == 0:
        return subtree(width.bit_length() - 1, start // width)
    middle = start + _split(width)
    return node_hash(range_hash(start, middle, subtree), range_hash(middle, end, subtree))


def inclusion_proof(index: int, size: int, subtree: Subtrees) -> list[Hash]:
    """The hashes that lead from one leaf to the root, the leaf's sibling first."""
    if not 0 <= index < size:
        raise ValueError(f"A tree of {size} leaves has no leaf {index}.")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_hash(middle, end, subtree))
            end = middle
        else:
            path.append(range_hash(start, middle, subtree))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, subtree: Subtrees) -> list[Hash]:
    """The hashes which show that the first `old` leaves of the tree of `new` leaves are the old tree."""
    if not 0 < old <= new:
        raise ValueError(f"There is no proof between trees of {old} and {new} leaves.")
    path, start, end, whole = [], 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(range_hash(middle, end, subtree))
            end = middle
        else:
            path.append(range_hash(start, middle, subtree))
            start, whole = middle, False
    if not whole:
        path.append(range_hash(start, end, subtree))
    return path[::-1]


def verify_inclusion(leaf: Hash, index: int, size: int, proof: Sequence[Hash], expected_root: Hash) -> bool:
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    node, last, value = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node % 2 or node == last:
            value = node_hash(sibling, value)
            while node % 2 == 0 and node:
                node, last = node // 2, last // 2
        else:
            value = node_hash(value, sibling)
        node, last = node // 2, last // 2
    return last == 0 and value == expected_root


def verify_consistency(old: int, new: int, old_root: Hash, new_root: Hash, proof: Sequence[Hash]) -> bool:
    """RFC 9162, 2.1.4.2."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    node, last = old - 1, new - 1
    while node % 2:
        node, last = node // 2, last // 2
    if not path:
        return False
    first = second = path[0]
    for value in path[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            first, second = node_hash(value, first), node_hash(value, second)
            while node % 2 == 0 and node:
                node, last = node // 2, last // 2
        else:
            second = node_hash(second, value)
        node, last = node // 2, last // 2
    return last == 0 and first == old_root and second == new_root


def _split(width: int) -> int:
    """The largest power of two smaller than the width."""
    return 1 << ((width - 1).bit_length() - 1)
