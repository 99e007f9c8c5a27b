"""The small twins of `make bench`: no page asks more of the database when there is more in it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from tests import servers
from tests.bench.filling import fill
from tests.bench.installation import Installation
from tests.bench.pages import LISTS, PAGES
from tests.bench.rooms import ATTEMPTS, count_queries, fill_rooms
from tests.bench.visits import Visitor
from tests.factories import SHORT

ROOT = Path(__file__).resolve().parent.parent.parent
FEW, MANY = 20, 200


@pytest.mark.once
def test_no_page_asks_more_queries_of_a_larger_installation(db):
    installation = Installation(SHORT, timezone.now())
    counts = {}

    for size in (FEW, MANY):
        fill(installation, size)
        counts[size] = {name: Visitor(place(installation)).count_queries() for name, place in (PAGES | LISTS).items()}

    assert counts[MANY] == counts[FEW]


@pytest.mark.once
def test_no_room_asks_more_queries_for_more_cohorts_candidates_and_attempts(db):
    installation = Installation(SHORT, timezone.now())
    fill_rooms(installation, cohorts=1, size=2)
    few = count_queries(installation)

    fill_rooms(installation, cohorts=2, size=12)

    assert count_queries(installation) == few


@pytest.mark.once
@pytest.mark.timeout(300)
def test_the_bench_measures_every_page_and_the_certificates(tmp_path):
    written = tmp_path / "bench.json"
    # The clicks have a test of their own in tests/browser.
    tiny = ["--sizes", "20", "40", "--runs", "1", "--seconds", "0.1", "--awards", "60", "--no-browser"]

    subprocess.run(
        [sys.executable, "-m", "tests.bench.run", *tiny, "--out", written], cwd=ROOT, check=True, capture_output=True
    )

    figures = json.loads(written.read_text())
    keys = [f"{kind}_{size}" for kind in ("queries", "ms") for size in (20, 40)] + ["growth"]
    expected = {f"pages.{page}.{key}" for page in PAGES for key in keys}
    expected |= {f"lists.{page}.{key}" for page in LISTS for key in keys}
    expected |= {
        "certificate.per_second",
        "certificate.ratio_100_rsa2048",
        "certificate.spliced_ratio_100_rsa2048",
        "certificate.drawn_ratio_100_rsa2048",
        "certificate.issued_per_second",
        "rsa2048.per_second",
    }
    expected |= {f"identity.{key}" for key in ("recall_patterned", "recall_names", "recall_places", "ms_per_page")}
    expected |= {"identity.held_out_patterned", "identity.held_out_names"}
    expected |= {f"pack.{key}" for key in ("ratio_to_zip0", "worker_mb", "verify_ratio_to_sha256sum")}
    expected |= {"history.ratio_to_sha256sum", "history.entries_per_second"}
    large = [
        f"cohort.{page}.{key}_40" for page in ("plan", "sample", "statistics", "board") for key in ("queries", "ms")
    ]
    expected |= {"sampling.draw_seconds_40", "sampling.draw_all_seconds_40", *large}
    expected |= {
        f"rooms.{room}.{key}_40x{ATTEMPTS}"
        for room in ["index", "item", "sample", "reconciliation", *(f"exhibit_{number:02}" for number in range(1, 19))]
        for key in ("queries", "ms")
    }
    if servers.postgresql_folder():
        expected |= {f"batch.{key}" for key in ("awards", "awards_per_second", "worker_mb", "killed.issued")}
        expected |= {"batch.killed.awards_per_second"}
        assert (figures["batch.killed.issued"], figures.pop("batch.killed.twice")) == (60, 0)
        assert figures.pop("batch.killed.kills") >= 0
        assert figures["batch.worker_mb"] <= 300
    assert set(figures) == expected | {"identity.false_alarms_per_page"}
    assert all(value > 0 for key, value in figures.items() if key in expected)
