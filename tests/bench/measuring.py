"""The groups of figures. A feature adds its own: a function that takes a Bench and gives a flat dictionary; see GROUPS."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.db import transaction
from django.utils import timezone

from assessments.certificates.codes import new_code
from assessments.certificates.issuing import drawing_of
from assessments.certificates.models import Certificate
from assessments.certificates.pdf import Drawing, draw, draw_whole, splice
from assessments.certificates.states import CertificateState
from cpd.files.disk import together
from cpd.files.store import keep, stage
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from cpd.jobs.relay import run_due_jobs
from tests import servers
from tests.bench.cohorts import measure_cohort
from tests.bench.databases import Database, hurry
from tests.bench.installation import Installation
from tests.bench.packs import measure_archive, measure_history
from tests.bench.pages import LISTS, PAGES
from tests.bench.rooms import measure_rooms
from tests.bench.visits import Visitor, median
from tests.corpus.scoring import CLEAN, make_cases, measure

type Figures = dict[str, float | int]
WARM_UP = 3
WAYS = (splice, draw_whole)
YARD = b"a yardstick" * 100
LARGE_COHORT = 2_000
# What another process must not take over from this one.
NOT_OURS = dict.fromkeys(("CPD_TEST_DATABASE", "CPD_TEST_DATABASE_URL", "CPD_DATABASE_URL"), "")


@dataclass(frozen=True)
class Size:
    """A filled database; `name` is the number of its candidates as the keys write it."""

    name: str
    database: Database
    at: Installation


@dataclass(frozen=True)
class Bench:
    """What there is to measure: the same installation small and large, and for how long."""

    small: Size
    large: Size
    runs: int
    seconds: float
    awards: int = 10_000

    @property
    def sizes(self) -> list[Size]:
        return [self.small, self.large]


def measure_pages(bench: Bench) -> Figures:
    return {f"pages.{key}": value for name, place in PAGES.items() for key, value in _page(bench, name, place).items()}


def measure_lists(bench: Bench) -> Figures:
    return {f"lists.{key}": value for name, place in LISTS.items() for key, value in _page(bench, name, place).items()}


def _page(bench: Bench, name: str, place) -> Figures:
    """One page on both databases in turn, so that whatever else the machine does meets both alike."""
    figures, visitors, times = {}, {}, {size.name: [] for size in bench.sizes}
    for size in bench.sizes:
        with size.database.in_use():
            visitors[size.name] = Visitor(place(size.at))
            figures[f"{name}.queries_{size.name}"] = visitors[size.name].count_queries()
    for run in range(WARM_UP + bench.runs):
        for size in bench.sizes:
            with size.database.in_use():
                taken = visitors[size.name].time()
            if run >= WARM_UP:
                times[size.name].append(taken)
    small, large = (median(times[size.name]) for size in bench.sizes)
    figures |= {f"{name}.ms_{bench.small.name}": small, f"{name}.ms_{bench.large.name}": large}
    return figures | {f"{name}.growth": round(large / small, 2)}


def measure_certificates(bench: Bench) -> Figures:
    """The complete thing by one process, beside a yardstick measured in the same seconds, and the whole way by its job."""
    with bench.small.database.in_use():
        issued = list(Certificate.objects.select_related("status_list").order_by("pk")[:100])
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        rounds = [_beside_yardstick(issued, key) for _ in range(max(round(2 * bench.seconds), 1))]
        made, stored, spliced, drawn = (round(median(values), 3) for values in zip(*rounds, strict=True))
        return {
            "certificate.per_second": made,
            "certificate.ratio_100_rsa2048": stored,
            "certificate.spliced_ratio_100_rsa2048": spliced,
            "certificate.drawn_ratio_100_rsa2048": drawn,
            "certificate.issued_per_second": _issue_all(issued),
        }


def _beside_yardstick(issued: list[Certificate], key: rsa.RSAPrivateKey) -> tuple[float, float, float, float]:
    """Certificates in a second, and the time of one as a part of that of 100 signatures: complete; without the disk, spliced
    into a template; and drawn whole. All within one span: whatever else the machine does meets all alike. What touches no disk
    is counted in processor time, which a busy machine does not lengthen."""
    sign = partial(key.sign, YARD, padding.PKCS1v15(), hashes.SHA256())
    _make(issued[:1])
    signing, signed = _seconds(lambda: [sign() for _ in range(100)]), _work(lambda: [sign() for _ in range(100)])
    complete = _seconds(lambda: _make(issued)) / len(issued)
    spliced, drawn = (_work(lambda way=way: [_draw(one, way) for one in issued]) / len(issued) for way in WAYS)
    signing = (signing + _seconds(lambda: [sign() for _ in range(100)])) / 2
    return 1 / complete, complete / signing, spliced / signed, drawn / signed


def _draw(certificate: Certificate, way: Callable[[Drawing], bytes] = draw) -> bytes:
    """Fonts, QR code, tags, attachments, credential, signature; under a number that was never drawn before."""
    certificate.code = new_code()
    return way(drawing_of(certificate, timezone.now()))


def _make(issued: list[Certificate]) -> None:
    """Drawn, encrypted, written and synchronised as a message of a hundred is, and their rows."""
    with together():
        files = [stage(_draw(one), purpose="certificate", content_type="application/pdf") for one in issued]
    with transaction.atomic():
        for stored in files:
            keep(stored)


def _work(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure_batch(bench: Bench) -> Figures:
    """A batch of awards through PostgreSQL, Redis and two workers, in a process of its own that uses no database of ours."""
    if servers.postgresql_folder() is None:
        return {}
    command = [sys.executable, "-m", "tests.bench.batch", "--awards", str(bench.awards)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=os.environ | NOT_OURS)
    return json.loads(done.stdout.splitlines()[-1])


def measure_sampling(bench: Bench) -> Figures:
    """One cohort of 2,000 marked portfolios and 40 assessors: the draw, and the pages of moderation and the board on it."""
    size = min(LARGE_COHORT, int(bench.large.name))
    with bench.large.database.in_use():
        return measure_cohort(bench.large.at, size)


def measure_university(bench: Bench) -> Figures:
    """Ten cohorts of 200 candidates with five attempts each: every room of a visit that reaches all of them."""
    cohorts = 10
    size = max(min(LARGE_COHORT, int(bench.large.name)) // cohorts, 1)
    with bench.large.database.in_use(), hurry():
        return measure_rooms(bench.large.at, cohorts, size)


def measure_packs(bench: Bench) -> Figures:
    """An archive of 1 GB and a record of 100,000 entries; little ones where the bench itself is little."""
    is_whole = int(bench.large.name) >= LARGE_COHORT
    with bench.small.database.in_use():
        return measure_archive(bench.small.at, is_whole=is_whole) | measure_history(is_whole=is_whole)


def _issue_all(issued: list[Certificate]) -> float:
    """Owe these certificates again and let the relay's own loop run the jobs."""
    now = timezone.now()
    ids = [certificate.pk for certificate in issued]
    Certificate.objects.filter(pk__in=ids).update(state=CertificateState.OWED, pdf=None, pdf_sha256="", issued_at=None)
    Job.objects.filter(state="waiting").delete()
    for pk in ids:
        enqueue("certificates.issue", pk, now=now)
    start = time.perf_counter()
    run_due_jobs(now)
    seconds = time.perf_counter() - start
    still_owed = Certificate.objects.filter(pk__in=ids).exclude(state=CertificateState.ISSUED).count()
    if still_owed:
        raise RuntimeError(f"{still_owed} certificates were not issued.")
    return round(len(ids) / seconds, 1)


def measure_signing(bench: Bench) -> Figures:
    """RSA-2048 signatures in a loop: a yardstick by which machines can be compared."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return {
        "rsa2048.per_second": _per_second(
            lambda turn: key.sign(YARD, padding.PKCS1v15(), hashes.SHA256()), bench.seconds
        )
    }


def measure_identity(bench: Bench) -> Figures:
    """How much of a made-up corpus the identity check finds, and what it finds where there is nothing."""
    return measure(make_cases(), CLEAN)


def _per_second(work: Callable[[int], object], seconds: float) -> float:
    """How often this can be done in a second, counted over so many."""
    work(0)
    start = time.perf_counter()
    turns = 0
    while (taken := time.perf_counter() - start) < seconds or not turns:
        work(turns)
        turns += 1
    return round(turns / taken, 1)


GROUPS: list[Callable[[Bench], Figures]] = [
    measure_signing,
    measure_identity,
    measure_certificates,
    measure_batch,
    measure_pages,
    measure_lists,
    measure_sampling,
    measure_university,
    measure_packs,
]
