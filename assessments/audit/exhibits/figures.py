"""Exhibits 13 and 14: figures of the outcomes, and counts of what nobody outside may read, with small numbers hidden."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.db.models import Count
from django.utils import timezone

from assessments.appeals.models import Appeal
from assessments.appeals.states import Answer
from assessments.audit.exhibits.contents import Part, Scope, count_column, table_of
from assessments.audit.outcomes.counting import count
from assessments.audit.outcomes.hiding import SMALL, hide
from assessments.audit.outcomes.topics.cells import HIDDEN
from assessments.audit.outcomes.topics.listing import list_topics
from assessments.audit.outcomes.topics.shown import Filter
from assessments.audit.queries.visits import cohorts_in
from assessments.cases.models import SideCase
from assessments.cases.states import OUTCOMES, Kind, Outcome
from assessments.confidentiality.models import Incident, SafeguardingConcern
from assessments.confidentiality.states import CaseState
from assessments.standing.register.models import Suspicion
from assessments.standing.register.queries import count_suspicions
from cpd.documents.tables import Cell

WAITING = "Not answered yet"


def statistics(scope: Scope) -> Iterator[Part]:
    """Exhibit 13: the tables of the room Outcomes, with the same small numbers hidden."""
    facts = count(
        cohorts_in(scope.visit), call=lambda people: {one: scope.code_of(one) for one in people}, now=scope.now
    )
    yield Part(
        "How to read these figures",
        (
            "Charts stand beside them in the room Outcomes. This service holds nothing about anybody's protected "
            "characteristics, so there is no breakdown by them.",
        ),
    )
    for topic in list_topics(facts, Filter()):
        yield Part(topic.title, (topic.means,))
        for sheet in topic.sheets:
            yield Part(
                sheet.table.title, (), replace(sheet.table, name=sheet.table.name.replace("outcomes", "exhibit-13", 1))
            )


def counts(scope: Scope) -> Iterator[Part]:
    """Exhibit 14: how many, and how they came out; never whose."""
    cases: dict[str, Counter] = defaultdict(Counter)
    for kind, outcome, number in (
        SideCase.objects.filter(enrolment__in=scope.enrolments)
        .order_by()
        .values_list("kind", "outcome")
        .annotate(number=Count("pk"))
    ):
        cases[kind][str(Outcome(outcome).label) if outcome else WAITING] += number
    groups = [
        (_title(kind), [str(Outcome(outcome).label) for outcome in OUTCOMES[kind]] + [WAITING], cases[kind])
        for kind in Kind
    ]
    appeals = Counter(Appeal.objects.filter(submission__in=scope.submissions).values_list("answer", flat=True))
    told = Counter({str(Answer(answer).label) if answer else WAITING: number for answer, number in appeals.items()})
    groups.append(("Appeals", [*(str(answer.label) for answer in Answer), WAITING], told))
    groups.append(("Safeguarding concerns", *_open_and_closed(_concerns(scope))))
    groups.append(("Breaches of confidentiality", *_open_and_closed(_incidents(scope))))
    agreement = scope.visit.accreditation
    figures = count_suspicions(
        Suspicion.objects.filter(
            accreditation__reference=agreement.reference, accreditation__university=agreement.university_id
        ),
        timezone.localdate(scope.now),
    )
    outcomes = {str(outcome.label): number for outcome, number in figures.outcomes.items()}
    groups.append(("Suspected malpractice of staff", [*outcomes, WAITING], Counter(outcomes | {WAITING: figures.open})))
    yield Part(
        "Counts and outcomes",
        (
            f"Numbers below {SMALL} are not shown, and no other number from which they could be worked out. Nobody learns "
            "here to whom a line belongs. Complaints are not kept in this service; the provider tells you of them.",
        ),
        table_of(
            scope,
            14,
            "counts",
            "Counts and outcomes",
            ["What", "Outcome", count_column("Number")],
            [row for title, words, found in groups for row in _rows(title, words, found)],
        ),
    )


def hide_small(cells: Mapping[str, int]) -> tuple[dict[str, int | None], int | None]:
    """The cells and their total, with None for what is hidden: one line of the figures that the room Outcomes hides."""
    every = {("total",): sum(cells.values())} | {("cell", key): number for key, number in cells.items()}
    hidden = hide(every, [list(every)])
    shown = {place: None if place in hidden else number for place, number in every.items()}
    return {key: shown["cell", key] for key in cells}, shown["total",]


def _rows(title: str, words: list[str], found: Counter) -> Iterator[tuple[Cell, ...]]:
    cells, total = hide_small({one: found[one] for one in words})
    yield title, "All", HIDDEN if total is None else total
    for one, number in cells.items():
        yield title, one, HIDDEN if number is None else number


def _title(kind: Kind) -> str:
    return {
        Kind.EXTENSION: "Extensions",
        Kind.CIRCUMSTANCES: "Mitigating circumstances",
        Kind.BREAK: "Breaks",
        Kind.ADJUSTMENT: "Adjustments",
        Kind.PRIOR_LEARNING: "Earlier learning",
        Kind.MISCONDUCT: "Questions of misconduct",
    }[kind]


def _concerns(scope: Scope) -> Counter:
    return Counter(SafeguardingConcern.objects.filter(submission__in=scope.submissions).values_list("state", flat=True))


def _incidents(scope: Scope) -> Counter:
    return Counter(Incident.objects.filter(item__submission__in=scope.submissions).values_list("state", flat=True))


def _open_and_closed(found: Counter) -> tuple[list[str], Counter]:
    words = [str(state.label) for state in CaseState]
    return words, Counter({str(state.label): found[state] for state in CaseState})
