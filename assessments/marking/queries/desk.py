"""What stands on one desk: criteria with judgements and notes, what others said where it may be seen, what is missing."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Prefetch, Sum

from assessments.marking.agreeing import find_missing_agreement, marks_of
from assessments.marking.models import Judgement, Mark, TeamNote
from assessments.marking.queries.earlier import judged_before
from assessments.marking.schemes import SIGHTED, plan_for
from assessments.marking.states import MarkState, Stage, Verdict
from courses.catalogue.models import AssessmentCriterion


@dataclass(frozen=True)
class Missing:
    """One thing to do before a mark can be final, and where on the desk."""

    sentence: str
    anchor: str


@dataclass(frozen=True)
class Beside:
    """What another mark says of a criterion, where it may be seen: its title, whose it is, and the judgement."""

    title: str
    judgement: Judgement


@dataclass
class Row:
    """A criterion on the desk with what the mark says of it, what others say, and the team's note on it."""

    criterion: AssessmentCriterion
    judgement: Judgement
    note: TeamNote | None
    before: Judgement | None = None
    pointers: list = field(default_factory=list)
    # What became, since the attempt before, of the evidence that is claimed for it.
    changes: list = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)

    @property
    def lacks(self) -> list[str]:
        return sorted(shortfall.lack for shortfall in self.judgement.shortfalls.all())

    @property
    def asked(self) -> str:
        return self.before.feedback if self.before else ""

    @property
    def lacked(self) -> list[str]:
        return [shortfall.get_lack_display() for shortfall in self.before.shortfalls.all()] if self.before else []

    @property
    def differs(self) -> bool:
        return len({other.judgement.verdict for other in self.beside}) > 1


def list_rows(mark: Mark) -> list[Row]:
    """The criteria of the attempt in order, with judgement, team note and what an earlier attempt was asked for."""
    notes = {note.criterion_id: note for note in mark.team_notes.all()}
    asked = judged_before(mark.submission)
    others = _said_beside(mark)
    judgements = (
        mark.judgements.select_related("criterion__outcome")
        .prefetch_related("shortfalls")
        .order_by("criterion__position")
    )
    return [
        Row(
            judgement.criterion,
            judgement,
            notes.get(judgement.criterion_id),
            asked.get(judgement.criterion_id),
            beside=others.get(judgement.criterion_id, []),
        )
        for judgement in judgements
    ]


def marks_beside(mark: Mark) -> list[Mark]:
    """The other marks of the submission that this assessor may see while writing this one (MRK-4).

    None, for whoever judges without seeing; the first mark, for a second assessor under sighted marking; those that
    were given apart, for whoever writes down what they come to.
    """
    if mark.stage == Stage.AGREED:
        return marks_of(mark.allocation.agreement)
    if mark.stage == Stage.SECOND and plan_for(mark.submission.portfolio.enrolment).second == SIGHTED:
        first = Mark.objects.filter(submission=mark.submission, stage=Stage.FIRST, state=MarkState.FINAL)
        return list(first.filter(allocation__withdrawn_at__isnull=True).select_related("assessor"))
    return []


def get_whole_note(mark: Mark) -> TeamNote:
    """The note on the portfolio as a whole; an unsaved one where nothing is written yet."""
    return mark.team_notes.filter(criterion__isnull=True).first() or TeamNote(mark=mark)


def version_of(mark: Mark) -> int:
    """A number that rises with every save of what is judged and of what the learner will read."""
    agreement = mark.allocation.agreement.version if mark.stage == Stage.AGREED else 0
    judgements = mark.judgements.aggregate(total=Sum("version"))["total"] or 0
    return mark.version + mark.score_version + judgements + agreement


def find_missing(mark: Mark) -> list[Missing]:
    """What stands between this mark and its end, in the order of the desk."""
    plan = plan_for(mark.submission.portfolio.enrolment)
    missing = [] if plan.is_numeric else _unjudged(mark)
    if plan.is_numeric and mark.score is None:
        missing.append(Missing("The mark out of 100 is not given yet.", "score"))
    if mark.stage == Stage.AGREED:
        missing += [Missing(*gap) for gap in find_missing_agreement(mark.allocation.agreement, mark, plan)]
    if not mark.feedback.strip():
        missing.append(Missing("The overall feedback is empty.", "overall"))
    return missing


def _unjudged(mark: Mark) -> list[Missing]:
    """Every criterion is judged; one that is not yet met says what is still needed, and why the evidence is refused."""
    missing = []
    for row in (
        mark.judgements.select_related("criterion").prefetch_related("shortfalls").order_by("criterion__position")
    ):
        number = row.criterion.number
        sentences = []
        if not row.verdict:
            sentences.append(f"Criterion {number} is not judged yet.")
        elif row.verdict == Verdict.NOT_YET_MET:
            if not row.shortfalls.all():
                sentences.append(f"Criterion {number} is not yet met: choose what the evidence lacks.")
            if not row.feedback.strip():
                sentences.append(f"Criterion {number} is not yet met: say in the feedback what is still needed.")
        missing += [Missing(sentence, f"criterion-{number}") for sentence in sentences]
    return missing


def _said_beside(mark: Mark) -> dict[UUID, list[Beside]]:
    said: dict[UUID, list[Beside]] = {}
    marks = marks_beside(mark)
    ordered = Prefetch("judgements", Judgement.objects.prefetch_related("shortfalls"))
    for other in (
        Mark.objects.filter(pk__in=[one.pk for one in marks]).prefetch_related(ordered).order_by("finalised_at")
    ):
        for judgement in other.judgements.all():
            said.setdefault(judgement.criterion_id, []).append(Beside(other.get_stage_display(), judgement))
    return said
