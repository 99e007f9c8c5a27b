"""The rules in force, what is over and since when, what a hold keeps, and what would be destroyed today."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from assessments.appeals.models import Appeal
from assessments.cases.models import SideCase
from assessments.certificates.models import AwardChange, Certificate, PlacedHold
from assessments.certificates.states import CertificateState
from assessments.confidentiality.models import Incident, SafeguardingConcern
from assessments.confidentiality.states import CaseState
from assessments.moderation.models import SampledMark
from assessments.portfolios.models import UNFINISHED, Submission
from assessments.portfolios.states import SubmissionState
from assessments.records.keeping.destroying import still_there
from assessments.records.keeping.models import DestructionRun, LegalHold, RetentionRule
from assessments.records.keeping.places import COHORT, ENROLMENT, PERSON
from assessments.records.keeping.states import CHANGEABLE, Counted, How, RecordKind, RunState, Unit
from assessments.records.keeping.table import BY_KIND, DELIVERED
from assessments.standing.register.models import Suspicion
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.states import ENDED, CohortState
from cpd.accounts.models import Appointment, User
from cpd.accounts.roles import STAFF, Role

ON_ITS_WAY = [state for state in UNFINISHED if state != SubmissionState.DRAFT]
# Said to everybody alike: which matter it is, is for those who handle it.
MATTERS = {
    "enrolled": "The enrolment has not ended. Withdraw it first, or wait for its result.",
    "result": "A portfolio is on its way to a result.",
    "case": "A request or an appeal waits for its answer.",
    "safety": "A matter that the safeguarding lead handles is not closed.",
    "certificate": "A certificate is still being made, or waits for a person.",
    "award": "A change of an award waits for its decision.",
}


@dataclass(frozen=True)
class Rule:
    """How long one kind is kept, in the version that is in force."""

    kind: RecordKind
    version: int
    amount: int
    unit: Unit
    counted_from: Counted
    how: How
    source: str
    plain: str
    reason: str = ""
    set_at: object = None

    @property
    def period(self) -> str:
        if self.unit == Unit.EVER:
            return "until it is dealt with" if self.how == How.HAND else "for ever"
        unit = self.unit.label.removesuffix("s") if self.amount == 1 else self.unit.label
        return f"{self.amount} {unit}"

    @property
    def since(self) -> str:
        return "" if self.unit == Unit.EVER else self.counted_from.label

    @property
    def is_changeable(self) -> bool:
        return self.kind in CHANGEABLE

    def ends_on(self, counted: date) -> date | None:
        """The first day on which it may go."""
        if self.unit == Unit.EVER:
            return None
        if self.unit == Unit.DAYS:
            return counted + timedelta(days=self.amount)
        months = self.amount * (12 if self.unit == Unit.YEARS else 1)
        year, month = divmod(counted.year * 12 + counted.month - 1 + months, 12)
        return date(year, month + 1, min(counted.day, calendar.monthrange(year, month + 1)[1]))


def list_rules() -> list[Rule]:
    """The whole table, as it is in force today."""
    newest = {}
    for row in RetentionRule.objects.order_by("version"):
        newest[row.kind] = row
    return [_rule(line, newest.get(line.kind)) for line in DELIVERED]


def get_rule(kind: RecordKind) -> Rule:
    return _rule(BY_KIND[kind], RetentionRule.objects.filter(kind=kind).order_by("-version").first())


def versions_of(kind: RecordKind) -> list[RetentionRule]:
    return list(RetentionRule.objects.filter(kind=kind).select_related("set_by").order_by("-version"))


def _rule(line, row: RetentionRule | None) -> Rule:
    if row is None:
        return Rule(line.kind, 1, line.amount, line.unit, line.counted_from, line.how, line.source, line.plain)
    return Rule(
        line.kind, row.version, row.amount, Unit(row.unit), Counted(row.counted_from), line.how, row.source, line.plain,
        row.reason, row.set_at,
    )  # fmt: skip


def holds_on(enrolments: Iterable[UUID]) -> dict[UUID, LegalHold]:
    """Which of these enrolments a standing hold keeps, by itself, its cohort or its learner."""
    standing = list(LegalHold.objects.standing())
    if not standing:
        return {}
    by = {
        "enrolment": {hold.enrolment_id: hold for hold in standing if hold.enrolment_id},
        "cohort": {hold.cohort_id: hold for hold in standing if hold.cohort_id},
        "person": {hold.person_id: hold for hold in standing if hold.person_id},
    }
    found = {}
    for pk, cohort, learner in Enrolment.objects.filter(pk__in=list(enrolments)).values_list("pk", "cohort", "learner"):
        hold = by["enrolment"].get(pk) or by["cohort"].get(cohort) or by["person"].get(learner)
        if hold:
            found[pk] = hold
    return found


def holds_of(subject: str, ids: Iterable[UUID]) -> dict[UUID, LegalHold]:
    """The same for enrolments, cohorts or people; a hold on one enrolment keeps its cohort's and its person's records."""
    ids = list(ids)
    if subject == ENROLMENT:
        return holds_on(ids)
    standing = LegalHold.objects.standing()
    if subject == COHORT:
        rows = standing.filter(Q(cohort__in=ids) | Q(enrolment__cohort__in=ids)).select_related("enrolment")
        return {hold.cohort_id or hold.enrolment.cohort_id: hold for hold in rows}
    found = {hold.person_id: hold for hold in standing.filter(person__in=ids)}
    held = holds_on(Enrolment.objects.filter(learner__in=ids).values_list("pk", flat=True))
    for pk, learner in Enrolment.objects.filter(pk__in=held).values_list("pk", "learner"):
        found.setdefault(learner, held[pk])
    return found


def open_matters(enrolments: Iterable[UUID]) -> dict[UUID, list[str]]:
    """By enrolment, in sentences: what is not over yet. An enrolment that is not named here is over."""
    ids = list(enrolments)
    found: dict[UUID, set[str]] = defaultdict(set)

    def add(rows: QuerySet, path: str, matter: str) -> None:
        for pk in rows.filter(**{f"{path}__in": ids}).values_list(path, flat=True):
            found[pk].add(matter)

    of_submission = "submission__portfolio__enrolment"
    add(Enrolment.objects.exclude(state__in=ENDED), "pk", "enrolled")
    add(Submission.objects.filter(state__in=ON_ITS_WAY), "portfolio__enrolment", "result")
    add(SideCase.objects.open(), "enrolment", "case")
    add(Appeal.objects.open(), of_submission, "case")
    add(Incident.objects.filter(state=CaseState.OPEN), f"item__{of_submission}", "safety")
    add(SafeguardingConcern.objects.filter(state=CaseState.OPEN), of_submission, "safety")
    waiting = Certificate.objects.filter(state__in=[CertificateState.OWED, CertificateState.HELD])
    add(waiting, "award__enrolment", "certificate")
    add(PlacedHold.objects.filter(lifted_at__isnull=True), "enrolment", "certificate")
    add(AwardChange.objects.waiting(), "award__enrolment", "award")
    return {pk: [MATTERS[name] for name in MATTERS if name in names] for pk, names in found.items()}


def open_matters_of(person: User, on: date) -> list[str]:
    """What is about the person herself and not over, beside her enrolments."""
    found = []
    if Appointment.objects.in_force(on).filter(person=person, role__in=STAFF).exists():
        found.append("This person works here. End their appointments first.")
    if SafeguardingConcern.objects.filter(state=CaseState.OPEN, raised_by=person).exists():
        found.append(MATTERS["safety"])
    if Suspicion.objects.open().filter(person=person).exists():
        found.append("A question about this person is not decided yet.")
    return found


@dataclass(frozen=True)
class Over:
    """One enrolment, cohort or person whose time is over: since when, and what is written of it on the page."""

    subject: str
    subject_id: UUID
    name: str
    counted: date
    ended: date
    hold: LegalHold | None = None


@dataclass
class Due:
    """What one rule would destroy today, and what a hold keeps."""

    rule: Rule
    going: list[Over] = field(default_factory=list)
    held: list[Over] = field(default_factory=list)
    run: DestructionRun | None = None


def list_due(today: date, by: User | None = None) -> list[Due]:
    """The dry run: every kind that two people destroy, with what is due; without learners who keep `by` away."""
    open_runs = {
        run.kind: run for run in DestructionRun.objects.filter(state__in=[RunState.PROPOSED, RunState.APPROVED])
    }
    facts = _facts(by)
    found = []
    for rule in list_rules():
        if rule.how == How.RUN:
            due = _due(rule, facts, today)
            due.run = open_runs.get(rule.kind)
            found.append(due)
    return found


def get_due(kind: RecordKind, today: date, by: User | None = None) -> Due:
    return _due(get_rule(kind), _facts(by), today)


@dataclass(frozen=True)
class _Facts:
    """What the days of every finished enrolment are counted from."""

    enrolments: list[Enrolment]
    released: dict[UUID, date]
    sampled: set[UUID]


def _facts(by: User | None) -> _Facts:
    rows = Enrolment.objects.filter(state__in=ENDED).select_related("cohort")
    enrolments = list(rows.seen_by(by) if by else rows)
    over = open_matters([row.pk for row in enrolments])
    enrolments = [row for row in enrolments if row.pk not in over]
    days = Submission.objects.filter(released_at__isnull=False).values_list("portfolio__enrolment")
    released = {pk: timezone.localdate(at) for pk, at in days.annotate(last=Max("released_at"))}
    sampled = SampledMark.objects.values_list("mark__submission__portfolio__enrolment", flat=True)
    return _Facts(enrolments, released, set(sampled))


def _counted(enrolment: Enrolment, facts: _Facts, event: Counted) -> date | None:
    released = facts.released.get(enrolment.pk)
    ended = timezone.localdate(enrolment.ended_at) if enrolment.ended_at else None
    last = max((day for day in (released, ended) if day), default=None)
    if event == Counted.RESULT:
        return released or ended
    if event == Counted.COHORT:
        return enrolment.cohort.board_on or timezone.localdate(enrolment.cohort.due_at)
    if event == Counted.YEAR and last:
        return date(last.year + (last > date(last.year, 7, 31)), 7, 31)
    return last


def _due(rule: Rule, facts: _Facts, today: date) -> Due:
    due = Due(rule)
    over = [
        *_enrolments_over(rule, facts, today),
        *_cohorts_over(rule, facts, today),
        *_people_over(rule, facts, today),
    ]
    for subject in (ENROLMENT, COHORT, PERSON):
        lines = [line for line in over if line.subject == subject]
        ids = [line.subject_id for line in lines]
        left, holds = still_there(rule.kind, subject, ids), holds_of(subject, ids)
        for line in lines:
            if line.subject_id not in left:
                continue
            hold = holds.get(line.subject_id)
            held = Over(line.subject, line.subject_id, line.name, line.counted, line.ended, hold)
            (due.held if hold else due.going).append(held)
    return due


def _enrolments_over(rule: Rule, facts: _Facts, today: date) -> list[Over]:
    if rule.kind == RecordKind.ACCOUNT:
        return []
    found = []
    for row in facts.enrolments:
        is_sampled = row.pk in facts.sampled
        if (rule.kind == RecordKind.SAMPLE and not is_sampled) or (rule.kind == RecordKind.EVIDENCE and is_sampled):
            continue
        counted = _counted(row, facts, rule.counted_from)
        ends = rule.ends_on(counted) if counted else None
        if ends and ends <= today:
            found.append(Over(ENROLMENT, row.pk, row.candidate_number, counted, ends))
    return sorted(found, key=lambda line: (line.ended, line.name))


def _cohorts_over(rule: Rule, facts: _Facts, today: date) -> list[Over]:
    """A closed cohort's own records go when the last of its enrolments is over by this rule."""
    if rule.kind not in (RecordKind.BOARD, RecordKind.MARKING, RecordKind.EVALUATION):
        return []
    mine = defaultdict(list)
    for row in facts.enrolments:
        mine[row.cohort_id].append(row)
    found = []
    for cohort in Cohort.objects.filter(state=CohortState.CLOSED, pk__in=mine):
        if Enrolment.objects.filter(cohort=cohort).count() != len(mine[cohort.pk]):
            continue
        days = [_counted(row, facts, rule.counted_from) for row in mine[cohort.pk]]
        ends = rule.ends_on(max(days)) if all(days) else None
        if ends and ends <= today:
            found.append(Over(COHORT, cohort.pk, cohort.code, max(days), ends))
    return found


def _people_over(rule: Rule, facts: _Facts, today: date) -> list[Over]:
    """A learner whose every enrolment is over, and who holds no other role."""
    if rule.kind != RecordKind.ACCOUNT:
        return []
    mine = defaultdict(list)
    for row in facts.enrolments:
        mine[row.learner_id].append(row)
    staff = set(Appointment.objects.in_force(today).filter(role__in=STAFF).values_list("person", flat=True))
    found = []
    for learner, rows in mine.items():
        if learner in staff or Enrolment.objects.filter(learner=learner).count() != len(rows):
            continue
        days = [_counted(row, facts, rule.counted_from) for row in rows]
        ends = rule.ends_on(max(days)) if all(days) else None
        if ends and ends <= today:
            found.append(Over(PERSON, learner, min(row.candidate_number for row in rows), max(days), ends))
    return found


def names_of(run: DestructionRun, by: User) -> dict[UUID, str]:
    """How the lines of a run are called on its page, for those whom the reader may see."""
    names = dict(
        Enrolment.objects.seen_by(by)
        .filter(pk__in=run.lines.values("subject_id"))
        .values_list("pk", "candidate_number")
    )
    names |= dict(Cohort.objects.filter(pk__in=run.lines.values("subject_id")).values_list("pk", "code"))
    people = Enrolment.objects.seen_by(by).filter(learner__in=run.lines.filter(subject=PERSON).values("subject_id"))
    return names | dict(people.order_by("-candidate_number").values_list("learner", "candidate_number"))


def find_subject(text: str, by: User) -> User | Enrolment | Cohort | None:
    """What a keeper typed: a candidate number, an account's e-mail address, or a cohort's code."""
    word = text.strip()
    enrolment = Enrolment.objects.seen_by(by).filter(candidate_number__iexact=word).first()
    person = User.objects.seen_by(by).filter(email=User.objects.normalise(word)).first()
    return enrolment or person or Cohort.objects.filter(code__iexact=word).first()


def list_keepers(on: date) -> QuerySet[User]:
    """Who may own a hold."""
    held = Appointment.objects.in_force(on).filter(role__in=[Role.ADMINISTRATOR, Role.COORDINATOR]).values("person")
    return User.objects.filter(is_active=True, pk__in=held).order_by("family_name", "given_names", "pk")
