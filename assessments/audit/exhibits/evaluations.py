"""Exhibit 15: what learners said and what was done about it, and whether the points of earlier visits are closed."""

from collections.abc import Iterator
from dataclasses import replace

from assessments.audit.exhibits.contents import Part, Scope, count_column, day_column, local_day, table_of
from assessments.audit.models import Finding
from assessments.audit.outcomes.counting import count_evaluations
from assessments.audit.outcomes.topics.listing import list_topics
from assessments.audit.outcomes.topics.shown import Filter
from assessments.audit.queries.visits import cohorts_in
from assessments.audit.states import FindingState
from assessments.evaluations.queries import list_openings
from cpd.accounts.templatetags.words import counted


def evaluations(scope: Scope) -> Iterator[Part]:
    """Exhibit 15."""
    yield from _said(scope)
    yield from _earlier_points(scope)


def _earlier_points(scope: Scope) -> Iterator[Part]:
    accreditation = scope.visit.accreditation
    rows = (
        Finding.objects.raised()
        .filter(
            visit__accreditation__reference=accreditation.reference,
            visit__accreditation__university=accreditation.university_id,
            visit__opened_at__lt=scope.visit.opened_at,
        )
        .select_related("visit")
        .order_by("visit__opened_at", "number")
    )
    found = list(rows)
    still_open = sum(row.state != FindingState.CLOSED for row in found)
    yield Part(
        "Points of earlier visits",
        (f"{counted(still_open, 'point')} of {len(found)} not closed yet.",)
        if found
        else ("No earlier visit raised a point.",),
        table_of(
            scope,
            15,
            "earlier-points",
            "Points of earlier visits",
            [day_column("Visit"), count_column("No."), "Kind", "Title", day_column("Due"), "State"]
            + [day_column("Closed")],
            (
                (
                    local_day(row.visit.opened_at),
                    row.number,
                    row.get_kind_display(),
                    row.title,
                    row.due_on,
                    row.get_state_display(),
                    local_day(row.closed_at),
                )
                for row in found
            ),
        ),
    )


def _said(scope: Scope) -> Iterator[Part]:
    """The figures of the room Outcomes; the words stay with the provider, since they may say who wrote them."""
    topic = list_topics(count_evaluations(cohorts_in(scope.visit), now=scope.now), Filter(topic="evaluation"))[0]
    yield Part("What learners say", (topic.means,))
    for sheet in topic.sheets:
        yield Part(
            sheet.table.title, (), replace(sheet.table, name=sheet.table.name.replace("outcomes", "exhibit-15", 1))
        )
    answered = list_openings().filter(cohort__in=scope.cohort_ids)
    if answered:
        yield Part(
            "What was done about it",
            (),
            table_of(
                scope,
                15,
                "what-was-done",
                "What was done about it",
                ["Cohort", day_column("Opened"), count_column("Evaluations"), "What was done"],
                [
                    (one.cohort.code, local_day(one.opened_at), one.number, one.done or "Nothing is said yet")
                    for one in answered
                ],
            ),
        )
