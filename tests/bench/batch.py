"""A whole batch of awards through PostgreSQL, Redis and two workers, once in peace and once while a worker is killed every
few seconds: `python -m tests.bench.batch --awards 500`. Part of `make bench`, which runs it as a process of its own."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import django

from tests import servers

WORKER = [
    "-m",
    "celery",
    "-A",
    "cpd.celery",
    "worker",
    "-c",
    "1",
    "-l",
    "INFO",
    "--without-gossip",
    "--without-mingle",
]
RELAY = ["-m", "django", "run_jobs"]
ASKED_AT_ONCE = 100
type Figures = dict[str, float | int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--awards", type=int, default=10_000)
    parser.add_argument("--kill-every", type=float, default=5, help="seconds")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="cpd-batch-"))
    # The database server runs as another user where this is root.
    folder.chmod(0o755)
    try:
        figures = _measure(folder, options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures))


def _measure(folder: Path, options: argparse.Namespace) -> Figures:
    database, broker = servers.start_postgresql(folder, durable=True), servers.start_redis(folder)
    (folder / "var").mkdir()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.bench.batch_settings",
        "CPD_VAR": str(folder / "var"),
        "CPD_DATABASE_URL": database.url,
        "CPD_BROKER_URL": broker.url,
    }
    django.setup()
    try:
        batch = Batch(folder, options.awards)
        batch.fill()
        return batch.in_peace() | batch.while_killed(options.kill_every)
    finally:
        from django.db import connections  # noqa: PLC0415

        connections.close_all()
        broker.kill()
        database.stop(signal.SIGINT)


class Batch:
    """So many certificates that are owed, and the processes that make them."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder, self.size = folder, size
        self.ids: list = []
        self.peak = 0.0
        self.started, self.logs = 0, {}

    def fill(self) -> None:
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415
        from django.utils import timezone  # noqa: PLC0415

        from assessments.certificates.models import Certificate  # noqa: PLC0415
        from cpd.files.fonts import register  # noqa: PLC0415
        from cpd.jobs.models import ScheduleSlot  # noqa: PLC0415
        from cpd.jobs.schedule import SCHEDULES, slot_at  # noqa: PLC0415
        from cpd.operations.preparing import make_folders  # noqa: PLC0415
        from tests.bench.filling import fill  # noqa: PLC0415
        from tests.bench.installation import Installation  # noqa: PLC0415
        from tests.factories import SHORT  # noqa: PLC0415

        make_folders()
        call_command("migrate", run_syncdb=True, verbosity=0)
        call_command("createcachetable", verbosity=0)
        register()
        at, candidates = Installation(SHORT, timezone.now()), 0
        while (issued := Certificate.objects.filter(state="issued")).count() < self.size:
            candidates += max(100, min(self.size, 2_000))
            fill(at, candidates)
        self.ids = list(issued.order_by("pk").values_list("pk", flat=True)[: self.size])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        # A comparison would find that what was filled in has no bytes, and stop the issuing that is to be measured.
        today = slot_at(SCHEDULES["certificates.reconcile"].every, timezone.now())
        ScheduleSlot.objects.create(name="certificates.reconcile", slot_at=today)

    def owe(self) -> int:
        """Owe all of them, a hundred to a decision; the newest entry of history before that."""
        from django.db import transaction  # noqa: PLC0415
        from django.utils import timezone  # noqa: PLC0415

        from assessments.certificates.models import Certificate  # noqa: PLC0415
        from cpd.history.models import Entry  # noqa: PLC0415
        from cpd.jobs.queue import enqueue  # noqa: PLC0415

        before = Entry.objects.latest("pk").pk
        values = {"state": "owed", "pdf": None, "pdf_sha256": "", "issued_at": None}
        Certificate.objects.filter(pk__in=self.ids).update(**values)
        for start in range(0, self.size, ASKED_AT_ONCE):
            with transaction.atomic():
                for pk in self.ids[start : start + ASKED_AT_ONCE]:
                    enqueue("certificates.issue", pk, now=timezone.now())
        return before

    def issued(self) -> int:
        from assessments.certificates.models import Certificate  # noqa: PLC0415

        return Certificate.objects.filter(pk__in=self.ids, state="issued").count()

    def in_peace(self) -> Figures:
        """Two workers that are up and warm, from the first decision to the last certificate."""
        processes = [self._start(RELAY), self._start(WORKER), self._start(WORKER)]
        try:
            while not all(map(self.is_ready, processes[1:])):
                time.sleep(0.1)
            began = time.monotonic()
            self.owe()
            while self.issued() < self.size:
                self._look(processes[1:])
                time.sleep(0.2)
            taken = time.monotonic() - began
        finally:
            for process in processes:
                _kill(process)
        return {
            "batch.awards": self.size,
            "batch.awards_per_second": round(self.size / taken, 1),
            "batch.worker_mb": round(self.peak, 1),
        }

    def while_killed(self, every: float) -> Figures:
        """The same, and every few seconds a worker that is up gets kill -9 and is replaced."""
        from cpd.history.models import Entry  # noqa: PLC0415

        relay, workers, kills = self._start(RELAY), [self._start(WORKER) for _ in range(2)], 0
        try:
            began = last = time.monotonic()
            before = self.owe()
            while self.issued() < self.size:
                # The one that has been up for longest; one that has not begun would prove nothing.
                if time.monotonic() - last > every and self.is_ready(workers[0]):
                    _kill(workers.pop(0))
                    workers.append(self._start(WORKER))
                    kills, last = kills + 1, time.monotonic()
                time.sleep(0.2)
            taken = time.monotonic() - began
        finally:
            for process in [relay, *workers]:
                _kill(process)
        told = Counter(
            Entry.objects.filter(pk__gt=before, name="certificate.issued").values_list("subject_id", flat=True)
        )
        return {
            "batch.killed.kills": kills,
            "batch.killed.issued": self.issued(),
            "batch.killed.twice": sum(count - 1 for count in told.values()),
            "batch.killed.awards_per_second": round(self.size / taken, 1),
        }

    def _start(self, command: list[str]) -> subprocess.Popen:
        self.started += 1
        with (self.folder / f"log-{self.started}").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=servers.end_with_parent,
            )
        self.logs[process.pid] = Path(log.name)
        return process

    def is_ready(self, worker: subprocess.Popen) -> bool:
        """Whether it listens to the broker."""
        if worker.poll() is not None:
            raise RuntimeError(f"A worker ended: {self.logs[worker.pid].read_text()[-2000:]}")
        return " ready." in self.logs[worker.pid].read_text()

    def _look(self, workers: list[subprocess.Popen]) -> None:
        """Keep the most memory that one worker ever had: its parent and its child, what they share counted once."""
        sizes: Counter[int] = Counter()
        for rollup in Path("/proc").glob("[0-9]*/smaps_rollup"):
            try:
                group = os.getpgid(int(rollup.parent.name))
                found = rollup.read_text() if group in {worker.pid for worker in workers} else ""
            except OSError:
                continue
            sizes[group] += sum(int(line.split()[1]) for line in found.splitlines() if line.startswith("Pss:"))
        self.peak = max([self.peak, *(sizes[worker.pid] / 1024 for worker in workers)])


def _kill(process: subprocess.Popen) -> None:
    """kill -9 of the worker and its child."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


if __name__ == "__main__":
    main()
