import base64
import stat
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from cpd.history import merkle
from cpd.history.actions import record
from cpd.history.checkpoints import (
    HistoryContradicted,
    begin_anew,
    has_broken_off,
    last_note_path,
    list_logs,
    read_last,
)
from cpd.history.models import Checkpoint, Leaf, Node
from cpd.history.notes import BadNote, TreeHead, parse_note, read_note, read_proof, sign_note
from cpd.history.proofs import NotYetSigned, prove_consistency, write_entry_proof
from cpd.history.sequencing import leaf_data, sequence, tree_root
from cpd.history.triggers import writable
from tests.history.conftest import Signer
from tests.history.test_sequencing import PERSON, make_entries

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 3, 12, tzinfo=UTC)


def grow(count):
    make_entries(count)
    sequence()


def test_an_empty_history_is_not_signed(signer):
    assert signer(NOW) is None
    assert read_last() is None


def test_a_checkpoint_states_name_size_and_root(signer):
    grow(3)

    checkpoint = signer(NOW)

    root = base64.b64encode(tree_root(3)).decode()
    assert checkpoint.note.startswith(f"localhost:8000/history\n3\n{root}\n\n— localhost:8000/history ")
    assert (checkpoint.size, bytes(checkpoint.root), checkpoint.signed_at) == (3, tree_root(3), NOW)
    assert read_note(checkpoint.note, [signer.public_key]) == TreeHead("localhost:8000/history", 3, tree_root(3))


def test_the_last_checkpoint_is_in_the_vault_for_its_owner_alone(signer):
    grow(3)

    checkpoint = signer(NOW)

    assert last_note_path().read_text() == checkpoint.note
    assert stat.S_IMODE(last_note_path().stat().st_mode) == 0o600
    assert stat.S_IMODE(last_note_path().parent.stat().st_mode) == 0o700


def test_the_same_tree_is_signed_once(signer):
    grow(3)

    first, second = signer(NOW), signer(NOW + timedelta(minutes=1))

    assert (first.pk, first.signed_at) == (second.pk, second.signed_at)
    assert Checkpoint.objects.count() == 1


def test_each_checkpoint_provably_continues_the_one_before(signer):
    grow(3)
    old = signer(NOW)
    grow(4)
    new = signer(NOW)

    assert merkle.verify_consistency(3, 7, bytes(old.root), bytes(new.root), prove_consistency(3, 7))


def test_a_database_older_than_the_vault_is_not_signed(signer):
    grow(3)
    with transaction.atomic():
        grow(2)
        signer(NOW)
        transaction.set_rollback(True)

    with pytest.raises(HistoryContradicted, match="5 entries of history were signed and only 3 are here"):
        signer(NOW)
    grow(2)
    assert read_last().size == 5


def test_a_restored_database_that_went_another_way_is_not_signed(signer):
    grow(3)
    with transaction.atomic():
        grow(2)
        signer(NOW)
        transaction.set_rollback(True)
    record("test.other", by=None, about=PERSON, now=NOW)
    grow(3)

    with pytest.raises(HistoryContradicted, match="first 5 entries of history are not those"):
        signer(NOW)
    assert (read_last().size, Checkpoint.objects.count()) == (5, 0)


def test_a_rewritten_tree_is_not_signed(signer):
    grow(2)
    signer(NOW)
    with writable(connection):
        Leaf.objects.filter(index=0).update(hash=b"x" * 32)
        Node.objects.all().delete()
        Node.objects.create(level=1, index=0, hash=b"y" * 32)
    grow(1)

    with pytest.raises(HistoryContradicted):
        signer(NOW)


def test_a_lost_vault_does_not_make_a_contradiction_possible(signer, settings, tmp_path):
    grow(2)
    signer(NOW)
    settings.CPD_VAULT = tmp_path / "empty"
    with writable(connection):
        Leaf.objects.filter(index=0).update(hash=b"x" * 32)
        Node.objects.filter(level=1).update(hash=b"y" * 32)
    grow(1)

    with pytest.raises(HistoryContradicted):
        signer(NOW)


def test_a_row_that_was_lost_after_the_vault_was_written_is_made_from_the_vault(signer):
    grow(3)
    with transaction.atomic():
        note = signer(NOW).note
        transaction.set_rollback(True)

    assert signer(NOW).note == note
    assert Checkpoint.objects.get().note == note


def test_a_restored_log_goes_on_under_a_new_name_and_contradicts_nothing(signer):
    grow(3)
    with transaction.atomic():
        grow(2)
        signer(NOW)
        transaction.set_rollback(True)
    assert has_broken_off()

    name = begin_anew(by=None, now=NOW)
    grow(4)
    checkpoint = signer(NOW)

    assert parse_note(checkpoint.note).origin == name == "localhost:8000/history/20260703T120000Z"
    assert list_logs() == [name, "localhost:8000/history"]
    assert not has_broken_off()


def test_no_log_ever_signs_two_histories_whatever_is_restored(signer, settings):
    """The vault of an old backup comes back with its database; the log that knows more lives on elsewhere."""
    grow(2)
    old = signer(NOW)
    backup = last_note_path().read_bytes()
    with transaction.atomic():
        grow(3)
        elsewhere = signer(NOW)
        transaction.set_rollback(True)
    last_note_path().write_bytes(backup)

    begin_anew(by=None, now=NOW)
    record("test.other", by=None, about=PERSON, now=NOW)
    grow(3)
    after = signer(NOW)

    signed = {}
    for note in (old.note, elsewhere.note, after.note):
        head = parse_note(note)
        assert signed.setdefault((head.origin, head.size), head.root) == head.root
    assert parse_note(after.note).origin != parse_note(elsewhere.note).origin
    settings.CPD_VAULT = settings.CPD_VAULT / "lost"
    grow(1)
    assert parse_note(signer(NOW).note).origin == parse_note(after.note).origin


def test_the_log_keeps_its_name_when_the_address_changes(signer, settings):
    grow(1)
    signer(NOW)
    settings.CPD_BASE_URL = "https://elsewhere.example/cpd"
    grow(1)

    assert parse_note(signer(NOW).note).origin == "localhost:8000/history"


def test_a_stranger_checks_one_entry_with_its_proof_and_the_public_key_alone(signer):
    entries = make_entries(11)
    sequence()
    signer(NOW)

    index, hashes, note = read_proof(write_entry_proof(entries[6]))

    head = read_note(note, [signer.public_key])
    assert index == 6
    assert merkle.verify_inclusion(merkle.leaf_hash(leaf_data(entries[6])), index, head.size, hashes, head.root)
    assert not merkle.verify_inclusion(merkle.leaf_hash(leaf_data(entries[5])), index, head.size, hashes, head.root)


def test_a_proof_has_the_form_of_c2sp(signer):
    entries = make_entries(2)
    sequence()
    note = signer(NOW).note

    sibling = base64.b64encode(merkle.leaf_hash(leaf_data(entries[0]))).decode()
    extra = base64.b64encode(leaf_data(entries[1])).decode()
    assert write_entry_proof(entries[1]) == f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex 1\n{sibling}\n\n{note}"


def test_an_entry_that_no_checkpoint_covers_has_no_proof_yet(signer):
    grow(1)
    signer(NOW)
    (entry,) = make_entries(1)

    with pytest.raises(NotYetSigned):
        write_entry_proof(entry)
    sequence()
    with pytest.raises(NotYetSigned):
        write_entry_proof(entry)


def test_a_checkpoint_with_signatures_of_witnesses_is_read(signer):
    note = sign_note(TreeHead("example.com/log", 5, b"r" * 32), sign=signer.sign, public_key=signer.public_key)

    witnessed = note + "— witness.example " + base64.b64encode(b"abcd" + b"s" * 72).decode() + "\n"

    assert read_note(witnessed, [signer.public_key]).size == 5


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("\n5\n", "\n6\n"),
        lambda note: note.replace("example.com", "example.org"),
        lambda note: note.partition("— ")[0],
        lambda note: note.replace("\n5\n", "\nfive\n"),
        lambda note: "",
        lambda note: note[:-3] + "%%\n",
    ],
)
def test_a_changed_note_is_refused(signer, change):
    note = sign_note(TreeHead("example.com/log", 5, b"r" * 32), sign=signer.sign, public_key=signer.public_key)

    with pytest.raises(BadNote):
        read_note(change(note), [signer.public_key])


def test_a_note_signed_by_somebody_else_is_refused(signer):
    note = sign_note(TreeHead("example.com/log", 5, b"r" * 32), sign=signer.sign, public_key=signer.public_key)

    with pytest.raises(BadNote, match="not signed by a key of this service"):
        read_note(note, [Signer().public_key])


@pytest.mark.parametrize("text", ["", "c2sp.org/tlog-proof@v2\nindex 0\n\n", "c2sp.org/tlog-proof@v1\nplace 0\n\n"])
def test_a_text_that_is_no_proof_is_refused(text):
    with pytest.raises(BadNote):
        read_proof(text)
