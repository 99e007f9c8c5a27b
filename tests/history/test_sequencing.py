import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cpd.accounts.models import User
from cpd.history import merkle
from cpd.history.actions import record
from cpd.history.models import Checkpoint, Entry, Leaf, Node
from cpd.history.sequencing import leaf_data, sequence, tree_root, tree_size
from cpd.history.triggers import writable

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 3, 12, 0, 0, 5, tzinfo=UTC)
PERSON = User(id="00000000-0000-4000-8000-000000000007")


def make_entries(count):
    return [record("test.done", by=PERSON, about=PERSON, now=NOW, number=number) for number in range(count)]


def test_entries_get_places_without_gaps_in_the_order_in_which_they_were_made():
    entries = make_entries(5)

    assert sequence() == 5

    assert list(Leaf.objects.order_by("index").values_list("index", "entry_id")) == list(
        enumerate(entry.pk for entry in entries)
    )


def test_a_second_run_has_nothing_to_do():
    make_entries(3)

    assert (sequence(), sequence()) == (3, 0)


@settings(max_examples=15)
@given(st.lists(st.integers(min_value=0, max_value=9), max_size=5))
def test_the_root_does_not_depend_on_when_entries_were_numbered(batches):
    with transaction.atomic():
        for count in batches:
            make_entries(count)
            sequence()
        leaves = [merkle.leaf_hash(leaf_data(entry)) for entry in Entry.objects.order_by("id")]
        stored = dict(enumerate(leaves))
        whole = {(0, i): leaf for i, leaf in stored.items()}
        whole |= {(level, i): value for level, i, value in merkle.grow(0, leaves, lambda *at: whole[at])}

        assert tree_size() == sum(batches)
        assert tree_root(tree_size()) == merkle.root(sum(batches), lambda *at: whole[at])
        transaction.set_rollback(True)


def test_an_entry_that_was_committed_very_late_is_found_by_the_thorough_search():
    late, *others = make_entries(4)
    pk = late.pk
    with writable(connection):
        late.delete()
    sequence()
    late.pk = pk
    late.save(force_insert=True)

    assert (sequence(look_back=2), sequence(look_back=None)) == (0, 1)
    assert Leaf.objects.get(index=len(others)).entry_id == pk


def test_a_leaf_is_canonical_json_of_the_whole_entry():
    entry = record("test.done", by=PERSON, about=PERSON, now=NOW, on=NOW.date(), count=2, who=PERSON.pk)

    entry.refresh_from_db()

    person = "00000000-0000-4000-8000-000000000007"
    assert leaf_data(entry).decode() == (
        f'{{"about":"accounts.user:{person}","at":"2026-07-03T12:00:00.000005+00:00","by":"{person}",'
        f'"detail":{{"count":2,"on":"2026-07-03","who":"{person}"}},'
        f'"entry":{entry.pk},"name":"test.done","role":"","sealed":{{}}}}'
    )


def test_a_leaf_does_not_depend_on_the_zone_its_time_is_written_in():
    entry = make_entries(1)[0]
    before = leaf_data(entry)

    entry.at = entry.at.astimezone()

    assert leaf_data(entry) == before


def test_a_text_is_in_the_leaf_as_a_salted_digest_only():
    entry = record("test.done", by=PERSON, about=PERSON, now=NOW, sealed={"reason": "because of Jane"})

    assert b"Jane" not in leaf_data(entry)
    assert entry.sealed["reason"].encode() in leaf_data(entry)


def test_what_was_rolled_back_leaves_no_gap():
    make_entries(1)
    with transaction.atomic():
        make_entries(1)
        transaction.set_rollback(True)
    make_entries(1)

    sequence()

    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_sequencers_that_run_at_once_give_every_entry_one_place():
    make_entries(60)

    def run():
        sequence()
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    make_entries(20)
    for thread in threads:
        thread.join()
    sequence()

    assert sorted(Leaf.objects.values_list("index", flat=True)) == list(range(80))


@pytest.mark.parametrize("model", [Entry, Leaf, Node, Checkpoint])
@pytest.mark.parametrize("way", ["update", "delete"])
def test_the_database_refuses_to_change_or_remove_a_row(model, way, signer):
    make_entries(2)
    sequence()
    signer(NOW)
    table = model._meta.db_table
    column = model._meta.fields[1].column
    statement = {"update": f"UPDATE {table} SET {column} = {column}", "delete": f"DELETE FROM {table}"}[way]

    with (
        pytest.raises(Exception, match="append-only") as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert refused.type.__name__ == "IntegrityError"
    assert model.objects.exists()


def test_entries_of_long_ago_are_kept():
    entry = record("test.done", by=None, about=PERSON, now=NOW - timedelta(days=9000))

    assert Entry.objects.get().pk == entry.pk
