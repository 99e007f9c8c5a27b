"""What waits for each role, read from every feature."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from assessments.appeals.models import Appeal, AppealSeat
from assessments.appeals.states import AppealState
from assessments.boards.models import Board, Release
from assessments.boards.states import BoardState, ReleaseState
from assessments.cases.models import SideCase
from assessments.cases.queries import list_seated
from assessments.cases.states import SideCaseState
from assessments.certificates.models import AwardChange
from assessments.certificates.queries import list_certificates
from assessments.certificates.reconciling import last_reconciliation
from assessments.confidentiality.passages import list_submissions
from assessments.confidentiality.queries import list_concerns, list_incidents, list_readings
from assessments.confidentiality.states import CaseState
from assessments.evaluations.rules import check_can_evaluate
from assessments.marking.models import Allocation
from assessments.marking.suggestions import list_waiting as list_unallocated
from assessments.moderation.models import Sample
from assessments.moderation.queries import list_cohorts_in_progress, list_open_changes
from assessments.moderation.states import SampleState
from assessments.portfolios.models import Submission
from assessments.portfolios.queries import list_addresses
from assessments.portfolios.states import SubmissionState
from assessments.records.keeping.models import DestructionRun, LegalHold
from assessments.records.leaving.models import ErasureRequest
from assessments.standing.register.queries import list_suspicions
from assessments.standing.states import OPEN
from courses.catalogue.models import Lesson, ModuleVersion
from courses.catalogue.states import VersionState
from courses.delivery.models import Cohort, Enrolment, LiveSession, Pause
from courses.delivery.states import STUDYING, EnrolmentState
from courses.learning.queries import Outline, list_outlines
from cpd.accounts.models import Invitation, Preferences, User
from cpd.accounts.roles import Role
from cpd.jobs.models import Job
from cpd.jobs.states import State
from cpd.rules import refusal


@dataclass(frozen=True)
class Waiting:
    """Something to do: its words ("portfolio|portfolios waiting"), how many, and where."""

    text: str
    count: int
    url: str

    @property
    def words(self) -> str:
        return " ".join(word.split("|")[0 if self.count == 1 else -1] for word in self.text.split())

    @property
    def sentence(self) -> str:
        return f"{self.count} {self.words}"


@dataclass(frozen=True)
class Study:
    """One enrolment on the learner's first page."""

    enrolment: Enrolment
    next_lesson: Lesson | None
    done: int
    lessons: int
    submission: Submission | None
    next_session: LiveSession | None
    pause: Pause | None
    may_evaluate: bool

    @property
    def has_clocks(self) -> bool:
        """Something is running that she could pause, or is paused."""
        return self.pause is not None or self.enrolment.state in STUDYING

    @property
    def is_draft(self) -> bool:
        return self.submission is None or self.submission.is_open_for_work

    @property
    def is_returned(self) -> bool:
        """It came back for a small correction, whose clock is short."""
        return self.submission is not None and self.submission.state == SubmissionState.RETURNED

    @property
    def is_resubmission(self) -> bool:
        """A second attempt comes before any lesson that is left."""
        return self.submission is not None and self.is_draft and self.submission.attempt > 1

    @property
    def is_released(self) -> bool:
        return self.submission is not None and self.submission.state == SubmissionState.RELEASED


def list_studies(learner: User, now: datetime) -> list[Study]:
    """Her enrolments, each with the one next thing."""
    enrolments = (
        Enrolment.objects.of(learner)
        .exclude(state=EnrolmentState.OFFERED)
        .select_related("version", "cohort", "learner")
        .order_by("-enrolled_on", "-offered_at")
    )
    return [_study(outline, now) for outline in list_outlines(enrolments)]


def _study(outline: Outline, now: datetime) -> Study:
    enrolment = outline.enrolment
    studying = enrolment.state in STUDYING
    return Study(
        enrolment=enrolment,
        next_lesson=outline.next_lesson if studying else None,
        done=outline.done,
        lessons=outline.total,
        submission=Submission.objects.filter(portfolio__enrolment=enrolment)
        .order_by("-attempt", "-draft_number")
        .first(),
        next_session=LiveSession.objects.filter(cohort=enrolment.cohort_id, ends_at__gte=now, cancelled_at__isnull=True)
        .order_by("starts_at")
        .first(),
        pause=enrolment.pauses.filter(ended_at__isnull=True).first(),
        may_evaluate=not refusal(check_can_evaluate, enrolment.learner, enrolment, timezone.localdate(now)),
    )


def find_contact_to_confirm(learner: User) -> Preferences | None:
    """How she said she may be reached, when she has enrolled since: what was safe then may not be now."""
    newest = Enrolment.objects.of(learner).filter(enrolled_on__isnull=False).order_by("-enrolled_on").first()
    wishes = Preferences.objects.filter(person=learner).first() or Preferences(person=learner)
    confirmed = wishes.contact_confirmed_at
    is_current = confirmed and newest and timezone.localtime(confirmed).date() >= newest.enrolled_on
    return None if newest is None or is_current else wishes


def has_offer(learner: User) -> bool:
    return Enrolment.objects.filter(learner=learner, state=EnrolmentState.OFFERED).exists()


def list_waiting(person: User, role: Role, today: date) -> list[Waiting]:
    """What waits for this person in this role."""
    return [Waiting(text, count, reverse(name)) for text, count, name in _WAITING[role](person, today)]


def _assessor(person: User, today: date):
    mine = Allocation.objects.for_assessor(person).to_mark()
    yield "portfolio|portfolios to mark", mine.count(), "marking:show_queue"
    yield "portfolio|portfolios past the date", mine.filter(due_date__lt=today).count(), "marking:show_queue"
    changes = list_open_changes(person, Role.ASSESSOR)
    yield "change|changes to your marking that waits|wait for your answer", changes.count(), "moderation:list_changes"


def _moderator(person: User, today: date):
    marked = Cohort.objects.filter(
        staff__person=person,
        staff__role="moderator",
        enrolments__portfolio__submissions__state=SubmissionState.MARKED,
    ).distinct()
    open_samples = Sample.objects.filter(moderator=person).exclude(state=SampleState.CONFIRMED)
    yield "cohort|cohorts with marked portfolios", marked.count(), "moderation:list_samples"
    going_on = list_cohorts_in_progress(person)
    yield "cohort|cohorts with marks in progress to look at", len(going_on), "moderation:list_samples"
    yield "sample|samples under way", open_samples.count(), "moderation:list_samples"


def _board(person: User, today: date):
    changes = list_open_changes(person, Role.BOARD)
    yield "change|changes to the marking to decide", changes.count(), "moderation:list_changes"
    mine = Board.objects.filter(members__person=person)
    yield "meeting|meetings with papers to decide", mine.filter(state=BoardState.PAPERS).count(), "boards:list_boards"
    yield (
        "meeting|meetings ahead",
        mine.filter(state=BoardState.SCHEDULED, held_on__gte=today).count(),
        "boards:list_boards",
    )
    yield from _panel(person, today)


def _auditor(person: User, today: date):
    universities = person.appointments.in_force(today).filter(role=Role.AUDITOR).values("organisation")
    cohorts = Cohort.objects.filter(accreditation__university__in=universities)
    yield "cohort|cohorts under your university's agreements", cohorts.count(), "audit:list_visits"


def _author(person: User, today: date):
    drafts = ModuleVersion.objects.filter(state=VersionState.DRAFT)
    due = ModuleVersion.objects.filter(state=VersionState.PUBLISHED, review_due_date__lte=today)
    yield (
        "draft|drafts that waits|wait for a second person",
        drafts.exclude(imported_by=person).count(),
        "catalogue:list_versions",
    )
    yield "published version|versions due for review", due.count(), "catalogue:list_versions"


def _intake(person: User, today: date):
    yield (
        "portfolio|portfolios waiting for intake",
        Submission.objects.at(SubmissionState.SUBMITTED).seen_by(person).count(),
        "confidentiality:list_intake",
    )


def _coordinator(person: User, today: date):
    yield from _intake(person, today)
    asked = SideCase.objects.seen_by(person).filter(state=SideCaseState.ASKED)
    yield "request|requests to answer or to give a panel", asked.count(), "cases:list_cases"
    made = Appeal.objects.seen_by(person).filter(state=AppealState.MADE)
    yield "appeal|appeals without a panel", made.count(), "appeals:list_appeals"
    off = Submission.objects.at(SubmissionState.NOT_SUBMITTED).seen_by(person).filter(next_attempts__isnull=True)
    yield "portfolio|portfolios not handed in, without a next attempt", off.count(), "cases:list_off_the_road"
    yield from _register(person)
    yield from _keeping(person, today)
    yield from _panel(person, today)
    confirmed = Submission.objects.at(SubmissionState.CONFIRMED).seen_by(person).filter(papers__isnull=True)
    held = list_certificates(person, held=True)
    yield "address|addresses to confirm", list_addresses(person).count(), "portfolios:list_addresses"
    yield "portfolio|portfolios without an assessor", list_unallocated(person).count(), "marking:list_allocations"
    standing = Release.objects.exclude(state=ReleaseState.CANCELLED)
    yield "portfolio|portfolios ready for a board", confirmed.count(), "boards:list_boards"
    yield (
        "meeting|meetings ready to release",
        Board.objects.filter(state=BoardState.RATIFIED).exclude(releases__in=standing).count(),
        "boards:list_boards",
    )
    second = Release.objects.filter(state=ReleaseState.ASKED).exclude(asked_by=person)
    yield "release|releases that waits|wait for a second person", second.count(), "boards:list_boards"
    changes = AwardChange.objects.seen_by(person).waiting().exclude(proposed_by=person)
    yield "award|awards with a change to answer or decide", changes.count(), "certificates:list_award_changes"
    yield "certificate|certificates that needs|need a person", held.count(), "certificates:list_certificates"
    last = last_reconciliation()
    yield (
        "candidate|candidates whose result and certificate do not agree",
        last.disagreements.values("enrolment").distinct().count() if last else 0,
        "certificates:show_comparison",
    )


def _panel(person: User, today: date):
    seated = list_seated(person).filter(state=SideCaseState.SEATED)
    yield "case|cases on your panels", seated.count(), "cases:list_panel"
    appealed = AppealSeat.objects.filter(person=person, appeal__state=AppealState.SEATED)
    yield "appeal|appeals on your panels", appealed.count(), "appeals:list_panel"


def _safeguarding(person: User, today: date):
    yield (
        "portfolio|portfolios with passages kept for a reason",
        list_submissions(person).count(),
        "confidentiality:list_passages",
    )
    yield from _intake(person, today)
    yield from _panel(person, today)
    yield (
        "open incident|incidents",
        list_incidents(person).filter(state=CaseState.OPEN).count(),
        "confidentiality:list_incidents",
    )
    yield (
        "open concern|concerns",
        list_concerns(person).filter(state=CaseState.OPEN).count(),
        "confidentiality:list_concerns",
    )
    yield (
        "unusual reading|readings to look at",
        list_readings(person).filter(looked_at__isnull=True).count(),
        "confidentiality:list_readings",
    )


def _register(person: User):
    waiting = list_suspicions(person).filter(state__in=OPEN)
    yield "entry|entries in the staff register to decide", waiting.count(), "standing:list_suspicions"


def _keeping(person: User, today: date):
    """What waits for a keeper of records; what one proposed or agreed to oneself waits for somebody else."""
    asked = ErasureRequest.objects.seen_by(person).exclude(person=person)
    asked = asked.filter(Q(state="asked") | Q(state="agreed") & ~Q(agreed_by=person))
    yield "request|requests for erasure to decide", asked.count(), "records:list_erasures"
    runs = DestructionRun.objects.filter(state="proposed").exclude(proposed_by=person)
    yield "destruction run|runs to approve", runs.count(), "records:list_runs"
    holds = LegalHold.objects.seen_by(person).standing().filter(owner=person, review_on__lte=today)
    yield "legal hold|holds to look at again", holds.count(), "records:list_legal_holds"


def _administrator(person: User, today: date):
    yield from _register(person)
    yield from _keeping(person, today)
    waiting = Invitation.objects.seen_by(person).filter(state="waiting")
    ending = Q(appointments__ends_on__range=(today, today + timedelta(days=30)))
    yield "invitation|invitations not yet accepted", waiting.count(), "accounts:list_people"
    yield (
        "person|people with an appointment that ends within 30 days",
        User.objects.filter(ending).distinct().count(),
        "accounts:list_people",
    )
    yield "job|jobs that needs|need a person", Job.objects.filter(state=State.DEAD).count(), "operations:show_system"


def _tutor(person: User, today: date):
    sessions = LiveSession.objects.filter(
        cohort__staff__person=person, cohort__staff__role="tutor", ends_at__date__gte=today, cancelled_at__isnull=True
    )
    yield from _panel(person, today)
    yield "live session|sessions ahead", sessions.distinct().count(), "delivery:list_cohorts"


_WAITING = {
    Role.ASSESSOR: _assessor,
    Role.TUTOR: _tutor,
    Role.MODERATOR: _moderator,
    Role.BOARD: _board,
    Role.AUDITOR: _auditor,
    Role.AUTHOR: _author,
    Role.COORDINATOR: _coordinator,
    Role.SAFEGUARDING: _safeguarding,
    Role.ADMINISTRATOR: _administrator,
}
