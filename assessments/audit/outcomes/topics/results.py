"""Results by module, cohort, attempt and assessor."""

from collections import defaultdict
from collections.abc import Sequence

from assessments.audit.outcomes.counting import Facts
from assessments.audit.outcomes.hiding import SMALL
from assessments.audit.outcomes.topics.bars import chart_of, share_bar
from assessments.audit.outcomes.topics.cells import ALL, Cells
from assessments.audit.outcomes.topics.shown import TOPICS, WHOLE, Sheet, Topic, View
from assessments.boards.states import Result
from assessments.moderation.agreement import LEAST
from cpd.documents.tables import Column, Kind

RESULT_COLUMNS = [
    Column("Decided", Kind.COUNT),
    *(Column(str(result.label), Kind.COUNT) for result in Result),
    Column("Share of passes", Kind.SHARE),
]


def results(view: View) -> Topic:
    cells, facts = _result_cells(view.facts), view.facts
    attempts = sorted({attempt for _, attempt, _ in facts.results})
    assessors = sorted({assessor for _, _, assessor in facts.results}, key=lambda one: (facts.names[one], str(one)))
    cohorts = [(cohort.code, ("cohort", cohort.pk)) for cohort in view.shown]
    whole = [(WHOLE, ALL)]
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


def _result_sheet(view: View, cells: Cells, name: str, heading: str, rows: Sequence[tuple[str, tuple]]) -> Sheet:
    known = [(label, row) for label, row in rows if row in cells.counts]
    table = view.table(
        name,
        f"Results by {heading.lower()}",
        [Column(heading), *RESULT_COLUMNS],
        [[label, *cells.row(row), cells.share(row, Result.PASS)] for label, row in known],
        "The assessor is whoever gave the mark that stood." if name == "by-assessor" else "",
    )
    bars = [share_bar(label, cells.share(row, Result.PASS), cells.get(row, "total")) for label, row in known]
    return Sheet(table, chart_of(f"chart-{name}", f"Share of passes by {heading.lower()}", bars))


def _result_cells(facts: Facts) -> Cells:
    cells = Cells([str(result) for result in Result])
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
    parts: dict[tuple, list[tuple]] = defaultdict(list)
    for row in list(cells.counts):
        match row:
            case ("module" | "attempt" | "assessor" as kind, _):
                parts[kind, ALL].append(row)
            case ("cohort", cohort):
                parts["cohort", ("module", module_of[cohort])].append(row)
            case ("cohort attempt", cohort, attempt):
                parts["attempt", ("cohort", cohort)].append(row)
                parts["cohort", ("attempt", attempt)].append(row)
    for (_, whole), rows in parts.items():
        cells.sums(whole, rows)
    cells.hide()
    return cells
