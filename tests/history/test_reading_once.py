"""The record is read once, also when a line is compared, and what is read quickly is what RFC 8785 says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cpd.history.models import Entry, Leaf
from cpd.history.notes import TreeHead
from cpd.history.sequencing import sequence, tree_root
from cpd.history.triggers import writable
from cpd.history.verifying import verify
from tests.history.test_sequencing import make_entries
from tests.history.test_verifying import NOW

pytestmark = pytest.mark.django_db


def test_a_line_is_compared_in_the_same_reading(signer):
    make_entries(9)
    sequence()
    signer(NOW)
    head = TreeHead("", 7, tree_root(7))

    with CaptureQueriesContext(connection) as queries:
        assert verify(head).wrong == []

    read = [query["sql"] for query in queries if 'FROM "history_entry"' in query["sql"] and "COUNT" not in query["sql"]]
    assert len(read) == 1


def test_signs_that_two_encoders_write_differently_are_no_finding(signer):
    """What is not plain is encoded again by the rule; the quick way never decides that something is wrong."""
    odd = {"é": "\u2028", "\U0001f600": 1, "\uffff": '\x7f\x1f"\\/', "a": [True, None, -5, 0], "": {}}
    Entry.objects.create(name="test.odd", subject="x.y", subject_id="1", at=NOW, detail=odd, sealed={"\ue000": "ü"})
    sequence()
    signer(NOW)

    assert verify().wrong == []


@pytest.mark.django_db(transaction=True)
def test_a_removed_entry_whose_leaf_stayed_does_not_count_for_a_line(signer):
    """The line is compared with entries, never with a hash that is stored beside them."""
    entries = make_entries(4)
    sequence()
    signer(NOW)
    head = TreeHead("", 4, tree_root(4))
    with writable(connection), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"DELETE FROM history_entry WHERE id = {entries[1].pk}")
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")

    found = verify(head).wrong

    assert found[0] == "The first 4 entries are not those of your line. The record was rewritten."
    with writable(connection):
        Leaf.objects.all().delete()
