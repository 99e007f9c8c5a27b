"""A candidate from the offer of a place to the intake of her portfolio."""

import hashlib
from uuid import uuid4

from allauth.account.models import EmailAddress

from assessments.boards.models import Board
from assessments.confidentiality.models import IntakeDecision, IntakeOpening
from assessments.confidentiality.states import Intake
from assessments.moderation.models import Sample
from assessments.portfolios.models import Claim, Declaration, EvidenceItem, Portfolio, Submission
from assessments.portfolios.states import Declaration as DeclarationKind
from assessments.portfolios.states import ItemKind, SubmissionState
from courses.delivery.models import Enrolment
from courses.delivery.states import EnrolmentState
from courses.learning.models import LessonProgress
from cpd.accounts.models import Appointment, User
from cpd.accounts.roles import Role
from tests.bench.outcomes import Judged
from tests.bench.roads import PLACES, S

# Of four accepted ones this has no assessor yet.
WITHOUT_ASSESSOR = 17


class Candidate(Judged):
    """All rows of one candidate."""

    def add(self, sample: Sample, boards: dict[SubmissionState, Board]) -> None:
        self.enrol()
        self.work()
        if self.reached(S.SUBMITTED):
            self.submit()
        if self.reached(S.ACCEPTED):
            self.take_in()
        if self.reached(S.ACCEPTED) and self.number % len(PLACES) != WITHOUT_ASSESSOR:
            self.mark_work()
        if self.reached(S.CONFIRMED):
            self.moderate(sample)
        if self.reached(S.RATIFIED):
            self.decide(boards[self.state])
        if self.reached(S.RELEASED):
            self.certify()

    def enrol(self) -> None:
        at, rows = self.at, self.rows
        address = f"bench-{self.number}@example.org"
        self.learner = rows.add(
            User(
                email=address,
                password="!",
                given_names="Lena",
                family_name=f"Learner {self.number}",
                certificate_name=f"Lena Łucja Learner-{'ABCDEFGHIJ'[self.number % 10]}ones",
                employer=at.employers[self.number % 40],
                joined_at=at.ago(220),
                confirmed_at=at.ago(210),
                terms_version="2026-1",
            )
        )
        rows.add(EmailAddress(user=self.learner, email=address, verified=True, primary=True))
        rows.add(
            Appointment(
                person=self.learner,
                role=Role.LEARNER,
                organisation=at.provider,
                starts_on=at.day(-220),
                appointed_at=at.ago(220),
            )
        )
        is_through = self.state == S.RELEASED
        self.enrolment = rows.add(
            Enrolment(
                cohort=self.cohort,
                learner=self.learner,
                version=at.version,
                accreditation=at.accreditation,
                candidate_number=f"K{self.number // 1000:03}-{self.number % 1000:03}",
                code="KDMA-7429",
                state=EnrolmentState.COMPLETED if is_through else EnrolmentState.ACTIVE,
                enrolled_on=at.day(-200),
                offered_at=at.ago(215),
                invited_at=at.ago(214),
                ended_at=at.ago(19) if is_through else None,
                employer=self.learner.employer,
                calendar_token=f"bench-{self.number}",
            )
        )
        for lesson in at.lessons:
            rows.put(
                LessonProgress,
                id=uuid4(),
                enrolment=self.enrolment.pk,
                lesson=lesson.pk,
                opened_at=at.ago(150),
                done_at=at.ago(149),
            )
        self.note("enrolment.offered", self.enrolment, at.coordinator, 215)
        self.note("enrolment.accepted", self.enrolment, self.learner, 200)
        self.tell(self.learner, "enrolment.accepted", "You are enrolled.", 200, is_read=True)

    def work(self) -> None:
        at, rows = self.at, self.rows
        portfolio = rows.add(Portfolio(enrolment=self.enrolment, created_at=at.ago(100)))
        self.submission = rows.add(
            Submission(
                portfolio=portfolio,
                attempt=1,
                state=self.state,
                reference=f"S-{self.number:06}",
                due_at=self.cohort.due_at,
                opened_at=at.ago(100),
            )
        )
        link = Submission.criteria.through
        for criterion in at.criteria:
            rows.put(link, submission=self.submission.pk, assessmentcriterion=criterion.pk)
        self.note("portfolio.opened", self.submission, self.learner, 100)
        self.items = [self.write_item(task, place) for place, task in enumerate(at.tasks, start=1)]

    def write_item(self, task, place: int) -> EvidenceItem:
        at, rows = self.at, self.rows
        item = rows.add(
            EvidenceItem(
                submission=self.submission,
                task=task,
                label=f"E{place}",
                kind=ItemKind.TEXT,
                mode=task.modes.all()[0].mode,
                sealed_text=at.sealed_text,
                text_key=at.text_key,
                word_count=len(at.text.split()),
                version=12,
                is_complete=True,
                added_at=at.ago(90),
                saved_at=at.ago(60),
            )
        )
        for para, criterion in enumerate(task.criteria.all(), start=1):
            rows.put(Claim, id=uuid4(), item=item.pk, criterion=criterion.pk, place=f"para {para}", note="")
        for name, days in (("item.added", 90), ("item.text_saved", 80), ("item.completed", 60)):
            self.note(name, item, self.learner, days)
        return item

    def submit(self) -> None:
        at, submission = self.at, self.submission
        submission.submitted_at = at.ago(50)
        submission.manifest = '{"format":"cpd-submission-1"}' + " " * 4000
        submission.manifest_digest = hashlib.sha256(str(submission.pk).encode()).hexdigest()
        for kind in DeclarationKind:
            self.rows.add(Declaration(submission=submission, kind=kind, text_version="2026-1", made_at=at.ago(50)))
        self.note("submission.submitted", submission, self.learner, 50, attempt=1, digest=submission.manifest_digest)
        self.tell(self.learner, "submission.submitted", "Your portfolio is submitted.", 50, is_read=True)

    def take_in(self) -> None:
        at, submission = self.at, self.submission
        submission.accepted_at = at.ago(48)
        if self.reached(S.ACCEPTED):
            submission.allocated_at = at.ago(47)
        sealing = {"submission": submission, "manifest_digest": submission.manifest_digest}
        self.rows.add(IntakeOpening(**sealing, reason="First look", opened_by=at.coordinator, opened_at=at.ago(49)))
        self.rows.add(
            IntakeDecision(**sealing, decision=Intake.ACCEPTED, decided_by=at.coordinator, decided_at=at.ago(48))
        )
        self.note("intake.opened", submission, at.coordinator, 49)
        self.note("intake.accepted", submission, at.coordinator, 48)
        self.open_items(at.coordinator, 49, "intake")
