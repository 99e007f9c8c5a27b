"""What is shown of the facts: the rows that a filter picks, and the pieces of which the page and its files are made.

Everything is counted over the whole scope, and hidden there. A filter then picks rows and counts nothing anew: so no two
views can be subtracted from each other to find what is hidden.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.conf import settings

from assessments.audit.outcomes.charts import Chart
from assessments.audit.outcomes.counting import Facts
from courses.delivery.models import Cohort
from cpd.documents.tables import Column, Table

ON_PAGE = 60
# How the row of everything in scope is called.
WHOLE = "All"


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


def _begin[T](rows: list[T], label: Callable[[T], object]) -> list[T]:
    whole = [row for row in rows[ON_PAGE:][-1:] if label(row) == WHOLE]
    return [*rows[: ON_PAGE - len(whole)], *whole]


@dataclass(frozen=True)
class Sheet:
    """A table with the chart that shows one of its columns."""

    table: Table
    chart: Chart | None = None

    @property
    def on_page(self) -> "Sheet":
        """As much as anybody reads on a page, with the row of the whole; the files hold all of it."""
        rows = list(self.table.rows)
        if len(rows) <= ON_PAGE:
            return self
        says = f"The first {ON_PAGE} of {len(rows):,} rows. Choose what is shown, or take the file with all of them."
        table = replace(self.table, rows=_begin(rows, lambda row: row[0]), note=f"{self.table.note} {says}".strip())
        chart = self.chart and replace(self.chart, bars=_begin(list(self.chart.bars), lambda bar: bar.label))
        return Sheet(table, chart)


@dataclass(frozen=True)
class Topic:
    name: str
    title: str
    # What is counted, in words, before the figures.
    means: str
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def on_page(self) -> "Topic":
        return replace(self, sheets=[sheet.on_page for sheet in self.sheets])


TOPICS = {
    "results": "Results",
    "turnaround": "Turnaround",
    "agreement": "Agreement",
    "changes": "Changes",
    "retention": "Retention",
    "appeals": "Appeals",
    "evaluation": "Evaluation",
}


class View:
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
            yield WHOLE, [cohort.pk for cohort in self.facts.cohorts]
