"""Makes one pack: written as a stream into an encrypted file, which is nobody's until the pack is ready; and destroys
what has had its day. A job that is killed leaves nothing that anybody can download, and the next attempt begins anew."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from assessments.audit.models import Pack
from assessments.audit.packing.writing import Written, write_pack
from assessments.audit.rules.packs import check_nothing_is_locked
from assessments.audit.states import PackState
from cpd.files.models import StoredFile
from cpd.files.store import destroy, discard, forget_staged, keep, stage
from cpd.history.actions import action, record, unchanged
from cpd.keys.tasks import sign_history
from cpd.notices.actions import notify
from cpd.rules import NotAllowed

# A sealed pack names nobody and is kept a while; an archive holds evidence and goes as soon as it can be at home.
KEPT, ARCHIVE_KEPT = timedelta(days=90), timedelta(days=7)


def make(pack: Pack, *, now: datetime) -> Callable[[], object]:
    """Write it, and give what stores it."""
    if pack.staged and not pack.file_id:
        forget_staged(pack.staged)
    try:
        check_nothing_is_locked(pack)
    except NotAllowed as no:
        sentence = str(no)
        return lambda: stop(pack, why=sentence, now=now)
    # Everything that was committed until now gets its place and stands under a checkpoint.
    sign_history("")()
    pack.staged = uuid4()
    Pack.objects.filter(pk=pack.pk, state=PackState.MAKING).update(staged=pack.staged, done=0)
    written = write_pack(pack, now=now, progress=lambda done, steps: _note(pack, done, steps))
    stored = stage(
        written.pieces,
        purpose="archive" if pack.is_archive else "pack",
        content_type="application/zip",
        file_id=pack.staged,
    )
    return lambda: store(pack, stored=stored, written=written, now=timezone.now())


@action
def store(pack: Pack, *, stored: StoredFile, written: Written, now: datetime) -> Pack:
    """It is ready; unless something in it was locked away meanwhile, and then nothing of it stays."""
    pack = Pack.objects.select_for_update(of=["self"]).select_related("visit", "asked_by").get(pk=pack.pk)
    if pack.state != PackState.MAKING:
        unchanged()
        discard(stored)
        return pack
    try:
        check_nothing_is_locked(pack)
    except NotAllowed as no:
        unchanged()
        transaction.on_commit(lambda: forget_staged(stored.id))
        return stop(pack, why=str(no), now=now)
    pack.state, pack.file, pack.digest, pack.entries = PackState.MADE, keep(stored), written.digest, written.entries
    pack.made_at = now
    pack.goes_on = (now + (ARCHIVE_KEPT if pack.is_archive else KEPT)).date()
    pack.done = pack.steps
    pack.save(update_fields=["state", "file", "digest", "entries", "made_at", "goes_on", "done"])
    notify(pack.asked_by, "pack.made", now=now, about=pack, url=address_of(pack))
    record(
        "archive.made" if pack.is_archive else "pack.made",
        by=None,
        about=pack,
        now=now,
        digest=pack.digest,
        file=stored.sha256,
        entries=pack.entries,
    )
    return pack


@action
def stop(pack: Pack, *, why: str, now: datetime) -> Pack:
    """It could not be made; whoever asked reads why."""
    pack = Pack.objects.select_for_update(of=["self"]).select_related("visit", "asked_by").get(pk=pack.pk)
    if pack.state != PackState.MAKING:
        unchanged()
        return pack
    pack.state, pack.stopped, pack.ended_at = PackState.STOPPED, why, now
    pack.save(update_fields=["state", "stopped", "ended_at"])
    notify(pack.asked_by, "pack.stopped", now=now, about=pack, url=address_of(pack))
    record("pack.stopped", by=None, about=pack, now=now)
    return pack


@action
def purge(pack: Pack, *, now: datetime) -> Pack:
    """Destroy the bytes on their day; that it was made, and the digest of its list, stay."""
    pack = Pack.objects.select_for_update(of=["self"]).select_related("file").get(pk=pack.pk)
    if pack.state != PackState.MADE:
        unchanged()
        return pack
    pack.state, pack.ended_at = PackState.GONE, now
    pack.save(update_fields=["state", "ended_at"])
    destroy(pack.file, by=None, now=now)
    record("pack.destroyed", by=None, about=pack, now=now, digest=pack.digest)
    return pack


def address_of(pack: Pack) -> str:
    """Where whoever asked for it finds it."""
    if pack.visit_id and pack.visit.auditor_id == pack.asked_by_id:
        return f"/audit/visits/{pack.visit_id}/packs/{pack.pk}/"
    return f"/audit/provider/packs/{pack.pk}/"


def _note(pack: Pack, done: int, steps: int) -> None:
    Pack.objects.filter(pk=pack.pk, state=PackState.MAKING).update(done=done, steps=steps)
