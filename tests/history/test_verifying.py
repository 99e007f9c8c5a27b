from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cpd.history import merkle
from cpd.history.models import Checkpoint, Entry, Leaf, Node
from cpd.history.sequencing import leaf_data, sequence
from cpd.history.triggers import drop, install, unprotected, writable
from cpd.history.verifying import verify
from tests.history.test_sequencing import make_entries

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 3, 12, tzinfo=UTC)


@pytest.fixture
def history(signer):
    """Eleven entries under a signed checkpoint, one that waits for its place."""
    entries = make_entries(11)
    sequence()
    signer(NOW)
    make_entries(1)
    return entries


def forge(*statements):
    """As somebody with the database's own rights would; constraints are no hindrance to them."""
    with writable(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def first_finding():
    findings = verify().wrong
    assert findings
    return findings[0]


def test_a_whole_history_is_found_whole(history):
    findings = verify()

    assert (findings.wrong, findings.leaves, findings.waiting) == ([], 11, 1)


def test_an_empty_history_is_whole(vault):
    assert verify().wrong == []


@pytest.mark.parametrize(
    "change",
    [
        "name = 'test.undone'",
        "actor_id = 'somebody'",
        "role = 'auditor'",
        "subject = 'x.y'",
        "subject_id = '1'",
        "at = '2020-01-01 00:00:00+00:00'",
        "detail = '{\"number\": 99}'",
        'sealed = \'{"reason": "0"}\'',
    ],
)
def test_a_changed_field_is_found(history, change):
    forge(f"UPDATE history_entry SET {change} WHERE id = {history[4].pk}")

    assert first_finding() == f"Entry {history[4].pk}, at place 4, is not what was recorded: changed or moved."


def test_a_change_with_its_leaf_recomputed_is_found(history):
    Entry.objects.none()
    with writable(connection):
        Entry.objects.filter(pk=history[4].pk).update(name="test.undone")
        digest = merkle.leaf_hash(leaf_data(Entry.objects.get(pk=history[4].pk)))
        Leaf.objects.filter(index=4).update(hash=digest)

    assert first_finding() == "The stored hash 1:2 does not fit the entries under it."
    assert "The first 11 entries are not those that were signed." in verify().wrong


def test_a_history_rewritten_down_to_every_hash_is_found_by_the_vault_alone(history):
    with writable(connection):
        Checkpoint.objects.all().delete()
        Node.objects.all().delete()
        Leaf.objects.all().delete()
        Entry.objects.filter(pk=history[4].pk).update(name="test.undone")
    sequence()

    assert verify().wrong == ["The first 11 entries are not those that were signed."]


def test_two_entries_that_changed_places_are_found(history):
    one, other = history[2].pk, history[3].pk
    forge(
        "UPDATE history_leaf SET entry_id = -1 * entry_id WHERE index IN (2, 3)".replace("index", '"index"'),
        f'UPDATE history_leaf SET entry_id = {other} WHERE "index" = 2',
        f'UPDATE history_leaf SET entry_id = {one} WHERE "index" = 3',
    )

    assert first_finding() == f"Entry {other}, at place 2, is not what was recorded: changed or moved."


@pytest.mark.django_db(transaction=True)
def test_a_removed_entry_is_found(history):
    with writable(connection), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"DELETE FROM history_entry WHERE id = {history[4].pk}")
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")

    assert first_finding() == f"Entry {history[4].pk}, at place 4, was removed."
    with writable(connection):
        Leaf.objects.all().delete()


def test_a_removed_leaf_is_found(history):
    forge('DELETE FROM history_leaf WHERE "index" = 4')

    assert first_finding() == "Leaf 4 is missing: the next one is numbered 5."


def test_an_entry_slipped_in_is_found(history):
    late = Entry.objects.get(leaf=None)
    forge(
        'DELETE FROM history_leaf WHERE "index" = 4',
        f"""INSERT INTO history_leaf ("index", entry_id, hash) SELECT 4, {late.pk}, hash FROM history_leaf WHERE "index" = 3""",
    )

    assert first_finding() == f"Entry {late.pk}, at place 4, is not what was recorded: changed or moved."


def test_a_cut_tail_is_found_by_the_vault_alone(history):
    with writable(connection):
        Checkpoint.objects.all().delete()
        Node.objects.all().delete()
        Leaf.objects.all().delete()
        Entry.objects.filter(pk__gte=history[6].pk).delete()
    sequence()

    assert verify().wrong == ["A tree of 11 entries was signed, and only 6 are here."]


def test_a_changed_stored_hash_is_found(history):
    forge("UPDATE history_node SET hash = (SELECT hash FROM history_leaf LIMIT 1) WHERE level = 2")

    assert first_finding() == "The stored hash 2:0 does not fit the entries under it."


def test_stored_hashes_of_nothing_are_found(history):
    with writable(connection):
        Node.objects.create(level=9, index=9, hash=b"x" * 32)

    assert verify().wrong == ["1 stored hashes belong to no entry."]


def test_a_database_without_its_triggers_is_found(history):
    drop(connection)

    assert "The database does not refuse changes: the trigger history_entry_no_update is missing." in verify().wrong
    install(connection)


def test_triggers_are_installed_once_however_often():
    install(connection)
    install(connection)

    assert unprotected(connection) == []


@pytest.mark.django_db(transaction=True)
def test_triggers_come_back_with_every_migrate():
    drop(connection)

    call_command("migrate", verbosity=0)

    assert unprotected(connection) == []


def test_the_command_says_that_all_is_well(history):
    out = StringIO()

    call_command("verify_history", stdout=out)

    assert out.getvalue() == "The history is whole: 11 entries fit the signed record, 1 wait for their place.\n"


def test_the_command_fails_with_a_sentence_for_each_finding(history):
    forge(f"UPDATE history_entry SET name = 'x' WHERE id = {history[4].pk}")
    out = StringIO()

    with pytest.raises(CommandError, match="not whole"):
        call_command("verify_history", stdout=out)

    assert out.getvalue().splitlines()[0].endswith("changed or moved.")
