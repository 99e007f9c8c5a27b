"""The marks that a sample is drawn from, and all that the draw looks at; a constant number of queries for any cohort."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from assessments.cases.models import SideCase
from assessments.cases.states import Kind, Outcome
from assessments.marking.models import Judgement, Mark
from assessments.marking.schemes import round_score
from assessments.marking.states import Verdict as MarkVerdict
from assessments.moderation.models import PopulationItem, Sample, SampledMark
from assessments.moderation.sampling import Draw, Piece, Rule, digest, draw, record_of
from assessments.moderation.states import Reason, Record, SampleState, Verdict
from assessments.portfolios.states import SubmissionState
from courses.accreditation.rulesets import Rules
from courses.delivery.models import Cohort

COHORT = "submission__portfolio__enrolment__cohort"


def standing_marks() -> QuerySet[Mark]:
    """The final marks that wait for a sample: of portfolios that are marked, and in no sample yet.

    SAM-9: nothing that gives a result is out of scope, by criteria or by number, at a first attempt or a later one.
    """
    return Mark.objects.filter(
        stands=True,
        submission__state=SubmissionState.MARKED,
        populations__isnull=True,
    )


def list_unsampled(cohort: Cohort) -> list[Mark]:
    """The standing final marks of a cohort that no sample was drawn from, with no more of each than a draw looks at."""
    before = PopulationItem.objects.filter(mark__submission=OuterRef("submission"))
    earlier_learning = SideCase.objects.filter(
        kind=Kind.PRIOR_LEARNING, outcome=Outcome.GRANTED, enrolment=OuterRef("submission__portfolio__enrolment")
    )
    return list(
        standing_marks()
        .filter(**{COHORT: cohort})
        .select_related("submission")
        .only("stage", "score", "assessor_id", "submission__portfolio_id")
        .annotate(
            is_again=Exists(before),
            condition=F("allocation__same_employer_reason"),
            countersigner=F("allocation__countersigner"),
            has_earlier_learning=Exists(earlier_learning),
        )
        .order_by("pk")
    )


def pieces_of(marks: Collection[Mark], numbers: Rules) -> list[Piece]:
    """What the draw looks at; it is written down with the sample, so that the draw can be repeated for ever."""
    short = dict(
        Judgement.objects.filter(mark__in=[mark.pk for mark in marks])
        .exclude(verdict=MarkVerdict.MET)
        .order_by()
        .values_list("mark")
        .annotate(short=Count("pk"))
    )
    records = records_of({mark.assessor_id for mark in marks}, numbers)
    return [
        Piece(
            key=str(mark.pk),
            assessor=str(mark.assessor_id),
            # Under the numeric scheme no criterion is judged on its own; what failed is read all the same (MRK-6).
            short=short.get(mark.pk, 0) if mark.score is None else 0,
            band=_band_of(mark, numbers),
            record=records[mark.assessor_id],
            flags=_flags_of(mark, numbers),
        )
        for mark in marks
    ]


def records_of(assessors: Collection[UUID], numbers: Rules) -> dict[UUID, Record]:
    """How far each assessor's record of confirmed decisions goes (SAM-7); a decision that was changed begins it anew.

    A clerical slip says nothing of a decision, and what is not confirmed yet does not count yet.
    """
    counts = Q(sample__state=SampleState.CONFIRMED, verdict=Verdict.AGREED) | Q(verdict=Verdict.QUERIED, slip="")
    newest_first = Window(RowNumber(), partition_by="mark__assessor", order_by=[F("reviewed_at").desc(), F("pk").asc()])
    last = (
        SampledMark.objects.filter(counts, mark__assessor__in=assessors)
        .annotate(row=newest_first)
        .filter(row__lte=max(2 * numbers.new_assessor_streak, 1))
        .order_by("mark__assessor", "row")
        .values_list("mark__assessor", "verdict")
    )
    said: dict[UUID, list[str]] = {assessor: [] for assessor in assessors}
    for assessor, verdict in last:
        said[assessor].append(verdict)
    return {
        assessor: record_of(_in_a_row(verdicts), needed=numbers.new_assessor_streak)
        for assessor, verdicts in said.items()
    }


def draw_again(sample: Sample) -> Draw:
    """The draw of a stored sample from its stored rule, seed and facts: what it was, however long ago."""
    return draw(stored_pieces(sample), rule=Rule.read(sample.rule), seed=sample.seed)


def stored_pieces(sample: Sample) -> list[Piece]:
    return [Piece.read(facts) for facts in sample.population_items.exclude(facts="").values_list("facts", flat=True)]


def differences_of(sample: Sample) -> list[str]:
    """Repeats a draw and says in what it differs from what is stored; an empty list means that it is the same."""
    stored: dict[str, set[str]] = {}
    for mark, reason in sample.items.exclude(reasons__reason=Reason.ADDED).values_list("mark", "reasons__reason"):
        stored.setdefault(str(mark), set()).add(reason)
    out = dict(sample.population_items.exclude(left_out="").values_list("mark", "left_out"))
    return compare_draw(sample, stored_pieces(sample), stored, out)


def compare_draw(sample: Sample, pieces: list[Piece], stored: dict[str, set[str]], out: dict[UUID, str]) -> list[str]:
    """The same for what was read before, so that many draws are repeated in one page: reasons in by mark, and reasons out."""
    again = draw(pieces, rule=Rule.read(sample.rule), seed=sample.seed)
    found = []
    if digest(pieces) != sample.population_digest:
        found.append("The marks it was drawn from are not those of the digest.")
    if {key: {str(reason) for reason in reasons} for key, reasons in again.chosen.items()} != stored:
        found.append("The marks in the sample, or their reasons, are not those that the draw gives.")
    if {key: str(reason) for key, reason in again.left_out.items()} != {str(key): value for key, value in out.items()}:
        found.append("The marks left out, or their reasons, are not those that the draw gives.")
    return found


def _band_of(mark: Mark, numbers: Rules) -> str:
    """The lower end of a numeric mark's band; a mark by criteria has none (MRK-6)."""
    if mark.score is None:
        return ""
    bands = (numbers.band_top, numbers.band_second, numbers.band_third, numbers.pass_mark)
    return next((str(band) for band in bands if round_score(mark.score) >= band), "0")


def _flags_of(mark: Mark, numbers: Rules) -> frozenset[str]:
    score = mark.score
    holds = {
        Reason.REFER: score is not None and round_score(score) < numbers.pass_mark,
        Reason.NEAR_PASS: score is not None and abs(score - numbers.pass_mark) <= numbers.sample_border_marks,
        Reason.TOP_BAND: score is not None and round_score(score) >= numbers.band_top,
        Reason.RPL: mark.has_earlier_learning,
        Reason.OUTSIDE_ASSESSOR: mark.countersigner is not None,
        Reason.FULL: bool(mark.condition),
        Reason.AGAIN: mark.is_again,
    }
    return frozenset(reason.value for reason, is_so in holds.items() if is_so)


def _in_a_row(verdicts: list[str]) -> int:
    """How many were confirmed since the last that was not; the newest stands first."""
    return next((row for row, verdict in enumerate(verdicts) if verdict != Verdict.AGREED), len(verdicts))
