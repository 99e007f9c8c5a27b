"""From visit to visit: the pack of the second proves from that of the first that nothing was rewritten, or shows that it was."""

import io
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.utils import timezone

from assessments.audit.actions import close_visit, mail_line, open_visit
from assessments.audit.lines import write_line
from assessments.certificates.verifier import verify
from assessments.certificates.verifier.verify import FAILED, GROWTH, NOT_CHECKED, PASSED
from cpd.history import merkle
from cpd.history.checkpoints import last_note_path
from cpd.history.models import Checkpoint, Entry, Leaf, Node, Salt
from cpd.history.sequencing import leaf_data, sequence
from cpd.history.triggers import writable
from cpd.keys.tasks import sign_history
from tests.assessments.audit.packs.conftest import make_visit, pack_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_vault(settings, tmp_path):
    settings.CPD_VAULT = tmp_path / "vault"


@pytest.fixture
def first():
    """The visit of last year, its pack, and what happened since."""
    visit = make_visit()
    packed = pack_of(visit)
    close_visit(visit, by=visit.auditor, now=timezone.now())
    return packed


def second(first):
    """This year's visit and its pack."""
    old = first.pack.visit
    return pack_of(open_visit(old.accreditation, purpose="Again", by=old.auditor, now=timezone.now()))


def compare(packed, since: str):
    """What verify.py says of the growth between what was taken home and this pack."""
    case = verify.Case(verify.read_keys(packed.keys, vouched=True), datetime.now(UTC), since=since)
    checks = verify.examine_pack(verify.open_pack(io.BytesIO(packed.data)), case)
    growth = next(one for one in checks if one.name == GROWTH)
    return growth.outcome, growth.sentence, [one.name for one in checks if one.outcome == FAILED]


def edit(entries):
    Entry.objects.filter(pk=entries[3].pk).update(name="mark.begun")
    return list(Entry.objects.filter(pk__in=[entry.pk for entry in entries]).order_by("pk"))


def delete(entries):
    return entries[:3] + entries[4:]


def reorder(entries):
    return [*entries[:3], entries[4], entries[3], *entries[5:]]


def cut_the_tail(entries):
    return entries[: len(entries) // 2]


def rewrite(tamper):
    """Another record that fits in itself, signed with our own key: an insider who has the database and the vault."""
    entries = list(Entry.objects.order_by("leaf__index"))
    with writable(connection):
        kept = tamper(entries)
        Leaf.objects.all().delete()
        Node.objects.all().delete()
        Checkpoint.objects.all().delete()
        gone = Entry.objects.exclude(pk__in=[entry.pk for entry in kept])
        Salt.objects.filter(entry__in=gone).delete()
        gone.delete()
        hashes = [merkle.leaf_hash(leaf_data(entry)) for entry in kept]
        Leaf.objects.bulk_create(
            Leaf(index=index, entry=entry, hash=digest)
            for index, (entry, digest) in enumerate(zip(kept, hashes, strict=True))
        )
        made = merkle.grow(0, hashes, lambda level, at: hashes[at])
        Node.objects.bulk_create(Node(level=level, index=at, hash=digest) for level, at, digest in made)
    last_note_path().unlink()
    sign_history("")()


@pytest.mark.parametrize("taken", ["checkpoint", "line", "pack"])
def test_the_second_pack_continues_what_she_took_home(first, tmp_path, taken):
    packed = second(first)
    (tmp_path / "pack.zip").write_bytes(first.data)
    since = {
        "checkpoint": first.files["checkpoint"].decode(),
        "line": "Last year: " + write_line(Checkpoint.objects.get(size=first.pack.entries)),
        "pack": verify.read_taken(tmp_path / "pack.zip"),
    }[taken]

    outcome, sentence, failed = compare(packed, since)

    assert (outcome, failed) == (PASSED, [])
    assert sentence == (
        f"From {first.pack.entries} to {packed.pack.entries} entries; the first {first.pack.entries} are unchanged."
    )


@pytest.mark.parametrize("tamper", [edit, delete, reorder, cut_the_tail], ids=lambda made: made.__name__)
def test_a_record_rewritten_and_signed_anew_is_found_against_what_she_took_home(first, tamper):
    sequence()
    rewrite(tamper)

    outcome, sentence, _ = compare(second(first), first.files["checkpoint"].decode())

    assert outcome == FAILED
    assert "rewritten" in sentence or "taken away" in sentence


def test_an_entry_edited_in_place_is_found_by_the_pack_alone(first):
    """No hash was made anew: what the pack tells no longer leads to the root that was signed."""
    with writable(connection):
        Entry.objects.filter(name="decision.made").update(detail={"result": "fail"})

    _, _, failed = compare(second(first), first.files["checkpoint"].decode())

    assert verify.ENTRIES in failed


def test_a_line_of_which_the_pack_has_no_proof_is_not_called_unchanged(first):
    mail_line(first.pack.visit, Checkpoint.objects.first(), by=first.pack.visit.auditor, now=timezone.now())
    sign_history("")()
    line = write_line(Checkpoint.objects.order_by("-size").first())

    outcome, sentence, _ = compare(second(first), line)

    assert outcome == NOT_CHECKED
    assert "no proof from" in sentence


def test_another_log_and_no_line_at_all_are_told(first):
    packed = second(first)

    assert compare(packed, "elsewhere/log 5 " + "A" * 43 + "=")[0] == FAILED
    assert "neither a checkpoint nor the line" in compare(packed, "hello")[1]
