"""The line she takes away finds every way in which an insider could rewrite the record."""

import base64

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from assessments.audit.actions import ask_for_check, open_visit
from assessments.audit.lines import check_line, read_line, write_line
from assessments.audit.models import HistoryCheck
from assessments.audit.tasks import check_history
from cpd.history import merkle
from cpd.history.models import Checkpoint, Entry, Leaf, Node
from cpd.history.sequencing import leaf_data, sequence
from cpd.history.triggers import writable
from cpd.keys.tasks import sign_history
from tests.factories import make_award
from tests.people import sign_in


@pytest.fixture(autouse=True)
def own_vault(settings, tmp_path):
    """A log of its own: what another test signed is not continued here."""
    settings.CPD_VAULT = tmp_path


@pytest.fixture
def visit(auditor, learner):
    award = make_award(learner)
    return open_visit(award.accreditation, purpose="Annual monitoring", by=auditor, now=timezone.now())


@pytest.fixture
def line(visit):
    """What she took away; the record has grown since."""
    sequence()
    sign_history("")()
    taken = read_line(write_line(Checkpoint.objects.latest("size")))
    HistoryCheck.objects.all().delete()
    ask_for_check(visit, size=1, root="x" * 44, by=visit.auditor, now=timezone.now())
    sequence()
    return taken


def edit(entries):
    Entry.objects.filter(pk=entries[3].pk).update(name="mark.begun")


def delete(entries):
    Leaf.objects.filter(entry=entries[3]).delete()
    entries[3].delete()


def reorder(entries):
    one, two = entries[3], entries[4]
    Leaf.objects.filter(entry=one).update(index=10**9)
    Leaf.objects.filter(entry=two).update(index=3)
    Leaf.objects.filter(entry=one).update(index=4)


def cut_the_tail(entries):
    for entry in entries[5:]:
        Leaf.objects.filter(entry=entry).delete()


def replace_the_tree(entries):
    """Another history that fits in itself: every stored hash, and every signed row, made anew."""
    edit(entries)
    Node.objects.all().delete()
    Checkpoint.objects.all().delete()
    hashes = [merkle.leaf_hash(leaf_data(Entry.objects.get(pk=entry.pk))) for entry in entries]
    for entry, digest in zip(entries, hashes, strict=True):
        Leaf.objects.filter(entry=entry).update(hash=digest)
    made = merkle.grow(0, hashes, lambda level, at: hashes[at])
    Node.objects.bulk_create(Node(level=level, index=at, hash=digest) for level, at, digest in made)


def test_a_record_that_only_grew_holds(line):
    origin, size, root = line

    entries, wrong = check_line(size, root)

    assert (entries > size, wrong) == (True, [])


@pytest.mark.parametrize(
    "tamper", [edit, delete, reorder, cut_the_tail, replace_the_tree], ids=lambda made: made.__name__
)
def test_what_an_insider_rewrote_is_found_against_her_line(line, tamper):
    origin, size, root = line
    entries = [leaf.entry for leaf in Leaf.objects.select_related("entry").order_by("index")]
    with writable(connection):
        tamper(entries)

        _, wrong = check_line(size, root)

    assert any("your line" in sentence.lower() for sentence in wrong), wrong


def test_a_line_of_more_entries_than_there_are_says_so(line):
    _, wrong = check_line(10_000, base64.b64encode(b"x" * 32).decode())

    assert wrong[0].startswith("Your line is of 10000 entries, and only")


@pytest.mark.parametrize(
    "text",
    ["", "hello", "log 0 " + "A" * 43 + "=", "log -1 " + "A" * 43 + "=", "log 5 short=", "log 1e3 " + "A" * 43 + "="],
)
def test_what_is_no_line_is_answered_at_its_field(client, visit, auditor, text):
    sign_in(client, auditor)

    response = client.post(reverse("audit:show_checkpoint", args=[visit.pk]), {"line": text})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["line"]


def test_a_line_of_another_log_is_told_apart(client, visit, auditor):
    sign_in(client, auditor)

    response = client.post(reverse("audit:show_checkpoint", args=[visit.pk]), {"line": f"elsewhere/log 5 {'A' * 43}="})

    assert "which is not kept here" in response.text


def test_she_brings_her_line_and_is_told_what_it_proves(client, line, visit, auditor):
    sign_in(client, auditor)
    url = reverse("audit:show_checkpoint", args=[visit.pk])
    shown = client.get(url)

    client.post(url, {"line": shown.context["line"]})
    check = HistoryCheck.objects.latest("asked_at")
    check_history(str(check.pk))()
    check_history(str(check.pk))()

    assert "Nothing was rewritten" in client.get(url).text
    assert Entry.objects.filter(name="history.checked").count() == 1


def test_the_signed_note_is_a_line_too(client, line, visit, auditor):
    sign_in(client, auditor)

    note = client.get(reverse("audit:download_checkpoint", args=[visit.pk])).text

    assert read_line(note) == line
