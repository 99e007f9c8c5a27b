"""Others sign our checkpoints too; what they hand over is checked, kept and served."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import IntegrityError, transaction

from cpd.history import merkle
from cpd.history.models import Cosignature, Entry, Witness
from cpd.history.notes import COSIGNATURE, cosigned_bytes, key_id, parse_note, read_note, read_proof, write_key
from cpd.history.proofs import newest_checkpoint, write_checkpoint, write_entry_proof, write_growth_proof
from cpd.history.sequencing import leaf_data, sequence
from cpd.history.witnesses import add_cosignatures, end_witness, trust_witness
from cpd.rules import NotAllowed
from tests.history.test_sequencing import make_entries

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 3, 12, tzinfo=UTC)
NAME = "merebridge.example/registry"


class University:
    """A witness with a key of its own, which signs by the text of the specification."""

    def __init__(self, name=NAME):
        self.name, self.key = name, Ed25519PrivateKey.generate()
        self.public_key = self.key.public_key().public_bytes_raw()

    @property
    def vkey(self):
        return write_key(self.name, self.public_key, COSIGNATURE)

    def sign(self, note, at=NOW):
        seconds = int(at.timestamp())
        signature = self.key.sign(cosigned_bytes(parse_note(note), seconds))
        raw = key_id(self.name, self.public_key, COSIGNATURE) + seconds.to_bytes(8) + signature
        return f"{note}— {self.name} {base64.b64encode(raw).decode()}\n"


@pytest.fixture
def university():
    return University()


@pytest.fixture
def checkpoint(signer):
    make_entries(5)
    sequence()
    return signer(NOW)


def test_the_signed_words_are_those_of_the_specification(checkpoint):
    text = "\n".join(checkpoint.note.split("\n")[:3])

    assert (
        cosigned_bytes(parse_note(checkpoint.note), 1679315147) == f"cosignature/v1\ntime 1679315147\n{text}\n".encode()
    )


def test_a_co_signature_of_a_trusted_witness_is_kept_and_served(checkpoint, university, signer):
    trust_witness(university.vkey, by=None, now=NOW)

    (kept,) = add_cosignatures(university.sign(checkpoint.note), by=None, now=NOW)

    served = write_checkpoint(checkpoint)
    assert (kept.witness.name, kept.signed_at) == (NAME, NOW)
    assert served == university.sign(checkpoint.note)
    assert read_note(served, [signer.public_key]).size == 5
    assert Entry.objects.filter(name="checkpoint.cosigned", subject_id=str(checkpoint.pk)).count() == 1


def test_a_proof_carries_the_newest_co_signed_checkpoint(checkpoint, university, signer):
    trust_witness(university.vkey, by=None, now=NOW)
    add_cosignatures(university.sign(checkpoint.note), by=None, now=NOW)
    newer = make_entries(3)
    sequence()
    signer(NOW)

    covered = write_entry_proof(Entry.objects.get(leaf__index=2))
    uncovered = write_entry_proof(newer[-1])

    assert f"— {NAME} " in covered
    assert read_note(read_proof(covered)[2], [signer.public_key]).size == 5
    assert f"— {NAME} " not in uncovered


def test_handing_it_over_twice_changes_nothing(checkpoint, university):
    trust_witness(university.vkey, by=None, now=NOW)
    trust_witness(university.vkey, by=None, now=NOW)
    add_cosignatures(university.sign(checkpoint.note), by=None, now=NOW)

    assert add_cosignatures(university.sign(checkpoint.note), by=None, now=NOW) == []
    assert (Witness.objects.count(), Cosignature.objects.count()) == (1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cosignature.objects.all().delete()


def test_a_stranger_is_no_witness(checkpoint, university):
    trust_witness(university.vkey, by=None, now=NOW)

    with pytest.raises(NotAllowed, match="No co-signature by a witness whose key we hold"):
        add_cosignatures(University("other.example").sign(checkpoint.note), by=None, now=NOW)
    with pytest.raises(NotAllowed, match="no co-signature by this witness's key"):
        add_cosignatures(University(NAME).sign(checkpoint.note), by=None, now=NOW)
    assert not Cosignature.objects.exists()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda note: note.replace("\n5\n", "\n6\n"), "have not signed this checkpoint"),
        (lambda note: "hello", "not a checkpoint"),
        (lambda note: note[:-40] + "AAAA" + note[-36:], "is not of this checkpoint"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(checkpoint, university, spoil, why):
    trust_witness(university.vkey, by=None, now=NOW)

    with pytest.raises(NotAllowed, match=why):
        add_cosignatures(spoil(university.sign(checkpoint.note)), by=None, now=NOW)
    assert not Cosignature.objects.exists()


def test_a_co_signature_of_the_future_or_of_an_ended_witness_is_refused(checkpoint, university):
    witness = trust_witness(university.vkey, by=None, now=NOW)
    with pytest.raises(NotAllowed, match="dated in the future"):
        add_cosignatures(university.sign(checkpoint.note, NOW + timedelta(days=1)), by=None, now=NOW)

    end_witness(witness, by=None, now=NOW)

    with pytest.raises(NotAllowed, match="No co-signature by a witness"):
        add_cosignatures(university.sign(checkpoint.note), by=None, now=NOW)
    with pytest.raises(NotAllowed, match="This key was ended"):
        trust_witness(university.vkey, by=None, now=NOW)


@pytest.mark.parametrize(
    "change", [lambda key: key[:-4] + "AAA=", lambda key: "", lambda key: key.replace("mere", "mare")]
)
def test_a_key_whose_parts_do_not_agree_is_refused(university, change):
    with pytest.raises(NotAllowed, match="verifier key|not base64"):
        trust_witness(change(university.vkey), by=None, now=NOW)


def test_our_own_kind_of_key_is_no_witness(university):
    with pytest.raises(NotAllowed, match="of type 4"):
        trust_witness(write_key(NAME, university.public_key), by=None, now=NOW)


def test_growth_between_two_visits_is_proved_in_the_form_that_witnesses_take(checkpoint, signer):
    """The body of a witness's add-checkpoint: old size, hashes, an empty line, the checkpoint."""
    make_entries(6)
    sequence()
    newer = signer(NOW)

    proof, _, note = write_growth_proof(5, newer).partition("\n\n")

    first, *lines = proof.split("\n")
    hashes = [base64.b64decode(line) for line in lines]
    assert first == "old 5"
    assert merkle.verify_consistency(5, 11, bytes(checkpoint.root), parse_note(note).root, hashes)
    assert not merkle.verify_consistency(5, 11, b"x" * 32, parse_note(note).root, hashes)
    assert not merkle.verify_consistency(5, 11, bytes(checkpoint.root), b"x" * 32, hashes)
    assert newest_checkpoint() == newer


def test_the_extra_line_is_what_the_leaf_hashes(checkpoint):
    entry = Entry.objects.get(leaf__index=3)

    extra = base64.b64decode(write_entry_proof(entry).split("\n")[1].removeprefix("extra "))

    assert extra == leaf_data(entry)
    assert merkle.leaf_hash(extra) == bytes(entry.leaf.hash)
