"""What an archive, a check of it, and a check of the whole record cost, each beside a plain tool on the same bytes."""

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from assessments.audit.models import Pack
from assessments.audit.states import PackState
from assessments.certificates.proving import VERIFIER, keys_file
from assessments.portfolios.models import EvidenceItem, Portfolio, Submission
from assessments.portfolios.states import ItemKind, SubmissionState
from courses.catalogue.models import Task
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.states import CohortState, EnrolmentState
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.files.fonts import register
from cpd.files.store import open_chunks, put
from cpd.files.texts import new_text_key, salt_for
from cpd.history.actions import record, seal
from cpd.history.models import Entry, Leaf
from cpd.history.sequencing import leaf_data, sequence
from cpd.history.verifying import verify
from cpd.keys.tasks import sign_history
from tests.bench.installation import Installation
from tests.people import make_person

SUBMISSIONS, FILES = 60, 300
WHOLE, TINY = 3_500_000, 20_000
ENTRIES, FEW_ENTRIES = 100_000, 2_000

type Figures = dict[str, float | int]


def measure_archive(at: Installation, *, is_whole: bool) -> Figures:
    """60 submissions with 300 files, 1 GB: made by a worker of its own, beside `zip -0`; checked, beside sha256sum."""
    # The faces that a machine makes once, before its first PDF of any kind.
    register()
    pack = owe_archive(at, WHOLE if is_whole else TINY)
    with tempfile.TemporaryDirectory(dir=settings.CPD_VAR) as name:
        folder = Path(name)
        taken, worker_mb = _work(pack)
        pack.refresh_from_db()
        archive = folder / "archive.zip"
        with archive.open("wb") as file:
            for piece in open_chunks(pack.file):
                file.write(piece)
        (folder / "keys.json").write_text(json.dumps(keys_file()))
        checked = _seconds(lambda: _run(sys.executable, VERIFIER, archive, "--keys", folder / "keys.json"))
        hashed = _seconds(lambda: _run("sha256sum", archive))
        plain = folder / "plain"
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(plain)
        stored = _seconds(lambda: _store(plain, folder / "stored.zip"))
    return {
        "pack.ratio_to_zip0": round(taken / stored, 2),
        "pack.worker_mb": worker_mb,
        "pack.verify_ratio_to_sha256sum": round(checked / hashed, 2),
    }


def measure_history(*, is_whole: bool) -> Figures:
    """Every entry read and hashed again, beside sha256sum of the bytes that the entries hash."""
    _grow(ENTRIES if is_whole else FEW_ENTRIES)
    sign_history("")()
    with tempfile.NamedTemporaryFile(dir=settings.CPD_VAR) as file:
        for entry in Entry.objects.order_by("pk").iterator(chunk_size=2000):
            file.write(leaf_data(entry))
        file.flush()
        hashed = _seconds(lambda: _run("sha256sum", file.name))
    start = time.perf_counter()
    found = verify()
    taken = time.perf_counter() - start
    rest = [sentence for sentence in found.wrong if "trigger" not in sentence]
    if rest:
        raise RuntimeError(f"The record of the measurement does not hold: {rest[0]}")
    return {
        "history.ratio_to_sha256sum": round(taken / hashed, 1),
        "history.entries_per_second": round(found.leaves / taken),
    }


def owe_archive(at: Installation, size: int) -> Pack:
    """An archive on which two people agreed, of a cohort that was filled straight into the tables."""
    with transaction.atomic():
        cohort = Cohort.objects.create(
            code="ARCHIVE",
            version=at.version,
            accreditation=at.accreditation,
            state=CohortState.OPEN,
            starts_on=at.day(-200),
            due_at=at.ago(60),
            created_by=at.coordinator,
            created_at=at.ago(230),
        )
        task = Task.objects.filter(version=at.version).order_by("position").first()
        for number in range(SUBMISSIONS):
            _add(at, cohort, task, number, size)
    second = make_person("Carla Bench-Coordinator", Role.COORDINATOR)
    return Pack.objects.create(
        cohort=cohort,
        state=PackState.MAKING,
        reason="To measure",
        asked_by=at.coordinator,
        asked_at=at.now,
        agreed_by=second,
        agreed_at=at.now,
    )


def _add(at: Installation, cohort: Cohort, task: Task, number: int, size: int) -> None:
    learner = User.objects.create(
        email=f"archive-{number}@example.org", given_names="Lena", family_name="Long", joined_at=at.ago(220)
    )
    enrolment = Enrolment.objects.create(
        cohort=cohort,
        learner=learner,
        version=at.version,
        accreditation=at.accreditation,
        candidate_number=f"A{number:06}",
        code="KDMA-7429",
        state=EnrolmentState.ACTIVE,
        enrolled_on=at.day(-200),
        offered_at=at.ago(215),
        calendar_token=f"archive-{number}",
    )
    submission = Submission.objects.create(
        portfolio=Portfolio.objects.create(enrolment=enrolment, created_at=at.ago(100)),
        attempt=1,
        state=SubmissionState.ACCEPTED,
        reference=f"Z-{number:06}",
        due_at=cohort.due_at,
        opened_at=at.ago(100),
        submitted_at=at.ago(50),
        accepted_at=at.ago(48),
        manifest_digest="-",
    )
    items = [_add_file(at, submission, task, place, size) for place in range(1, FILES // SUBMISSIONS + 1)]
    sealed = [
        {"label": item.label, "digest": seal(salt_for(item.text_key, submission.pk.bytes), item.file.sha256)}
        for item in items
    ]
    submission.manifest = json.dumps({"submission": str(submission.pk), "items": sealed})
    submission.manifest_digest = hashlib.sha256(submission.manifest.encode()).hexdigest()
    submission.save(update_fields=["manifest", "manifest_digest"])
    digest = submission.manifest_digest
    record("submission.submitted", by=learner, about=submission, now=at.ago(50), attempt=1, digest=digest)


def _add_file(at: Installation, submission: Submission, task: Task, place: int, size: int) -> EvidenceItem:
    return EvidenceItem.objects.create(
        submission=submission,
        task=task,
        label=f"E{place}",
        kind=ItemKind.FILE,
        mode=task.modes.first().mode,
        file=put(secrets.token_bytes(size), purpose="evidence", content_type="application/pdf"),
        text_key=new_text_key(),
        is_complete=True,
        added_at=at.ago(90),
        saved_at=at.ago(60),
    )


WORK = """
import json, re, sys, time
from pathlib import Path
import django
django.setup()
from assessments.audit.tasks import make_pack
from django.db import transaction
start = time.perf_counter()
effect = make_pack(sys.argv[1])
with transaction.atomic():
    effect()
taken = time.perf_counter() - start
# Not the peak that getrusage tells: it begins with that of whoever started this process.
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
print(json.dumps([taken, int(peak) / 1024]))
"""


def _work(pack: Pack) -> tuple[float, int]:
    """Make it in a process of its own, as a worker does; seconds, and the most memory that it had."""
    connection.close()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "cpd.settings", "CPD_DATABASE_URL": _address()}
    command = [sys.executable, "-c", WORK, str(pack.pk)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    taken, megabytes = json.loads(done.stdout.splitlines()[-1])
    return taken, round(megabytes)


def _address() -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{settings.CPD_DATABASE_URL.rpartition('/')[0]}/{name}"


def _store(folder: Path, target: Path) -> None:
    """`zip -0`, or what the standard library does without compressing where there is no zip."""
    if shutil.which("zip"):
        _run("zip", "-0", "-q", "-r", target, ".", cwd=folder)
        return
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))


def _grow(until: int) -> None:
    """Entries of the usual kind, each at its place in the tree."""
    sequence()
    have, now = Leaf.objects.count(), timezone.now()
    Entry.objects.bulk_create(
        (
            Entry(
                name="mark.finalised",
                actor_id=secrets.token_hex(16),
                subject="assessments.mark",
                subject_id=secrets.token_hex(16),
                at=now,
                detail={"outcome": "pass", "met": 12, "not_yet_met": 0, "stage": "first", "rules": "2026-1"},
                sealed={"judgements": secrets.token_hex(32), "feedback": secrets.token_hex(32)},
            )
            for _ in range(max(0, until - have))
        ),
        batch_size=2000,
    )
    sequence()


def _run(*command: object, cwd: Path | None = None) -> None:
    subprocess.run([str(part) for part in command], cwd=cwd, check=True, capture_output=True)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
