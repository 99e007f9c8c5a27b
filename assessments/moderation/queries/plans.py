"""Cohorts that wait for a sample, what a draw would find in each, and who may make it (screen 23)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import batched

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.marking.models import Judgement, Mark
from assessments.marking.states import AllocationState, MarkState
from assessments.moderation.models import Escalation, Interim, RunChange, Sample, SampledMark
from assessments.moderation.queries.pool import COHORT, pieces_of, standing_marks
from assessments.moderation.rules import check_can_moderate, may_be_moderated_by
from assessments.moderation.sampling import Piece, Rule, target
from assessments.moderation.states import Escalated, Reason, Record, RunChangeState
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import Cohort, CohortRole, CohortStaff
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import refusal

HANDFUL = 50
ON_THE_WAY = [SubmissionState.SUBMITTED, SubmissionState.ACCEPTED, SubmissionState.HELD]


@dataclass(frozen=True)
class Group:
    """A group of marks in words, and how many are in it."""

    words: str
    number: int


@dataclass(frozen=True)
class Plan:
    """What a draw would find in a cohort now."""

    waiting: int
    on_the_way: int
    again: int
    groups: list[Group]
    records: list[tuple[str, str, int]]
    least: int
    samples: QuerySet[Sample]
    interims: QuerySet[Interim]
    in_progress: int
    escalation: Escalation | None
    changes: QuerySet[RunChange]

    @property
    def is_supplementary(self) -> bool:
        return bool(self.samples)


def list_ready_cohorts(person: User) -> QuerySet[Cohort]:
    """Cohorts with marks that wait for a sample and that this moderator may draw, with their number."""
    named = CohortStaff.objects.filter(cohort=OuterRef("pk"), role=CohortRole.MODERATOR)
    standing = standing_marks().filter(submission=OuterRef("pk"))
    marked = Submission.objects.at(SubmissionState.MARKED).filter(Exists(standing)).order_by()
    ready = marked.filter(portfolio__enrolment__cohort=OuterRef("pk")).values("portfolio__enrolment__cohort")
    return (
        Cohort.objects.filter(pk__in=marked.values("portfolio__enrolment__cohort"))
        .filter(~Exists(named) | Exists(named.filter(person=person)))
        .select_related("version__module")
        .annotate(
            is_supplementary=Exists(Sample.objects.filter(cohort=OuterRef("pk"))),
            is_escalated=Exists(Escalation.objects.filter(cohort=OuterRef("pk"), closed_at__isnull=True)),
            ready=Coalesce(Subquery(ready.annotate(number=Count("pk")).values("number")), 0),
        )
        .order_by("code")
    )


def visible_cohorts(person: User, role: Role) -> QuerySet[Cohort]:
    """Every cohort for a coordinator; those that name no other moderator for a moderator."""
    cohorts = Cohort.objects.select_related("version__module", "accreditation")
    if role == Role.COORDINATOR:
        return cohorts
    named = CohortStaff.objects.filter(cohort=OuterRef("pk"), role=CohortRole.MODERATOR)
    return cohorts.filter(~Exists(named) | Exists(named.filter(person=person)))


def get_plan(cohort: Cohort, marks: list[Mark]) -> Plan:
    """The groups that must be read among these marks, the records of their assessors, and what is still on its way."""
    pieces = pieces_of(marks, cohort.rules)
    rule = Rule.of(cohort.rules)
    must = [(piece, piece.must(rule)) for piece in pieces]
    found = Counter(reason for _, reasons in must for reason in reasons)
    people = User.objects.in_bulk({mark.assessor_id for mark in marks})
    names = {str(key): str(person) for key, person in people.items()}
    coming = Submission.objects.at(*ON_THE_WAY).filter(portfolio__enrolment__cohort=cohort)
    return Plan(
        waiting=len(pieces),
        on_the_way=coming.count(),
        again=found[Reason.AGAIN],
        groups=[Group(reason.label, found[reason]) for reason in Reason if found[reason]],
        records=_records(pieces, names),
        least=max(target(len(pieces), rule), sum(1 for _, reasons in must if reasons)),
        samples=cohort.samples.select_related("moderator").annotate(size=Count("items")).order_by("-number"),
        interims=cohort.interims.select_related("moderator").annotate(size=Count("items")).order_by("-drawn_at"),
        in_progress=list_in_progress(cohort).count(),
        escalation=cohort.escalations.filter(closed_at__isnull=True).first(),
        changes=cohort.run_changes.select_related("assessor", "criterion").order_by("-proposed_at"),
    )


def list_in_progress(cohort: Cohort) -> QuerySet[Mark]:
    """The marks that assessors are writing and that nobody has looked at in the meantime (SAM-8)."""
    return _in_progress().filter(**{COHORT: cohort}).select_related("submission", "assessor").order_by("pk")


def list_cohorts_in_progress(person: User) -> list[Cohort]:
    """Cohorts with such marks, of those that this moderator may draw and whose rule asks for it, with their number."""
    here = _in_progress().filter(**{COHORT: OuterRef("pk")}).order_by().values(COHORT)
    cohorts = (
        visible_cohorts(person, Role.MODERATOR)
        .filter(pk__in=_in_progress().values(COHORT))
        .annotate(in_progress=Subquery(here.annotate(number=Count("pk")).values("number")))
        .prefetch_related("accreditation__rule_sets")
        .order_by("code")[:HANDFUL]
    )
    return [cohort for cohort in cohorts if cohort.rules.interim_per_assessor]


def _in_progress() -> QuerySet[Mark]:
    judged = Judgement.objects.filter(mark=OuterRef("pk")).exclude(verdict="")
    return Mark.objects.filter(
        Exists(judged),
        state=MarkState.DRAFT,
        allocation__state=AllocationState.ACTIVE,
        submission__state=SubmissionState.ACCEPTED,
        interim__isnull=True,
    )


def why_nobody(cohort: Cohort, today: date, marks: list[Mark]) -> Escalated | None:
    """Why no moderator may draw from these marks that wait here, or None when somebody may."""
    people = [
        person
        for person in User.objects.holding(Role.MODERATOR, on=today)
        if not refusal(check_can_moderate, person, cohort, today)
    ]
    if not people:
        return Escalated.NOBODY
    # A handful at a time: among the first there is nearly always one that somebody may read.
    for handful in batched(marks, HANDFUL):
        if any(may_be_moderated_by(person, list(handful)) for person in people):
            return None
    marked_it = all(mark.assessor_id == people[0].pk for mark in marks)
    return Escalated.OWN_MARKING if len(people) == 1 and marked_it else Escalated.TOO_NEAR


def list_changed(moderator: User | None = None) -> QuerySet[SampledMark]:
    """Marks that were read and then marked again, while the new mark is in no sample yet: the word does not cover it."""
    newer = Mark.objects.filter(
        submission=OuterRef("mark__submission"),
        stage=OuterRef("mark__stage"),
        state=MarkState.FINAL,
        finalised_at__gt=OuterRef("mark__finalised_at"),
        populations__isnull=True,
    )
    read = SampledMark.objects.filter(mark__allocation__state=AllocationState.WITHDRAWN).exclude(verdict="")
    if moderator is not None:
        read = read.filter(sample__moderator=moderator)
    return read.filter(Exists(newer)).select_related("sample__moderator__preferences").order_by("pk")


def list_open_changes(person: User, role: Role) -> QuerySet[RunChange]:
    """The run-wide changes that wait for this person: as the assessor, or as one who may approve."""
    changes = RunChange.objects.select_related("cohort", "criterion", "assessor").order_by("proposed_at")
    if role == Role.ASSESSOR:
        return changes.filter(assessor=person, state=RunChangeState.PROPOSED)
    named = CohortStaff.objects.filter(cohort=OuterRef("cohort"), role=CohortRole.BOARD)
    may = Q(cohort__boards__chair=person) | Exists(named.filter(person=person)) | ~Exists(named)
    return changes.filter(may, state=RunChangeState.ACKNOWLEDGED).distinct()


def _records(pieces: list[Piece], names: dict[str, str]) -> list[tuple[str, str, int]]:
    marked: Counter[tuple[str, str]] = Counter((names[piece.assessor], piece.record) for piece in pieces)
    return [(name, str(Record(record).label), number) for (name, record), number in sorted(marked.items())]
