"""What an exhibit is made of: paragraphs and tables, within the scope of one visit, by candidate number and staff code."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from assessments.audit.codes import code_of
from assessments.audit.models import ProvidedDocument, Visit
from assessments.audit.queries.visits import candidates_in, cohorts_in
from assessments.audit.states import DocumentKind
from assessments.portfolios.models import Submission
from courses.catalogue.models import ModuleVersion
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.states import EnrolmentState
from cpd.accounts.templatetags.words import when
from cpd.documents.pdf import Sheet
from cpd.documents.tables import Cell, Column, Kind, Table, add_to_sheet, write_json

# Nobody reads more rows on paper; the other forms hold all of them.
ON_PAPER = 1_000


class Scope:
    """What a visit reaches, at one moment; each thing is read once, however many parts of an exhibit need it."""

    def __init__(self, visit: Visit, now: datetime) -> None:
        self.visit, self.now = visit, now

    @cached_property
    def _reach(self) -> QuerySet[Cohort]:
        return cohorts_in(self.visit)

    @cached_property
    def cohorts(self) -> list[Cohort]:
        rows = self._reach.select_related("version__module", "accreditation")
        return list(rows.order_by("starts_on", "code"))

    @cached_property
    def cohort_ids(self) -> list[UUID]:
        return list(self._reach.order_by("starts_on", "code").values_list("pk", flat=True))

    @cached_property
    def versions(self) -> list[ModuleVersion]:
        rows = ModuleVersion.objects.filter(pk__in=self._reach.order_by().values("version"))
        return list(rows.select_related("module").order_by("module__code", "number"))

    def inside(self, rows: QuerySet, path: str) -> QuerySet:
        """Those rows whose enrolment, at the end of `path`, is a candidate of this visit. Where only one has to be found
        this ends at the first; a list of all candidates has to be made first.
        """
        rows = rows.filter(**{f"{path}__cohort__in": self.cohort_ids})
        return rows.exclude(
            Q(**{f"{path}__state": EnrolmentState.CANCELLED}) | Q(**{f"{path}__learner": self.visit.auditor_id})
        )

    @property
    def enrolments(self) -> QuerySet[Enrolment]:
        """Nobody reads of herself, should the auditor have learnt here."""
        return self._candidates.exclude(learner=self.visit.auditor)

    @cached_property
    def _candidates(self) -> QuerySet[Enrolment]:
        return candidates_in(self.visit)

    @property
    def submissions(self) -> QuerySet[Submission]:
        return Submission.objects.filter(portfolio__enrolment__in=self.enrolments)

    @property
    def documents(self) -> QuerySet[ProvidedDocument]:
        return ProvidedDocument.objects.in_force().for_agreement(self.visit.accreditation)

    def code_of(self, person_id: UUID | None) -> str:
        """A person of the staff without a name: the same in every exhibit and visit under this agreement."""
        return code_of(self.visit.accreditation, person_id)


@dataclass(frozen=True)
class Part:
    """One piece of an exhibit: a heading, what is said under it, and perhaps a table."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Need:
    """Something that an exhibit lacks while it is not there: what, who at the provider can bring it, and how it is known.

    `sign` is a kind of document, or a fact of `queries.exhibits`.
    """

    words: str
    who: str
    sign: str


@dataclass(frozen=True)
class Exhibit:
    """One line of the index. `make` gives its parts from the data as they are now."""

    number: int
    title: str
    asks: str
    make: Callable[[Scope], Iterable[Part]]
    needs: tuple[Need, ...] = ()
    forms: tuple[str, ...] = ("pdf", "json")
    kinds: tuple[DocumentKind, ...] = ()
    # Another page of the visit that shows the same livelier, as (view, words).
    pages: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The neutral name of its files."""
        return f"exhibit-{self.number:02}"


@dataclass(frozen=True)
class Made:
    """An exhibit made at a moment, within a visit."""

    exhibit: Exhibit
    scope: Scope
    parts: list[Part] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        return [part.table for part in self.parts if part.table]

    def table(self, name: str) -> Table | None:
        return next((table for table in self.tables if table.name == name), None)

    @property
    def whole_forms(self) -> list[str]:
        """The forms that hold all of it; a table by itself is CSV or XLSX."""
        return [form for form in self.exhibit.forms if form in ("pdf", "json")]

    @property
    def table_forms(self) -> list[str]:
        return [form for form in self.exhibit.forms if form in ("csv", "xlsx")]


def make(exhibit: Exhibit, scope: Scope) -> Made:
    parts = list(exhibit.make(scope))
    if exhibit.kinds:
        parts.append(_documents(exhibit, scope))
    return Made(exhibit, scope, parts)


def table_of(
    scope: Scope, number: int, name: str, title: str, columns: Sequence[str | Column], rows: Iterable[Sequence[Cell]]
) -> Table:
    """A table of exhibit `number`; plain titles are columns of text."""
    return Table(
        name=f"exhibit-{number:02}-{name}",
        title=title,
        columns=[Column(column) if isinstance(column, str) else column for column in columns],
        rows=[tuple(row) for row in rows],
        as_at=scope.now,
        source=source_of(scope),
    )


def source_of(scope: Scope) -> str:
    return f"{settings.CPD_SERVICE_NAME}, visit to {scope.visit.accreditation.reference}"


def day_column(title: str) -> Column:
    return Column(title, Kind.DAY)


def count_column(title: str) -> Column:
    return Column(title, Kind.COUNT)


def local_day(moment: datetime | date | None) -> date | None:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def write_whole_json(made: Made) -> bytes:
    """Everything that the page says: paragraphs as texts, tables as their own JSON."""
    data = {
        "format": "cpd-exhibit@v1",
        "exhibit": made.exhibit.number,
        "title": made.exhibit.title,
        "source": source_of(made.scope),
        "as_at": made.scope.now.astimezone(UTC).isoformat(timespec="seconds"),
        "parts": [
            {
                "title": part.title,
                "lines": list(part.lines),
                "table": json.loads(write_json(part.table)) if part.table else None,
            }
            for part in made.parts
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def write_whole_pdf(made: Made) -> bytes:
    """Everything that the page says, on sheets of paper."""
    title = f"Exhibit {made.exhibit.number}: {made.exhibit.title}"
    sheet = Sheet(
        title,
        author=settings.CPD_SERVICE_NAME,
        made_at=made.scope.now,
        foot=f"{source_of(made.scope)}. As at {when(made.scope.now)}. Given in confidence.",
        is_wide=any(len(table.columns) > 5 for table in made.tables),
    )
    sheet.say(title, tag="H1", font=sheet.BOLD, size=18)
    sheet.gap(2)
    sheet.say(made.exhibit.asks, colour=sheet.SOFT)
    for part in made.parts:
        sheet.gap(4)
        sheet.say(part.title, tag="H2", font=sheet.BOLD, size=13, colour=sheet.TEAL)
        sheet.gap(1)
        for line in part.lines:
            sheet.say(line)
            sheet.gap(1)
        if part.table:
            rows = list(part.table.rows)
            add_to_sheet(replace(part.table, rows=rows[:ON_PAPER]), sheet)
            if len(rows) > ON_PAPER:
                sheet.say(
                    f"The first {ON_PAPER:,} of {len(rows):,} rows. The CSV holds all of them.", colour=sheet.SOFT
                )
    return sheet.document.write()


def _documents(exhibit: Exhibit, scope: Scope) -> Part:
    """The papers that the provider brought for this exhibit; files are fetched from the page, one by one."""
    rows = scope.documents.filter(kind__in=exhibit.kinds).order_by("kind", "title", "-provided_at", "pk")
    found = list(rows.select_related("file"))
    columns = ["Document", "What it is", "Version", day_column("Provided"), "Where"]
    return Part(
        "Documents of the provider",
        () if found else ("None yet.",),
        table_of(
            scope,
            exhibit.number,
            "documents",
            "Documents of the provider",
            columns,
            [
                (row.title, row.get_kind_display(), row.edition, local_day(row.provided_at), _where(row))
                for row in found
            ],
        )
        if found
        else None,
    )


def _where(row: ProvidedDocument) -> str:
    if row.address:
        return row.address
    if row.file:
        return f"A file on the page of this exhibit, SHA-256 {row.file.sha256}"
    return "A text on the page of this exhibit"


def each_line(text: str) -> Iterator[str]:
    """The paragraphs of a text that somebody typed."""
    return (line for line in text.splitlines() if line.strip())
