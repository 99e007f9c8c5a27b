"""What an assessor has to mark and has marked; every read goes through an allocation of their own."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Aggregate, Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from assessments.marking.models import Allocation, Judgement, Mark, kept_from
from assessments.marking.states import AgreementState, AllocationState, MarkState, Stage, Verdict
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.states import ItemState, SubmissionState
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.models import User


@dataclass(frozen=True)
class Figures:
    """How far an assessor is with what they were given."""

    done: int
    total: int
    due_this_week: int
    overdue: int


def list_queue(person: User) -> QuerySet[Allocation]:
    """What this person has to mark, the earliest date first."""
    items = EvidenceItem.objects.filter(submission=OuterRef("submission"), state=ItemState.PRESENT)
    judged = Judgement.objects.filter(mark__allocation=OuterRef("pk")).exclude(verdict="")
    criteria = Submission.criteria.through.objects.filter(submission=OuterRef("submission"))
    return (
        _waiting_for(person)
        .select_related("mark", "submission__portfolio__enrolment__version__module")
        .annotate(
            words=Coalesce(_alone(items, "submission", Sum("word_count")), 0),
            judged=Coalesce(_alone(judged, "mark", Count("pk")), 0),
            criteria=Coalesce(_alone(criteria, "submission", Count("pk")), 0),
        )
    )


def get_figures(person: User, today: date) -> Figures:
    """Marked and all, of what this person was given since the oldest that waits."""
    sunday = today + timedelta(days=6 - today.weekday())
    waiting = (
        _waiting_for(person)
        .order_by()
        .aggregate(
            number=Count("pk"),
            week=Count("pk", filter=Q(due_date__lte=sunday)),
            overdue=Count("pk", filter=Q(due_date__lt=today)),
            since=Min("allocated_at"),
        )
    )
    done = Allocation.objects.filter(assessor=person, state=AllocationState.DONE)
    marked = done.filter(allocated_at__gte=waiting["since"]).count() if waiting["since"] else 0
    return Figures(marked, marked + waiting["number"], waiting["week"], waiting["overdue"])


def next_to_mark(person: User, *, after: Allocation | None = None) -> Allocation | None:
    """The next in the queue behind this one, else the first; None when there is nothing else."""
    queue = _waiting_for(person)
    if after is None:
        return queue.first()
    same_day = Q(due_date=after.due_date)
    behind = queue.filter(
        Q(due_date__gt=after.due_date)
        | same_day & Q(allocated_at__gt=after.allocated_at)
        | same_day & Q(allocated_at=after.allocated_at, pk__gt=after.pk)
    )
    return behind.first() or queue.exclude(pk=after.pk).first()


@dataclass(frozen=True)
class Line:
    """A criterion across the portfolios that somebody has to mark, and the next of them that is not judged on it."""

    criterion: AssessmentCriterion
    total: int
    judged: int
    next: Allocation | None


def list_criteria(person: User) -> list[Line]:
    """Every criterion of the portfolios in this person's queue, in the order of module and criterion."""
    queue = list(_to_judge(person).select_related("mark"))
    asked = Submission.criteria.through.objects.filter(submission__in=[one.submission_id for one in queue])
    criteria_of: dict = {}
    for submission, criterion in asked.values_list("submission", "assessmentcriterion"):
        criteria_of.setdefault(submission, set()).add(criterion)
    judged = set(
        Judgement.objects.filter(mark__allocation__in=queue)
        .exclude(verdict="")
        .values_list("mark__allocation", "criterion")
    )
    lines = []
    criteria = AssessmentCriterion.objects.filter(pk__in=set().union(*criteria_of.values()))
    for criterion in criteria.select_related("version__module").order_by(
        "version__module__code", "version", "position"
    ):
        having = [one for one in queue if criterion.pk in criteria_of.get(one.submission_id, ())]
        left = [one for one in having if (one.pk, criterion.pk) not in judged]
        lines.append(Line(criterion, len(having), len(having) - len(left), left[0] if left else None))
    return lines


def next_to_judge(person: User, criterion: AssessmentCriterion, *, after: Allocation) -> Allocation | None:
    """The next portfolio of the queue that is not judged on this criterion, behind this one or else from the front."""
    judged = Judgement.objects.filter(mark__allocation=OuterRef("pk"), criterion=criterion).exclude(verdict="")
    left = list(_to_judge(person).filter(~Exists(judged), submission__criteria=criterion).exclude(pk=after.pk))
    place = (after.due_date, after.allocated_at, after.pk)
    behind = (one for one in left if (one.due_date, one.allocated_at, one.pk) > place)
    return next(behind, left[0] if left else None)


def list_marked(person: User) -> QuerySet[Mark]:
    """This person's final marks, the newest first."""
    judgements = Judgement.objects.filter(mark=OuterRef("pk"))
    return (
        Mark.objects.filter(assessor=person, state=MarkState.FINAL)
        .exclude(kept_from(person))
        .select_related("allocation", "submission__portfolio__enrolment__version__module")
        .annotate(
            met=Coalesce(_alone(judgements.filter(verdict=Verdict.MET), "mark", Count("pk")), 0),
            criteria=Coalesce(_alone(judgements, "mark", Count("pk")), 0),
        )
        .order_by("-finalised_at", "pk")
    )


def list_lost(person: User) -> QuerySet[Allocation]:
    """What was taken back from this person with something written on it."""
    return Allocation.objects.filter(
        assessor=person, state=AllocationState.WITHDRAWN, mark__state=MarkState.DRAFT
    ).select_related("mark__allocation", "mark__submission__portfolio__enrolment__version__module")


def _waiting_for(person: User) -> QuerySet[Allocation]:
    """What this person has to mark, in the order of the queue."""
    return (
        Allocation.objects.for_assessor(person)
        .to_mark()
        .filter(submission__state=SubmissionState.ACCEPTED)
        .exclude(agreement__state=AgreementState.PROPOSED)
        .order_by("due_date", "allocated_at", "pk")
    )


def _to_judge(person: User) -> QuerySet[Allocation]:
    """The queue without marks that are brought together, which are read as a whole."""
    return _waiting_for(person).exclude(stage=Stage.AGREED)


def _alone(rows: QuerySet, by: str, total: Aggregate) -> Subquery:
    """A total over the rows of one line of a list, worked out for the lines of one page only."""
    return Subquery(rows.order_by().values(by).annotate(total=total).values("total"))
