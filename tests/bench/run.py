"""Runs every group of measurements, prints a table and writes var/bench.json: `make bench`."""

import argparse
import json
import os
import time
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from cpd.operations.preparing import collect_static_files, make_folders  # noqa: E402
from tests.bench.databases import Database, hurry, make_databases  # noqa: E402
from tests.bench.filling import fill  # noqa: E402
from tests.bench.installation import Installation  # noqa: E402
from tests.bench.marking import measure_marking  # noqa: E402
from tests.bench.measuring import GROUPS, Bench, Figures, Size  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "courses" / "catalogue" / "modules" / "SCDA"


def main() -> None:
    options = _options()
    began = time.monotonic()
    make_folders()
    collect_static_files()
    bench = _prepare(options)
    figures: Figures = {}
    for group in _chosen(options):
        say(f"{time.monotonic() - began:4.0f} s  {group.__name__.replace('_', ' ')}")
        figures |= group(bench)
    for size in bench.sizes:
        size.database.close()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(figures, indent=1) + "\n")
    _print_table(figures)
    say(f"{time.monotonic() - began:4.0f} s  written to {options.out}, on {connection.display_name}")


def _chosen(options: argparse.Namespace) -> list:
    """All groups, or those that are named: `--only pages sampling marking`."""
    groups = [*GROUPS, measure_marking]
    wanted = options.only or [group.__name__.removeprefix("measure_") for group in groups]
    unknown = set(wanted) - {group.__name__.removeprefix("measure_") for group in groups}
    if unknown:
        raise SystemExit(f"There is no group of figures called {', '.join(sorted(unknown))}.")
    return [
        group
        for group in groups
        if group.__name__.removeprefix("measure_") in wanted and not (options.no_browser and group is measure_marking)
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs=2, type=int, default=[200, 20_000], help="candidates: small and large")
    parser.add_argument("--runs", type=int, default=41, help="looks at each page")
    parser.add_argument("--seconds", type=float, default=5, help="how long each loop is counted")
    parser.add_argument("--awards", type=int, default=10_000, help="awards of the batch through PostgreSQL and Redis")
    parser.add_argument("--no-browser", action="store_true", help="leave out what is counted in Chromium")
    parser.add_argument("--only", nargs="+", metavar="GROUP", help="these groups of figures alone, such as pages")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "bench.json")
    return parser.parse_args()


def _prepare(options: argparse.Namespace) -> Bench:
    """The same installation twice, filled to the two sizes."""
    now = timezone.now()
    made: list[Installation] = []
    names = [f"bench_{os.getpid()}_{size}" for size in options.sizes]
    databases = make_databases(names, lambda: made.append(Installation(PACKAGE, now)))
    sizes = [_filled(database, made[0], size, now) for database, size in zip(databases, options.sizes, strict=True)]
    return Bench(*sizes, runs=options.runs, seconds=options.seconds, awards=options.awards)


def _filled(database: Database, at: Installation, size: int, now) -> Size:
    start = time.monotonic()
    at.count = 0
    with database.in_use(), hurry():
        fill(at, size)
    say(f"{time.monotonic() - start:4.0f} s  {size} candidates filled in")
    return Size(str(size), database, at)


def _print_table(figures: Figures) -> None:
    width = max(map(len, figures))
    for key, value in figures.items():
        say(f"{key:<{width}}  {value:>10,}")


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
