"""Exhibits 7 and 9: how samples were drawn, repeated before the auditor's eyes, and what moderators changed."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db.models import F

from assessments.audit.exhibits.contents import Part, Scope, count_column, day_column, each_line, local_day, table_of
from assessments.marking.models import Judgement
from assessments.marking.states import MarkState, Verdict
from assessments.moderation.models import (
    PopulationItem,
    RunChange,
    RunChangeMark,
    Sample,
    SampledMark,
    SampleReason,
)
from assessments.moderation.queries.pool import compare_draw
from assessments.moderation.queries.reports import list_figures
from assessments.moderation.sampling import Piece
from assessments.moderation.states import LeftOut, Reason

NUMBER = "mark__submission__portfolio__enrolment__candidate_number"


def sampling(scope: Scope) -> Iterator[Part]:
    """Exhibit 7."""
    samples = list_samples(scope)
    population, reasons = _population(samples), _reasons(samples)
    rows, lines = [], []
    for sample in samples:
        found = compare_draw(
            sample,
            [Piece.read(facts) for facts, *_ in population[sample.pk] if facts],
            {str(mark): said for mark, said in reasons[sample.pk].items() if Reason.ADDED not in said},
            {mark: out for _, mark, out, *_ in population[sample.pk] if out},
        )
        rows.append(
            (
                sample.cohort.code,
                sample.number,
                local_day(sample.drawn_at),
                scope.code_of(sample.moderator_id),
                sample.population,
                len(reasons[sample.pk]),
                "The same" if not found else " ".join(found),
            )
        )
        lines += _lines(scope, sample, population[sample.pk], reasons[sample.pk])
    yield Part(
        "Every draw, repeated just now",
        (
            "Each draw was made again from the rule, the seed and the facts that were written down with it. The last "
            "column says whether it gave the same list with the same reasons.",
        )
        if samples
        else ("No sample has been drawn in these cohorts.",),
        table_of(
            scope,
            7,
            "draws",
            "Draws of the moderators",
            ["Cohort", count_column("Sample"), day_column("Drawn"), "Moderator", count_column("Drawn from")]
            + [count_column("Read"), "Repeated"],
            rows,
        ),
    )
    yield Part(
        "By which rule and seed",
        (),
        table_of(
            scope,
            7,
            "rules",
            "Rule, seed and digest of each draw",
            [
                "Cohort",
                count_column("Sample"),
                "Rules",
                "Rule of the draw",
                "Seed",
                "SHA-256 of what it was drawn from",
            ],
            (
                (
                    sample.cohort.code,
                    sample.number,
                    sample.rules_version,
                    sample.rule,
                    sample.seed,
                    sample.population_digest,
                )
                for sample in samples
            ),
        ),
    )
    yield Part(
        "Every mark, in or out, and why",
        (),
        table_of(
            scope,
            7,
            "reasons",
            "Marks in each draw, with the reason for each in and out",
            ["Cohort", count_column("Sample"), count_column("Place"), "Candidate", count_column("Attempt"), "Assessor"]
            + ["In or out", "Why"],
            lines,
        ),
    )


def reports(scope: Scope) -> Iterator[Part]:
    """Exhibit 9: reports as signed, changes through a run, and each portfolio of it before and after."""
    samples = list_samples(scope)
    signed = [sample for sample in samples if sample.closed_at and sample.figures]
    if not signed:
        yield Part("Reports", ("No sample is confirmed yet.",))
    for place, sample in enumerate(signed, start=1):
        texts = (
            ("", sample.report),
            ("On feedback: ", sample.report_feedback),
            ("For next time: ", sample.report_next_time),
        )
        yield Part(
            f"Cohort {sample.cohort.code}, sample {sample.number}",
            tuple(f"{words}{line}" for words, text in texts for line in each_line(text)),
            table_of(
                scope,
                9,
                f"figures-{place}",
                f"Figures of sample {sample.number}, cohort {sample.cohort.code}",
                ["What", count_column("Number")],
                ((figure.words, figure.number) for figure in list_figures(sample)),
            ),
        )
    changes = list(
        RunChange.objects.filter(cohort__in=scope.cohort_ids)
        .select_related("cohort", "criterion")
        .order_by("proposed_at", "pk")
    )
    numbers = {change.pk: place for place, change in enumerate(changes, start=1)}
    yield Part(
        "Changes through the whole run of an assessor",
        (
            "A change is never made to the pieces of a sample alone: one criterion is judged again in every portfolio that "
            "the assessor marked in the cohort.",
        )
        if changes
        else ("No change was proposed.",),
        table_of(
            scope,
            9,
            "changes",
            "Changes through the whole run of an assessor",
            [count_column("No."), "Cohort", "Assessor", "Criterion", "State", "Why", "Proposed by", "Decided by"]
            + [day_column("Proposed"), day_column("Decided")],
            (
                (
                    numbers[change.pk],
                    change.cohort.code,
                    scope.code_of(change.assessor_id),
                    change.criterion.number,
                    change.get_state_display(),
                    change.why,
                    scope.code_of(change.proposed_by_id),
                    scope.code_of(change.decided_by_id) or None,
                    local_day(change.proposed_at),
                    local_day(change.decided_at),
                )
                for change in changes
            ),
        ),
    )
    yield Part(
        "Each portfolio of a changed run, before and after",
        (),
        table_of(
            scope,
            9,
            "before-and-after",
            "Portfolios of changed runs, before and after",
            [count_column("Change"), "Candidate", count_column("Attempt"), "Criterion", "Before", "After"],
            _before_and_after(scope, numbers),
        ),
    )


def list_samples(scope: Scope) -> list[Sample]:
    """The provider's samples of the cohorts of a visit, in order."""
    rows = Sample.objects.filter(cohort__in=scope.cohort_ids).select_related("cohort")
    return list(rows.order_by("cohort__code", "number"))


def _population(samples: list[Sample]) -> dict[UUID, list[tuple]]:
    """By sample, in the random order: facts, mark, why it is out, place, candidate, attempt, assessor, learner."""
    found = defaultdict(list)
    rows = PopulationItem.objects.filter(sample__in=samples).order_by("sample", "place", "pk")
    for sample, *row in rows.values_list(
        "sample",
        "facts",
        "mark",
        "left_out",
        "place",
        NUMBER,
        "mark__submission__attempt",
        "mark__assessor",
        "mark__submission__portfolio__enrolment__learner",
    ):
        found[sample].append(tuple(row))
    return found


def _reasons(samples: list[Sample]) -> dict[UUID, dict[UUID, set[str]]]:
    """By sample and mark, every reason for which it is in."""
    found: dict = defaultdict(lambda: defaultdict(set))
    for sample, mark in SampledMark.objects.filter(sample__in=samples).values_list("sample", "mark"):
        found[sample][mark] = set()
    rows = SampleReason.objects.filter(item__sample__in=samples).values_list("item__sample", "item__mark", "reason")
    for sample, mark, reason in rows:
        found[sample][mark].add(reason)
    return found


def _lines(scope: Scope, sample: Sample, population: list[tuple], reasons: dict) -> Iterator[tuple]:
    for _, mark, out, place, number, attempt, assessor, learner in population:
        if learner == scope.visit.auditor_id:
            continue
        why = sorted(str(Reason(reason).label) for reason in reasons.get(mark, ()))
        is_in = mark in reasons
        words = "; ".join(why) if is_in else str(LeftOut(out).label) if out else "Its reason was not written down then"
        yield (
            sample.cohort.code,
            sample.number,
            place,
            number,
            attempt,
            scope.code_of(assessor),
            "In" if is_in else "Out",
            words,
        )


def _before_and_after(scope: Scope, numbers: dict[UUID, int]) -> list[tuple]:
    rows = list(
        RunChangeMark.objects.filter(change__in=numbers, mark__submission__in=scope.submissions)
        .order_by("change__proposed_at", NUMBER, "pk")
        .values_list(
            "change",
            NUMBER,
            "mark__submission__attempt",
            "change__criterion",
            "change__criterion__number",
            "mark",
            "allocation",
        )
    )
    wanted = Judgement.objects.filter(criterion__in={row[3] for row in rows}, mark__state=MarkState.FINAL)
    before = {
        (mark, criterion): verdict
        for mark, criterion, verdict in wanted.filter(mark__in=[row[5] for row in rows]).values_list(
            "mark", "criterion", "verdict"
        )
    }
    after = {
        (allocation, criterion): verdict
        for allocation, criterion, verdict in wanted.filter(mark__allocation__in=[row[6] for row in rows])
        .annotate(allocation=F("mark__allocation"))
        .values_list("allocation", "criterion", "verdict")
    }
    return [
        (
            numbers[change],
            number,
            attempt,
            criterion_number,
            _say(before.get((mark, criterion))),
            _say(after.get((allocation, criterion)), "Not judged again yet"),
        )
        for change, number, attempt, criterion, criterion_number, mark, allocation in rows
    ]


def _say(verdict: str | None, otherwise: str = "Not judged") -> str:
    return str(Verdict(verdict).label) if verdict else otherwise
