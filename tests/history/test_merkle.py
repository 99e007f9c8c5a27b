"""Properties of the tree, judged by two other implementations of the same RFC: pymerkle and sigstore."""

import hashlib
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore.errors import VerificationError

from cpd.history import merkle

few = settings(max_examples=60)
SIZES = st.integers(min_value=1, max_value=130)


def grow_tree(size, *, batch=7):
    """The stored hashes of a tree, grown in batches as the sequencer grows it."""
    hashes = {}

    def read(level, index):
        return hashes[level, index]

    for first in range(0, size, batch):
        leaves = [merkle.leaf_hash(str(number).encode()) for number in range(first, min(first + batch, size))]
        hashes |= {(0, index): leaf for index, leaf in enumerate(leaves, start=first)}
        hashes |= {(level, index): value for level, index, value in merkle.grow(first, leaves, read)}
    return read


def make_oracle(size):
    tree = InmemoryTree(algorithm="sha256")
    for number in range(size):
        tree.append_entry(str(number).encode())
    return tree


@few
@given(SIZES, st.integers(min_value=1, max_value=40))
def test_the_root_is_the_same_however_the_tree_grew(size, batch):
    assert merkle.root(size, grow_tree(size, batch=batch)) == make_oracle(size).get_root(size)


def test_the_root_of_no_leaves_is_the_hash_of_nothing():
    assert merkle.root(0, grow_tree(0)) == hashlib.sha256(b"").digest()


def test_known_answers_of_certificate_transparency():
    """The test vectors of RFC 6962's reference implementation."""
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [merkle.leaf_hash(bytes.fromhex(text)) for text in data]
    stored = {(0, index): leaf for index, leaf in enumerate(leaves)}
    stored |= {(level, index): value for level, index, value in merkle.grow(0, leaves, lambda *at: stored[at])}

    roots = [merkle.root(size, lambda *at: stored[at]).hex() for size in (1, 7, 8)]

    assert roots == [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]


@few
@given(SIZES, st.data())
def test_every_leaf_has_a_proof_that_both_verifiers_accept(size, data):
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    tree, oracle = grow_tree(size), make_oracle(size)
    leaf, root = merkle.leaf_hash(str(index).encode()), merkle.root(size, tree)

    proof = merkle.inclusion_proof(index, size, tree)
    theirs = oracle.prove_inclusion(index + 1, size)

    assert [leaf, *proof] == theirs.path
    assert merkle.verify_inclusion(leaf, index, size, proof, root)
    verify_inclusion(leaf, root, theirs)


def sigstore_entry(index, size, proof, root):
    """What sigstore's verifier reads of an entry of a log."""
    told = SimpleNamespace(log_index=index, tree_size=size, hashes=proof, root_hash=root)
    return SimpleNamespace(_inner=SimpleNamespace(inclusion_proof=told, canonicalized_body=str(index).encode()))


@few
@given(SIZES, st.data())
def test_sigstore_accepts_every_proof_of_ours_and_no_other_root(size, data):
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    tree = grow_tree(size)
    proof, root = merkle.inclusion_proof(index, size, tree), merkle.root(size, tree)

    verify_merkle_inclusion(sigstore_entry(index, size, proof, root))
    with pytest.raises(VerificationError):
        verify_merkle_inclusion(sigstore_entry(index, size, proof, hashlib.sha256(root).digest()))


@few
@given(SIZES, SIZES)
def test_every_growth_has_a_proof_that_both_verifiers_accept(one, other):
    old, new = sorted((one, other))
    tree = grow_tree(new)
    old_root, new_root = merkle.root(old, tree), merkle.root(new, tree)

    assert merkle.verify_consistency(old, new, old_root, new_root, merkle.consistency_proof(old, new, tree))
    verify_consistency(old_root, new_root, make_oracle(new).prove_consistency(old, new))


@few
@given(SIZES, st.data())
def test_a_proof_with_one_bit_changed_is_refused(size, data):
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    tree = grow_tree(size)
    chain = [merkle.leaf_hash(str(index).encode()), *merkle.inclusion_proof(index, size, tree), merkle.root(size, tree)]
    place = data.draw(st.integers(min_value=0, max_value=len(chain) - 1))
    bit = data.draw(st.integers(min_value=0, max_value=255))

    chain[place] = (int.from_bytes(chain[place]) ^ (1 << bit)).to_bytes(32)

    leaf, *proof, root = chain
    assert not merkle.verify_inclusion(leaf, index, size, proof, root)


@few
@given(SIZES, SIZES, st.data())
def test_a_rewritten_leaf_has_no_proof_of_growth(one, other, data):
    old, new = sorted((one, other))
    changed = data.draw(st.integers(min_value=0, max_value=old - 1))
    honest = grow_tree(new)
    rewritten = {(0, i): merkle.leaf_hash(b"forged" if i == changed else str(i).encode()) for i in range(new)}
    rewritten |= {
        (level, i): value
        for level, i, value in merkle.grow(0, [rewritten[0, i] for i in range(new)], lambda *at: rewritten[at])
    }
    forged = lambda level, index: rewritten[level, index]  # noqa: E731

    proof = merkle.consistency_proof(old, new, forged)

    assert not merkle.verify_consistency(old, new, merkle.root(old, honest), merkle.root(new, forged), proof)


@few
@given(SIZES, st.data())
def test_a_proof_is_for_one_place_only(size, data):
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    elsewhere = data.draw(st.integers(min_value=-1, max_value=size + 1).filter(lambda place: place != index))
    tree = grow_tree(size)
    proof = merkle.inclusion_proof(index, size, tree)

    assert not merkle.verify_inclusion(
        merkle.leaf_hash(str(index).encode()), elsewhere, size, proof, merkle.root(size, tree)
    )


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 3)])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index, size):
    with pytest.raises(ValueError, match="has no leaf"):
        merkle.inclusion_proof(index, size, grow_tree(3))


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3)])
def test_there_is_no_proof_from_nothing_or_backwards(old, new):
    tree = grow_tree(3)

    with pytest.raises(ValueError, match="no proof between"):
        merkle.consistency_proof(old, new, tree)
    assert not merkle.verify_consistency(old, new, b"", b"", [])
