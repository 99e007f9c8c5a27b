"""An archive whose worker is killed in the middle: made once, whole, and nothing of the first attempt left."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from assessments.audit.models import Pack
from assessments.audit.states import PackState
from cpd.files import disk
from cpd.files.models import StoredFile
from cpd.files.store import open_bytes
from cpd.history.models import Entry
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from cpd.jobs.states import State
from tests.bench.installation import Installation
from tests.bench.packs import FILES, TINY, owe_archive
from tests.chaos.processes import RELAY, WORKER, Processes
from tests.factories import SHORT

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def archive(machine) -> Pack:
    """One that two people want, of 300 small files."""
    return owe_archive(Installation(SHORT, timezone.now()), TINY)


def test_an_archive_is_made_once_though_its_worker_was_killed(broker, archive, tmp_path):
    processes = Processes(tmp_path, str(connection.settings_dict["NAME"]), broker.url)
    job = enqueue("audit.make_pack", archive.pk, key=f"chaos:{archive.pk}", now=timezone.now())
    try:
        processes.start(RELAY)
        worker = processes.start(WORKER)
        processes.wait_for(lambda: FILES * 0.2 < done_of(archive) < FILES * 0.9, 60)
        processes.kill(worker)
        archive.refresh_from_db()
        first = archive.staged
        assert archive.state == PackState.MAKING
        assert list(disk.blob_path(first).parent.glob(f"{first}*"))
        # The minutes in which nobody else may take it are over.
        Job.objects.filter(pk=job.pk, state=State.RUNNING).update(leased_until=timezone.now() - timedelta(seconds=1))
        processes.start(WORKER)
        processes.wait_for(lambda: Pack.objects.get(pk=archive.pk).state == PackState.MADE, 90)
    finally:
        processes.kill_all()

    archive.refresh_from_db()
    assert archive.staged != first
    assert Entry.objects.filter(name="archive.made", subject_id=str(archive.pk)).count() == 1
    assert StoredFile.objects.filter(purpose="archive").get() == archive.file
    assert Job.objects.get(pk=job.pk).attempts == 2
    data = open_bytes(archive.file)
    assert hashlib.sha256(data).hexdigest() == archive.file.sha256
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        assert hashlib.sha256(opened.read("manifest.json")).hexdigest() == archive.digest
        assert sum(name.startswith("evidence/") for name in opened.namelist()) == FILES
    # Of the first attempt neither bytes nor key nor half a file is left.
    known = {str(pk) for pk in StoredFile.objects.values_list("pk", flat=True)}
    for root in (settings.CPD_FILES, settings.CPD_VAULT / "files"):
        assert {path.name.removesuffix(disk.KEY) for path in root.rglob("*") if path.is_file()} <= known


def done_of(pack: Pack) -> int:
    return Pack.objects.get(pk=pack.pk).done
