"""The auditor's own judgements beside the provider's, once she has given them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.audit.models import OwnMark, Visit
from assessments.marking.models import Judgement
from assessments.marking.states import Verdict
from assessments.portfolios.models import Submission
from courses.catalogue.models import AssessmentCriterion


@dataclass(frozen=True)
class Compared:
    """One criterion: what she says, and what the mark that stands says."""

    criterion: AssessmentCriterion
    hers: str
    note: str
    theirs: str

    @property
    def is_same(self) -> bool:
        return self.hers == self.theirs


@dataclass(frozen=True)
class Agreement:
    """How many of her judgements are the same as the provider's, of how many, in how many attempts."""

    same: int
    n: int
    attempts: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.same / self.n) if self.n else None


def criteria_of(submission: Submission) -> QuerySet[AssessmentCriterion]:
    """What there is to judge in an attempt: the criteria that were open in it."""
    return submission.criteria.select_related("outcome").order_by("position")


def find_own_mark(visit: Visit, submission: Submission) -> OwnMark | None:
    return visit.own_marks.filter(submission=submission).first()


def tell(mark: OwnMark) -> str:
    """Her judgements as one reads them, a line for each that says something."""
    rows = mark.judgements.select_related("criterion").order_by("criterion__position")
    lines = (
        f"{row.criterion.number} {Verdict(row.verdict).label if row.verdict else 'Not judged yet'}. {row.note}".strip()
        for row in rows
        if row.verdict or row.note
    )
    return "\n".join(lines)


def compare(mark: OwnMark) -> list[Compared]:
    """Criterion by criterion, for an attempt whose judgements she has given; where no mark stands, nothing is compared."""
    standing = dict(
        Judgement.objects.filter(mark__submission=mark.submission_id, mark__stands=True).values_list(
            "criterion", "verdict"
        )
    )
    return [
        Compared(
            judgement.criterion,
            str(Verdict(judgement.verdict).label),
            judgement.note,
            str(Verdict(standing[judgement.criterion_id]).label) if judgement.criterion_id in standing else "",
        )
        for judgement in mark.judgements.select_related("criterion").order_by("criterion__position")
    ]


def count_agreement(visit: Visit) -> Agreement:
    """Over everything that she has given in this visit, in three queries."""
    given = dict(visit.own_marks.filter(given_at__isnull=False).values_list("submission", "pk"))
    hers = {
        (submission, criterion): verdict
        for submission, criterion, verdict in visit.own_marks.filter(given_at__isnull=False).values_list(
            "submission", "judgements__criterion", "judgements__verdict"
        )
    }
    theirs = Judgement.objects.filter(mark__submission__in=given, mark__stands=True).values_list(
        "mark__submission", "criterion", "verdict"
    )
    pairs = [(hers[one, other], verdict) for one, other, verdict in theirs if (one, other) in hers]
    return Agreement(sum(one == other for one, other in pairs), len(pairs), len(given))
