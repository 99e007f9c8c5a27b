"""The topics of the page: each with its charts, its tables and what its words mean.

Everything is counted over the whole scope, and hidden there. A filter then picks rows and counts nothing anew: so no two
views can be subtracted from each other to find what is hidden.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.conf import settings

from assessments.appeals.states import UPHELD, AppealState
from assessments.audit.outcomes.charts import Bar, Chart
from assessments.audit.outcomes.counting import Facts, Moderated, add
from assessments.audit.outcomes.hiding import SMALL, hide
from assessments.boards.states import Result
from assessments.moderation.agreement import LEAST, weighted_kappa
from assessments.moderation.queries import sum_up
from courses.delivery.models import Cohort
from courses.delivery.states import EnrolmentState
from cpd.documents.tables import Cell, Column, Kind, Table

HIDDEN = "not shown"
ALL = ("all",)
NINETY_FIVE = 1.96


@dataclass(frozen=True)
class Filter:
    """Which rows are shown. Nothing chosen: all of them."""

    topic: str = ""
    module: str = ""
    cohort: str = ""
    began_from: date | None = None
    began_until: date | None = None

    @property
    def picks_rows(self) -> bool:
        return bool(self.module or self.cohort or self.began_from or self.began_until)

    def takes(self, cohort: Cohort) -> bool:
        return (
            (not self.module or cohort.version.module.code == self.module)
            and (not self.cohort or cohort.code == self.cohort)
            and (not self.began_from or cohort.starts_on >= self.began_from)
            and (not self.began_until or cohort.starts_on <= self.began_until)
        )


@dataclass(frozen=True)
class Sheet:
    """A table with the chart that shows one of its columns."""

    table: Table
    chart: Chart | None = None


@dataclass(frozen=True)
class Topic:
    name: str
    title: str
    # What is counted, in words, before the figures.
    means: str
    sheets: list[Sheet] = field(default_factory=list)


TOPICS = {
    "results": "Results",
    "turnaround": "Turnaround",
    "agreement": "Agreement",
    "changes": "Changes",
    "retention": "Retention",
    "appeals": "Appeals",
    "evaluation": "Evaluation",
}


def list_topics(facts: Facts, chosen: Filter) -> list[Topic]:
    """What is shown under a filter."""
    view = _View(facts, chosen)
    makers: dict[str, Callable[[_View], Topic]] = {
        "results": _results,
        "turnaround": _turnaround,
        "agreement": _agreement,
        "changes": _changes,
        "retention": _retention,
        "appeals": _appeals,
        "evaluation": _evaluation,
    }
    return [make(view) for name, make in makers.items() if chosen.topic in ("", name)]


def find_table(facts: Facts, chosen: Filter, name: str) -> Table | None:
    """A table by the name of its files."""
    everything = list_topics(facts, replace(chosen, topic=""))
    return next((sheet.table for topic in everything for sheet in topic.sheets if sheet.table.name == name), None)


class _View:
    """The facts, and which of their cohorts are shown."""

    def __init__(self, facts: Facts, chosen: Filter) -> None:
        self.facts, self.chosen = facts, chosen
        self.shown = [cohort for cohort in facts.cohorts if chosen.takes(cohort)]
        self.modules = sorted({cohort.version.module.code for cohort in self.shown})
        self.ids = {cohort.pk for cohort in self.shown}

    def table(self, name: str, title: str, columns: Sequence[Column], rows: Iterable[list], note: str = "") -> Table:
        return Table(
            name=f"outcomes-{name}",
            title=title,
            columns=columns,
            rows=list(rows),
            as_at=self.facts.as_at,
            note=note,
            source=f"{settings.CPD_SERVICE_NAME}, counted from its records",
        )

    def cohorts_and_all(self) -> Iterator[tuple[str, list[UUID]]]:
        """Each cohort that is shown, and the whole scope; never a sum of what is shown."""
        for cohort in self.shown:
            yield cohort.code, [cohort.pk]
        if len(self.facts.cohorts) > 1:
            yield "All", [cohort.pk for cohort in self.facts.cohorts]


# Results.

RESULT_COLUMNS = [
    Column("Decided", Kind.COUNT),
    *(Column(str(result.label), Kind.COUNT) for result in Result),
    Column("Share of passes", Kind.SHARE),
]


class _Cells:
    """Counts by row and column, with small ones hidden along every line from which they could be worked out."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = columns
        self.counts: dict[tuple, Counter] = defaultdict(Counter)
        self.families: list[tuple[tuple, list[tuple]]] = []

    def add(self, row: tuple, column: str, number: int) -> None:
        self.counts[row][column] += number
        self.counts[row]["total"] += number

    def sums(self, parent: tuple, children: Iterable[tuple]) -> None:
        """`parent` is the sum of `children`, column by column."""
        self.families.append((parent, list(children)))

    def hide(self) -> None:
        every = ["total", *self.columns]
        cells = {(row, column): counts[column] for row, counts in list(self.counts.items()) for column in every}
        lines = [[(row, column) for column in every] for row in list(self.counts)]
        for parent, children in self.families:
            lines += [[(row, column) for row in [parent, *children]] for column in every]
        self.hidden = hide(cells, lines)

    def get(self, row: tuple, column: str) -> int | str:
        return HIDDEN if (row, column) in self.hidden else self.counts[row][column]

    def row(self, row: tuple) -> list[int | str]:
        return [self.get(row, column) for column in ["total", *self.columns]]

    def share(self, row: tuple, column: str) -> float | str | None:
        """A share of few says more of chance than of people."""
        number, total = self.get(row, column), self.get(row, "total")
        if isinstance(number, str) or isinstance(total, str):
            return HIDDEN
        if total == 0:
            return None
        return number / total if total >= LEAST else f"fewer than {LEAST}"


def _result_cells(facts: Facts) -> _Cells:
    cells = _Cells([str(result) for result in Result])
    module_of = {cohort.pk: cohort.version.module.code for cohort in facts.cohorts}
    for (cohort, attempt, assessor), counts in facts.results.items():
        rows = [
            ALL,
            ("module", module_of[cohort]),
            ("cohort", cohort),
            ("attempt", attempt),
            ("cohort attempt", cohort, attempt),
            ("assessor", assessor),
        ]
        for row in rows:
            for result, number in counts.items():
                cells.add(row, result, number)
    rows = list(cells.counts)
    for kind in ("module", "attempt", "assessor"):
        cells.sums(ALL, [row for row in rows if row[0] == kind])
    for module in [row for row in rows if row[0] == "module"]:
        cells.sums(module, [row for row in rows if row[0] == "cohort" and module_of[row[1]] == module[1]])
    for row in rows:
        if row[0] == "cohort":
            cells.sums(row, [other for other in rows if other[0] == "cohort attempt" and other[1] == row[1]])
        if row[0] == "attempt":
            cells.sums(row, [other for other in rows if other[0] == "cohort attempt" and other[2] == row[1]])
    cells.hide()
    return cells


def _results(view: _View) -> Topic:
    cells, facts = _result_cells(view.facts), view.facts
    attempts = sorted({attempt for _, attempt, _ in facts.results})
    assessors = sorted({assessor for _, _, assessor in facts.results}, key=lambda one: (facts.names[one], str(one)))
    cohorts = [(cohort.code, ("cohort", cohort.pk)) for cohort in view.shown]
    whole = [("All", ALL)]
    return Topic(
        "results",
        TOPICS["results"],
        "Decisions of boards that are ratified and stand today, one for each attempt. "
        f"Numbers from 1 to {SMALL - 1} are not shown, nor others from which they could be worked out; nor a share of fewer "
        f"than {LEAST}. A filter picks rows: totals are always of everything in scope.",
        [
            _result_sheet(
                view, cells, "by-module", "Module", [*((code, ("module", code)) for code in view.modules), *whole]
            ),
            _result_sheet(view, cells, "by-cohort", "Cohort", [*cohorts, *whole]),
            _result_sheet(
                view,
                cells,
                "by-attempt",
                "Attempt",
                [*((f"Attempt {one}", ("attempt", one)) for one in attempts), *whole],
            ),
            _result_sheet(
                view,
                cells,
                "by-assessor",
                "Assessor",
                [*((facts.names[one], ("assessor", one)) for one in assessors), *whole],
            ),
            Sheet(
                view.table(
                    "by-cohort-and-attempt",
                    "Results by cohort and attempt",
                    [Column("Cohort"), Column("Attempt", Kind.COUNT), *RESULT_COLUMNS],
                    [
                        [cohort.code, attempt, *cells.row(row), cells.share(row, Result.PASS)]
                        for cohort in view.shown
                        for attempt in attempts
                        if (row := ("cohort attempt", cohort.pk, attempt)) in cells.counts
                    ],
                )
            ),
        ],
    )


def _result_sheet(view: _View, cells: _Cells, name: str, heading: str, rows: Sequence[tuple[str, tuple]]) -> Sheet:
    known = [(label, row) for label, row in rows if row in cells.counts]
    table = view.table(
        name,
        f"Results by {heading.lower()}",
        [Column(heading), *RESULT_COLUMNS],
        [[label, *cells.row(row), cells.share(row, Result.PASS)] for label, row in known],
        "The assessor is whoever gave the mark that stood." if name == "by-assessor" else "",
    )
    bars = [_share_bar(label, cells.share(row, Result.PASS), cells.get(row, "total")) for label, row in known]
    return Sheet(table, _chart(f"chart-{name}", f"Share of passes by {heading.lower()}", bars))


# How fast, how alike, and what was changed.


def _turnaround(view: _View) -> Topic:
    rows, bars = [], []
    cells = _Cells(["marks"])
    for cohort in view.facts.cohorts:
        for row in (ALL, ("cohort", cohort.pk)):
            cells.add(row, "marks", len(view.facts.turnarounds.get(cohort.pk, [])))
    cells.sums(ALL, [row for row in list(cells.counts) if row != ALL])
    cells.hide()
    rules = {cohort.code: cohort.rules for cohort in view.facts.cohorts}
    targets = sorted({one.feedback_working_days for one in rules.values()})
    found = [
        (label, ids, sum_up([one for cohort in ids for one in view.facts.turnarounds.get(cohort, [])]))
        for label, ids in view.cohorts_and_all()
    ]
    longest = max([*targets, *(took.ninetieth or 0 for _, _, took in found), 1])
    for label, ids, took in found:
        target = rules[label].feedback_working_days if label in rules else (targets[0] if len(targets) == 1 else None)
        row = ("cohort", ids[0]) if label in rules else ALL
        rows.append(
            [
                label,
                cells.get(row, "total"),
                took.median if took.n >= LEAST else _few(took.n, LEAST),
                took.ninetieth if took.n >= LEAST else _few(took.n, LEAST),
                target,
                took.in_time.number / took.n if took.n >= LEAST else _few(took.n, LEAST),
            ]
        )
        words = f"{took.median} days; 90% in {took.ninetieth}" if took.n >= LEAST else "too few to show"
        reach = (took.median / longest, took.ninetieth / longest) if took.n >= LEAST else (None, None)
        bars.append(Bar(label, words, took.median / longest if took.n >= LEAST else None, *reach))
    columns = [
        Column("Cohort"),
        Column("Marks", Kind.COUNT),
        Column("Median", Kind.COUNT),
        Column("90th percentile", Kind.COUNT),
        Column("Target", Kind.COUNT),
        Column("Within the target", Kind.SHARE),
    ]
    chart = _chart("chart-turnaround", "Working days to the mark: median, and the line to the 90th percentile", bars)
    if chart and len(targets) == 1:
        chart = replace(chart, target=targets[0] / longest, target_words=f"Upright line: the target, {targets[0]} days")
    return Topic(
        "turnaround",
        TOPICS["turnaround"],
        "Working days from the deadline to each final mark, in the calendar of the cohort's nation. Late and extended work "
        "has its own, longer target, which “within the target” uses.",
        [Sheet(view.table("turnaround", "Turnaround in working days", columns, rows), chart)],
    )


def _agreement(view: _View) -> Topic:
    pairs, moderated = view.facts.pairs, view.facts.moderated
    marked, read, bars, read_bars = [], [], [], []
    for label, ids in view.cohorts_and_all():
        table = [[0, 0], [0, 0]]
        for cohort in ids:
            table = add(table, pairs.get(cohort, [[0, 0], [0, 0]]))
        n = sum(map(sum, table))
        kappa = weighted_kappa(table)
        same = _interval(table[0][0] + table[1][1], n)
        marked.append(
            [label, n, *same, *([kappa.value, kappa.low, kappa.high] if kappa else [_few(n, LEAST) or None] * 3)]
        )
        bars.append(_interval_bar(label, same, n))
        agreed, of = (
            sum(getattr(moderated.get(cohort, Moderated()), name) for cohort in ids) for name in ("agreed", "read")
        )
        shared = _interval(agreed, of)
        read.append([label, of, *shared])
        read_bars.append(_interval_bar(label, shared, of))
    share = [Column(words, Kind.SHARE) for words in ("The same", "95% from", "95% to")]
    kappas = [Column(words, Kind.NUMBER) for words in ("Weighted kappa", "Kappa from", "Kappa to")]
    return Topic(
        "agreement",
        TOPICS["agreement"],
        "How often two judged alike: first and second assessors, judgement against judgement and before they talked; and "
        "moderators with the marks they read. The interval holds the true share 95 times in 100 (Wilson). Kappa is agreement "
        f"beyond chance. Nothing is worked out from fewer than {LEAST}.",
        [
            Sheet(
                view.table(
                    "agreement-of-assessors",
                    "First and second assessors",
                    [Column("Cohort"), Column("Judgements", Kind.COUNT), *share, *kappas],
                    marked,
                ),
                _chart("chart-assessors", "First and second assessors: judged the same", bars),
            ),
            Sheet(
                view.table(
                    "agreement-of-moderators",
                    "Moderators and assessors",
                    [Column("Cohort"), Column("Marks read", Kind.COUNT), *share],
                    read,
                ),
                _chart("chart-moderators", "Moderators agreed with the marking", read_bars),
            ),
        ],
    )


def _changes(view: _View) -> Topic:
    facts = view.facts
    rows = []
    for label, ids in view.cohorts_and_all():
        found = [facts.moderated.get(cohort, Moderated()) for cohort in ids]
        rows.append(
            [
                label,
                sum(one.read for one in found),
                sum(one.queried for one in found),
                sum(one.corrected for one in found),
                sum(facts.run_changes.get(cohort, 0) for cohort in ids),
                sum(facts.board_changes.get(cohort, 0) for cohort in ids),
            ]
        )
    titles = ("Marks read", "Queried", "Slips corrected", "Changes of a run", "Changed by the board")
    bars = [
        Bar(row[0], f"{row[2]} of {row[1]} queried", row[2] / row[1] if row[1] >= LEAST else None)
        for row in rows
        if row[1]
    ]
    return Topic(
        "changes",
        TOPICS["changes"],
        "What moderators queried and had corrected, how often one criterion was judged again through a whole run, and how "
        "often a board decided otherwise than its papers proposed. These are about marking, so they are shown in full.",
        [
            Sheet(
                view.table(
                    "changes",
                    "Changes at moderation and at the board",
                    [Column("Cohort"), *(Column(title, Kind.COUNT) for title in titles)],
                    rows,
                ),
                _chart("chart-changes", "Marks that moderators queried", bars),
            )
        ],
    )


# Who stayed, who appealed.

STAYS = {
    "studying": [EnrolmentState.ENROLLED, EnrolmentState.ACTIVE, EnrolmentState.INTERRUPTED],
    "completed": [EnrolmentState.COMPLETED],
    "left": [EnrolmentState.WITHDRAWN, EnrolmentState.LAPSED],
}


def _retention(view: _View) -> Topic:
    cells = _Cells(list(STAYS))
    for cohort in view.facts.cohorts:
        counts = view.facts.enrolments.get(cohort.pk, Counter())
        for column, states in STAYS.items():
            for row in (ALL, ("cohort", cohort.pk)):
                cells.add(row, column, sum(counts[state] for state in states))
    cells.sums(ALL, [row for row in list(cells.counts) if row != ALL])
    cells.hide()
    known = [*((cohort.code, ("cohort", cohort.pk)) for cohort in view.shown), ("All", ALL)]
    rows, bars = [], []
    for label, row in known:
        left = cells.share(row, "left")
        kept = 1 - left if isinstance(left, float) else left
        rows.append([label, *cells.row(row), kept])
        bars.append(_share_bar(label, kept, cells.get(row, "total")))
    titles = ("Enrolled", "Studying or on a break", "Completed", "Withdrawn or lapsed")
    return Topic(
        "retention",
        TOPICS["retention"],
        "Who took a place, and where they are today. Nobody is asked why somebody left.",
        [
            Sheet(
                view.table(
                    "retention",
                    "Retention by cohort",
                    [
                        Column("Cohort"),
                        *(Column(t, Kind.COUNT) for t in titles),
                        Column("Still here or completed", Kind.SHARE),
                    ],
                    rows,
                ),
                _chart("chart-retention", "Still here or completed", bars),
            )
        ],
    )


def _appeals(view: _View) -> Topic:
    cells = _Cells(["upheld", "dismissed", "open"])
    for (state, answer), number in view.facts.appeals.items():
        if state == AppealState.WITHDRAWN:
            continue
        cells.add(ALL, "upheld" if answer in UPHELD else "dismissed" if answer else "open", number)
    cells.counts.setdefault(ALL, Counter())
    cells.hide()
    titles = ("Made", "Upheld", "Not upheld", "Not answered yet")
    return Topic(
        "appeals",
        TOPICS["appeals"],
        "Counts alone, of everything in scope, without those that were taken back.",
        [
            Sheet(
                view.table(
                    "appeals",
                    "Appeals and their answers",
                    [Column("Scope"), *(Column(title, Kind.COUNT) for title in titles)],
                    [["All", *cells.row(ALL)]],
                )
            )
        ],
    )


def _evaluation(view: _View) -> Topic:
    return Topic(
        "evaluation",
        TOPICS["evaluation"],
        "This service does not collect evaluations by learners. What the provider collects elsewhere is among the documents "
        "that it provides.",
    )


# Figures as bars.


def _chart(name: str, title: str, bars: list[Bar]) -> Chart | None:
    if not any(bar.length is not None for bar in bars):
        return None
    told = "; ".join(f"{bar.label}: {bar.words}" for bar in bars)
    return Chart(name, title, f"{told}. The table has the same numbers.", bars)


def _share_bar(label: str, share: Cell, n: int | str) -> Bar:
    if not isinstance(share, float):
        return Bar(label, str(share or "nothing yet"), None)
    return Bar(label, f"{100 * share:.0f}% of {n}", share)


def _interval_bar(label: str, interval: list, n: int) -> Bar:
    if not isinstance(interval[0], float):
        return Bar(label, str(interval[0] or "nothing yet"), None)
    share, low, high = interval
    return Bar(label, f"{100 * share:.0f}% ({100 * low:.0f} to {100 * high:.0f}), n = {n}", share, low, high)


def _interval(number: int, n: int) -> list[float | str | None]:
    """A share with Wilson's interval, which stays between 0 and 1 for few and for extreme ones."""
    if n < LEAST:
        return [_few(n, LEAST)] * 3
    share, z = number / n, NINETY_FIVE
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return [share, max(0.0, middle - reach), min(1.0, middle + reach)]


def _few(n: int, least: int) -> str | None:
    return f"fewer than {least}" if n and n < least else None
