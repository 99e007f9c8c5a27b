"""Bytes put are the bytes opened; bytes destroyed cannot come back."""

import os
import tracemalloc
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cpd.files import disk, store
from cpd.files.models import StoredFile
from cpd.files.sealing import CHUNK, Damaged
from cpd.files.tasks import sweep
from cpd.history.models import Entry
from tests.clock import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=365)


def put(data=b"a secret sentence", **fields):
    return store.put(data, **{"purpose": "evidence", "content_type": "text/plain"} | fields)


def destroy(stored, capture):
    with capture(execute=True):
        return store.destroy(stored, by=None, now=LATER)


@transaction.atomic
def and_roll_back(step):
    step()
    raise RuntimeError


def make_old(paths):
    for path in paths:
        os.utime(path, (0, 0))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_put_is_opened(size):
    data = os.urandom(size)

    stored = put(data)

    assert store.open_bytes(stored) == data
    assert stored.size == size


def test_pieces_may_be_of_any_size():
    stored = put(iter([b"a" * 10, b"", b"b" * (CHUNK + 5), b"c"]))

    assert store.open_bytes(stored) == b"a" * 10 + b"b" * (CHUNK + 5) + b"c"


def test_a_large_file_passes_through_little_memory():
    stored = put(bytes(CHUNK) for _ in range(100))

    tracemalloc.start()
    read = sum(len(piece) for piece in store.open_chunks(stored))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert read == 100 * CHUNK
    assert peak < 6 * CHUNK


def test_nothing_readable_is_on_the_disk_and_the_key_is_not_beside_it(on_disk):
    stored = put()

    assert on_disk() == sorted([disk.blob_path(stored.id), disk.key_path(stored.id)])
    assert not any(b"secret" in path.read_bytes() for path in on_disk())
    assert disk.blob_path(stored.id).stat().st_mode & 0o077 == 0


def test_the_same_bytes_twice_are_two_files():
    first, second = put(), put()

    assert disk.blob_path(first.id).read_bytes() != disk.blob_path(second.id).read_bytes()


def test_a_file_that_fails_while_it_is_put_leaves_nothing(on_disk):
    def pieces():
        yield b"some"
        raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"):
        put(pieces())

    assert on_disk() == []
    assert not StoredFile.objects.exists()


def test_a_file_without_a_purpose_is_refused_and_leaves_nothing(on_disk):
    with pytest.raises(IntegrityError), transaction.atomic():
        put(purpose="")

    assert on_disk() == []


@pytest.mark.parametrize("harm", ["flip", "cut", "cut at chunk", "append", "swap chunks"])
def test_changed_bytes_are_never_given_out(harm):
    stored = put(os.urandom(2 * CHUNK + 10))
    path = disk.blob_path(stored.id)
    data = bytearray(path.read_bytes())
    sealed = CHUNK + 16
    if harm == "flip":
        data[-1] ^= 1
    elif harm == "cut":
        data = data[:-3]
    elif harm == "cut at chunk":
        data = data[: 4 + sealed]
    elif harm == "append":
        data += b"more"
    else:
        data[4 : 4 + 2 * sealed] = data[4 + sealed : 4 + 2 * sealed] + data[4 : 4 + sealed]
    path.write_bytes(data)

    with pytest.raises(Damaged):
        store.open_bytes(stored)


def test_another_files_bytes_and_key_do_not_pass_for_this_one():
    first, second = put(b"one"), put(b"two")
    for path_of in (disk.blob_path, disk.key_path):
        path_of(first.id).write_bytes(path_of(second.id).read_bytes())

    with pytest.raises(Damaged):
        store.open_bytes(first)


def test_destroying_takes_key_and_bytes_and_keeps_the_row(on_disk, django_capture_on_commit_callbacks):
    stored = put()

    destroyed = destroy(stored, django_capture_on_commit_callbacks)

    assert on_disk() == []
    assert destroyed.destroyed_at == LATER
    assert destroyed.sha256 == stored.sha256
    assert disk.erasure_list().read_text().split()[0] == str(stored.id)
    assert Entry.objects.filter(name="file.destroyed", subject_id=str(stored.id)).count() == 1
    with pytest.raises(store.Destroyed):
        store.open_bytes(destroyed)


def test_destroying_twice_changes_nothing(django_capture_on_commit_callbacks):
    stored = put()
    destroy(stored, django_capture_on_commit_callbacks)

    destroy(stored, django_capture_on_commit_callbacks)

    assert len(disk.erasure_list().read_text().splitlines()) == 1
    assert Entry.objects.filter(name="file.destroyed").count() == 1


def test_a_destruction_that_rolls_back_destroys_nothing():
    stored = put()

    with pytest.raises(RuntimeError):
        and_roll_back(lambda: store.destroy(stored, by=None, now=LATER))

    stored.refresh_from_db()
    assert store.open_bytes(stored) == b"a secret sentence"


def test_a_crash_between_commit_and_erasure_is_finished_by_the_sweep(on_disk):
    stored = put()
    store.destroy(stored, by=None, now=LATER)  # its commit hook never runs here, as after a crash
    assert len(on_disk()) == 2

    sweep("slot")

    assert on_disk() == []
    assert str(stored.id) in disk.erasure_list().read_text()


def test_a_restored_backup_brings_nothing_back(on_disk, django_capture_on_commit_callbacks):
    kept, erased = put(b"kept"), put(b"erased")
    backup = {path: path.read_bytes() for path in on_disk()}
    destroy(erased, django_capture_on_commit_callbacks)
    for path, data in backup.items():
        path.write_bytes(data)
    StoredFile.objects.update(destroyed_at=None)

    assert store.replay_erasures(now=LATER) == 1

    erased.refresh_from_db()
    assert erased.destroyed_at == LATER
    assert on_disk() == sorted([disk.blob_path(kept.id), disk.key_path(kept.id)])
    assert store.replay_erasures(now=LATER) == 0


def test_the_sweep_takes_old_orphans_and_half_written_files_only(on_disk):
    kept = put(b"kept")
    orphan, young = put(b"orphan"), put(b"young")
    StoredFile.objects.exclude(pk=kept.pk).delete()
    half = disk.blob_path(kept.id).with_name("half.abcd.part")
    half.write_bytes(b"half")
    make_old(path for path in on_disk() if str(young.id) not in path.name)

    sweep("slot")

    left = [disk.blob_path(kept.id), disk.key_path(kept.id), disk.blob_path(young.id), disk.key_path(young.id)]
    assert on_disk() == sorted(left)
    assert not disk.blob_path(orphan.id).exists()
    assert store.open_bytes(kept) == b"kept"


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_put_leaves_only_what_nobody_can_read(on_disk):
    with pytest.raises(RuntimeError):
        and_roll_back(put)

    assert not StoredFile.objects.exists()
    assert store.sweep_orphans(before=timezone.now() + timedelta(minutes=1)) == 2
    assert on_disk() == []
