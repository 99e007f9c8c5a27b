"""Every hand that marked a submission, side by side."""

from dataclasses import dataclass

from django.db.models import Prefetch

from assessments.marking.models import Judgement, Mark
from assessments.marking.states import MarkState
from assessments.moderation.models import SampledMark
from courses.catalogue.models import AssessmentCriterion


@dataclass(frozen=True)
class Compared:
    """A criterion as each final mark of the submission judges it, the newest first."""

    criterion: AssessmentCriterion
    judgements: list[Judgement]
    note: str

    @property
    def differs(self) -> bool:
        return len({judgement.verdict for judgement in self.judgements}) > 1


def compare_hands(item: SampledMark) -> tuple[list[Mark], list[Compared]]:
    """Every final mark of the submission, the one under review first, and what each says criterion by criterion."""
    criteria = Judgement.objects.select_related("criterion__outcome").order_by("criterion__position")
    marks = list(
        Mark.objects.filter(
            submission=item.mark.submission_id, state=MarkState.FINAL, finalised_at__lte=item.mark.finalised_at
        )
        .select_related("assessor")
        .prefetch_related(Prefetch("judgements", criteria), "team_notes")
        .order_by("-finalised_at")
    )
    said = {(mark.pk, judgement.criterion_id): judgement for mark in marks for judgement in mark.judgements.all()}
    notes = {note.criterion_id: note.text for note in marks[0].team_notes.all()}
    return marks, [
        Compared(
            judgement.criterion,
            [said[mark.pk, judgement.criterion_id] for mark in marks if (mark.pk, judgement.criterion_id) in said],
            notes.get(judgement.criterion_id, ""),
        )
        for judgement in marks[0].judgements.all()
    ]
