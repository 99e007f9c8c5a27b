"""Exhibits 5, 6, 8 and 17: who was enrolled, what every hand said of each attempt, and what the signed record holds."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count, F

from assessments.audit.exhibits.contents import Part, Scope, count_column, day_column, local_day, table_of
from assessments.audit.sentences import say_state
from assessments.boards.models import Decision, Paper
from assessments.boards.states import Result
from assessments.marking.models import Judgement, Mark
from assessments.marking.states import MarkState, Stage
from assessments.marking.states import Verdict as MarkVerdict
from assessments.moderation.models import SampledMark
from assessments.moderation.states import Verdict
from assessments.portfolios.models import DeadlineChange
from assessments.portfolios.states import DeadlineReason
from courses.delivery.states import EnrolmentState
from cpd.accounts.templatetags.words import when
from cpd.documents.tables import Column, Kind
from cpd.history.proofs import newest_checkpoint

ATTEMPT = count_column("Attempt")


def cohort_list(scope: Scope) -> Iterator[Part]:
    """Exhibit 5: a row for each attempt, and one for each candidate who has not begun any."""
    submissions = _submissions(scope)
    results = _results(scope)
    extended = set(
        DeadlineChange.objects.filter(submission__in=scope.submissions, reason=DeadlineReason.EXTENSION).values_list(
            "submission", flat=True
        )
    )
    assessors = dict(
        Mark.objects.filter(submission__in=scope.submissions, stage=Stage.FIRST, state=MarkState.FINAL)
        .order_by("finalised_at", "pk")
        .values_list("submission", "assessor")
    )
    rows = []
    for enrolment in _enrolments(scope):
        start = (
            enrolment["candidate_number"],
            enrolment["cohort__code"],
            enrolment["enrolled_on"],
            EnrolmentState(enrolment["state"]).label,
        )
        for one in submissions.get(enrolment["pk"], []):
            codes = (("Late", one["is_late"]), ("Extension", one["pk"] in extended), ("Capped", one["is_capped"]))
            rows.append(
                (
                    *start,
                    one["attempt"],
                    local_day(one["submitted_at"]),
                    say_state(one["state"]),
                    results.get(one["pk"]),
                    scope.code_of(assessors.get(one["pk"])) or None,
                    ", ".join(words for words, holds in codes if holds) or None,
                )
            )
        if not submissions.get(enrolment["pk"]):
            rows.append((*start, *[None] * 6))
    yield Part(
        "Candidates and their attempts",
        (
            "Adjustments, circumstances and questions of misconduct are counted in exhibit 14, and nothing here tells to "
            "whom they belong: work that left the usual road for whatever reason is shown in the same words.",
        ),
        table_of(
            scope,
            5,
            "candidates",
            "Candidates and their attempts",
            ["Candidate", "Cohort", day_column("Enrolled"), "Enrolment", ATTEMPT]
            + [day_column("Submitted"), "State", "Result", "Assessor", "Codes"],
            rows,
        ),
    )


def mark_list(scope: Scope) -> Iterator[Part]:
    """Exhibit 6: a row for each attempt that was marked, with every stage of its mark."""
    marks = defaultdict(lambda: defaultdict(list))
    for submission, *mark in (
        Mark.objects.filter(submission__in=scope.submissions, state=MarkState.FINAL)
        .order_by("finalised_at", "pk")
        .values_list("submission", "pk", "stage", "assessor", "outcome", "score")
    ):
        marks[submission][mark[1]].append(mark)
    standing = dict(Mark.objects.filter(submission__in=scope.submissions, stands=True).values_list("submission", "pk"))
    short = _short(scope)
    moderated = dict(
        SampledMark.objects.filter(mark__submission__in=scope.submissions)
        .order_by("sample__drawn_at", "pk")
        .values_list("mark", "verdict")
    )
    papers = {
        submission: (score, final)
        for submission, score, final in Paper.objects.on_the_table()
        .filter(submission__in=scope.submissions)
        .order_by("board__held_on", "pk")
        .values_list("submission", "score", "final_score")
    }
    results = _results(scope)
    rows = []
    for one, number, cohort in _each_submission(scope):
        stages = marks.get(one["pk"])
        if not stages:
            continue
        score, final = papers.get(one["pk"], (None, None))
        rows.append(
            (
                number,
                cohort,
                one["attempt"],
                *(_stage(scope, stages.get(stage, []), short) for stage in Stage),
                _moderated(moderated, standing.get(one["pk"])),
                ", ".join(words for words, holds in (("Late", one["is_late"]), ("Capped", one["is_capped"])) if holds)
                or None,
                score,
                final,
                results.get(one["pk"]),
            )
        )
    yield Part(
        "Every mark",
        (
            "A mark is the code of the assessor, the outcome, and in brackets how many criteria were not yet met. Where "
            "an attempt was marked again at a stage, each mark stands in its order.",
        ),
        table_of(
            scope,
            6,
            "marks",
            "Every mark, from the first to the ratified",
            ["Candidate", "Cohort", ATTEMPT, *(str(stage.label) for stage in Stage), "Moderated", "Late or capped"]
            + [Column("Score on the papers", Kind.NUMBER), count_column("Score ratified"), "Ratified"],
            rows,
        ),
    )


def portfolios(scope: Scope) -> Iterator[Part]:
    """Exhibit 8: what the provider's moderators read, with their verdict; the evidence itself is read in the room."""
    mine = set(scope.visit.items.values_list("enrolment", flat=True))
    rows = (
        SampledMark.objects.filter(mark__submission__in=scope.submissions)
        .order_by("sample__cohort__code", "mark__submission__portfolio__enrolment__candidate_number", "pk")
        .values_list(
            "mark__submission__portfolio__enrolment__candidate_number",
            "sample__cohort__code",
            "mark__submission__attempt",
            "mark__outcome",
            "mark__assessor",
            "sample__moderator",
            "verdict",
            "note",
            "mark__submission__portfolio__enrolment",
        )
    )
    yield Part(
        "Portfolios that moderators read",
        (
            "Evidence is read in this room only, of the candidates in your own sample: it never leaves as a file of "
            "many. Take a candidate into your sample from its page, and it opens at once.",
        ),
        table_of(
            scope,
            8,
            "read-by-moderators",
            "Portfolios that moderators read",
            ["Candidate", "Cohort", ATTEMPT, "Mark", "Assessor", "Moderator", "Verdict", "Note", "In your sample"],
            (
                (
                    number,
                    cohort,
                    attempt,
                    Result(outcome).label,
                    scope.code_of(assessor),
                    scope.code_of(moderator),
                    Verdict(verdict).label if verdict else "Not read yet",
                    note,
                    enrolment in mine,
                )
                for number, cohort, attempt, outcome, assessor, moderator, verdict, note, enrolment in rows
            ),
        ),
    )


def record(scope: Scope) -> Iterator[Part]:
    """Exhibit 17: the checkpoint, and where to find the record of one candidate end to end."""
    checkpoint = newest_checkpoint()
    if checkpoint is None:
        yield Part("The signed record", ("No checkpoint is signed yet.",))
        return
    yield Part(
        "The signed record",
        (
            f"{checkpoint.size:,} entries are under the checkpoint that was signed on {when(checkpoint.signed_at)}.",
            "The page of each candidate shows what happened in order, each line with its place in the signed record, and "
            "gives it as JSON with the hashes that lead from each line to the checkpoint.",
        ),
        table_of(
            scope,
            17,
            "checkpoint",
            "Checkpoint of the record",
            ["What", "Value"],
            [
                ("Entries", str(checkpoint.size)),
                ("Root", bytes(checkpoint.root).hex()),
                ("Signed note", checkpoint.note),
            ],
        ),
    )


def _enrolments(scope: Scope) -> list[dict]:
    wanted = ("pk", "candidate_number", "cohort__code", "enrolled_on", "state")
    return list(scope.enrolments.order_by("cohort__code", "candidate_number").values(*wanted))


def _submissions(scope: Scope) -> dict[UUID, list[dict]]:
    """Attempts by enrolment; a draft that was taken back and opened anew is the same attempt, so the last one counts."""
    found: dict[UUID, dict[int, dict]] = defaultdict(dict)
    wanted = ("pk", "attempt", "state", "submitted_at", "is_late", "is_capped")
    rows = scope.submissions.order_by("attempt", "draft_number").values(*wanted, whose=F("portfolio__enrolment"))
    for row in rows:
        found[row["whose"]][row["attempt"]] = row
    return {pk: list(attempts.values()) for pk, attempts in found.items()}


def _each_submission(scope: Scope) -> Iterator[tuple[dict, str, str]]:
    submissions = _submissions(scope)
    for enrolment in _enrolments(scope):
        for one in submissions.get(enrolment["pk"], []):
            yield one, enrolment["candidate_number"], enrolment["cohort__code"]


def _results(scope: Scope) -> dict[UUID, str]:
    """What boards ratified, by submission."""
    rows = Decision.objects.filter(
        submission__in=scope.submissions, superseded_by__isnull=True, paper__board__ratified_at__isnull=False
    )
    return {
        submission: Result(result).label
        for submission, result in rows.order_by("decided_at", "pk").values_list("submission", "result")
    }


def _short(scope: Scope) -> dict[UUID, int]:
    """How many criteria each mark found not yet met."""
    rows = (
        Judgement.objects.filter(mark__submission__in=scope.submissions, mark__state=MarkState.FINAL)
        .exclude(verdict=MarkVerdict.MET)
        .order_by()
        .values_list("mark")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def _stage(scope: Scope, marks: list, short: dict[UUID, int]) -> str | None:
    return "; then ".join(_one(scope, mark, short) for mark in marks) or None


def _one(scope: Scope, mark: list, short: dict[UUID, int]) -> str:
    pk, _, assessor, outcome, score = mark
    given = f", {score.normalize():f}" if score is not None else ""
    return f"{scope.code_of(assessor)} {Result(outcome).label} ({short.get(pk, 0)}){given}"


def _moderated(moderated: dict[UUID, str], pk: UUID | None) -> str:
    if pk not in moderated:
        return "Not in a sample"
    return Verdict(moderated[pk]).label if moderated[pk] else "Not read yet"
