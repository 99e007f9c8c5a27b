"""The university's rooms over cohorts whose candidates tried again and again: what each page asks of the database."""

import hashlib
from collections.abc import Iterator

from django.urls import reverse

from assessments.audit.exhibits.catalogue import EXHIBITS
from assessments.audit.models import Visit, VisitItem
from assessments.boards.models import Board, BoardMember, Decision, Paper
from assessments.boards.states import BoardState, Result
from assessments.certificates.facts import TEMPLATE_VERSION
from assessments.certificates.models import Award, Certificate
from assessments.certificates.states import CertificateState
from assessments.marking.models import Allocation, Judgement, Mark
from assessments.marking.states import AllocationState, MarkState, Outcome, Verdict
from assessments.moderation.models import PopulationItem, Sample, SampledMark, SampleReason
from assessments.moderation.states import LeftOut, Reason, SampleState
from assessments.moderation.states import Verdict as ModeratorsVerdict
from assessments.portfolios.models import Claim, EvidenceItem, Portfolio, Submission
from assessments.portfolios.states import ItemKind, SubmissionState
from courses.delivery.models import Cohort, CohortRole, CohortStaff, Enrolment
from courses.delivery.states import CohortState, EnrolmentState
from cpd.accounts.models import User
from cpd.files.models import StoredFile
from cpd.history.models import Entry
from tests.bench.installation import Installation
from tests.bench.rows import Rows
from tests.bench.visits import Visitor, median

ATTEMPTS = 5
LOOKS = 5


def measure_rooms(at: Installation, cohorts: int, size: int) -> dict[str, float | int]:
    """Fills so many cohorts in, and looks at the index, the story of a candidate, and each exhibit."""
    fill_rooms(at, cohorts, size)
    name = f"{cohorts * size}x{ATTEMPTS}"
    figures: dict[str, float | int] = {}
    for page, address in addresses(at):
        visitor = Visitor((at.auditor, address))
        figures[f"rooms.{page}.queries_{name}"] = visitor.count_queries()
        figures[f"rooms.{page}.ms_{name}"] = median([visitor.time() for _ in range(LOOKS)])
    return figures


def count_queries(at: Installation) -> dict[str, int]:
    return {page: Visitor((at.auditor, address)).count_queries() for page, address in addresses(at)}


def addresses(at: Installation) -> Iterator[tuple[str, str]]:
    """Every room that shows evidence, in a visit that reaches all cohorts."""
    visit = Visit.objects.get().pk
    last = Submission.objects.filter(attempt=ATTEMPTS).order_by("-reference").first()
    number = last.portfolio.enrolment.candidate_number
    yield "index", reverse("audit:list_exhibits", args=[visit])
    yield "item", reverse("audit:show_story", args=[visit, number])
    yield "sample", reverse("audit:show_own_sample", args=[visit])
    yield "reconciliation", reverse("audit:show_reconciliation", args=[visit])
    for exhibit in EXHIBITS:
        yield exhibit.name.replace("-", "_"), reverse("audit:show_exhibit", args=[visit, exhibit.number])


def fill_rooms(at: Installation, cohorts: int, size: int) -> None:
    """Each candidate has five attempts, each of them marked, sampled or not, and decided; the last one is a pass."""
    begun = Cohort.objects.count()
    for number in range(begun, begun + cohorts):
        rows = Rows()
        _Run(at, rows, number).fill(size)
        rows.write()


class _Run:
    """One cohort with a sample and a board for each attempt."""

    def __init__(self, at: Installation, rows: Rows, number: int) -> None:
        self.at, self.rows, self.number = at, rows, number
        self.cohort = rows.add(
            Cohort(
                code=f"ROOM-{number:03}",
                version=at.version,
                accreditation=at.accreditation,
                state=CohortState.OPEN,
                starts_on=at.day(-300),
                due_at=at.ago(250),
                created_by=at.coordinator,
                created_at=at.ago(310),
            )
        )
        for person, role in ((at.moderator, CohortRole.MODERATOR), (at.assessors[0], CohortRole.ASSESSOR)):
            rows.add(CohortStaff(cohort=self.cohort, person=person, role=role))
        self.samples = [self._sample(attempt) for attempt in range(1, ATTEMPTS + 1)]
        self.boards = [self._board(attempt) for attempt in range(1, ATTEMPTS + 1)]

    def fill(self, size: int) -> None:
        for place in range(size):
            self._candidate(place)

    def _sample(self, attempt: int) -> Sample:
        at = self.at
        return self.rows.add(
            Sample(
                cohort=self.cohort,
                number=attempt,
                state=SampleState.CONFIRMED,
                seed="bench",
                rule="percent=10 floor=8 all_below=10 random_minimum=3",
                rules_version="2026-1",
                population=0,
                population_digest="0" * 64,
                figures={
                    "population": 1,
                    "size": 1,
                    "queried": 0,
                    "agreed_after_talking": 0,
                    "again": 0,
                    "reasons": {},
                    "left_out": {},
                    "withheld": {},
                    "slips": {},
                    "changes": {},
                },
                report="Sound.",
                moderator=at.moderator,
                drawn_at=at.ago(200 - 20 * attempt),
                closed_at=at.ago(199 - 20 * attempt),
            )
        )

    def _board(self, attempt: int) -> Board:
        at, days = self.at, 195 - 20 * attempt
        board = self.rows.add(
            Board(
                cohort=self.cohort,
                state=BoardState.RELEASED,
                held_on=at.day(-days),
                chair=at.board[0],
                rules_version="2026-1",
                created_by=at.coordinator,
                created_at=at.ago(days + 9),
                papers_at=at.ago(days + 2),
                ratified_by=at.board[0],
                ratified_at=at.ago(days),
                released_by=at.coordinator,
                released_at=at.ago(days - 1),
            )
        )
        for person in at.board:
            self.rows.add(BoardMember(board=board, person=person))
        return board

    def _candidate(self, place: int) -> None:
        at, rows = self.at, self.rows
        key = self.number * 1000 + place
        learner = rows.add(
            User(
                email=f"room-{key}@example.org",
                password="!",
                given_names="Lena",
                family_name=f"Room {key}",
                joined_at=at.ago(300),
            )
        )
        enrolment = rows.add(
            Enrolment(
                cohort=self.cohort,
                learner=learner,
                version=at.version,
                accreditation=at.accreditation,
                candidate_number=f"R{key:06}",
                code="KDMA-7429",
                state=EnrolmentState.COMPLETED,
                enrolled_on=at.day(-300),
                offered_at=at.ago(305),
                ended_at=at.ago(10),
                calendar_token=f"room-{key}",
            )
        )
        self._note("enrolment.accepted", enrolment, 300)
        portfolio = rows.add(Portfolio(enrolment=enrolment, created_at=at.ago(290)))
        if place == 0:
            rows.add(VisitItem(visit=Visit.objects.get(), enrolment=enrolment, added_at=at.now))
        for attempt in range(1, ATTEMPTS + 1):
            decision = self._attempt(portfolio, enrolment, key, place, attempt)
        self._certify(enrolment, decision)

    def _attempt(self, portfolio: Portfolio, enrolment: Enrolment, key: int, place: int, attempt: int) -> Decision:
        at, rows, days = self.at, self.rows, 240 - 20 * attempt
        assessor = at.assessors[key % len(at.assessors)]
        submission = rows.add(
            Submission(
                portfolio=portfolio,
                attempt=attempt,
                state=SubmissionState.RELEASED,
                reference=f"R{key:06}{attempt}",
                due_at=at.ago(days),
                opened_at=at.ago(days + 5),
                submitted_at=at.ago(days + 1),
                accepted_at=at.ago(days),
                allocated_at=at.ago(days),
                released_at=at.ago(194 - 20 * attempt),
                manifest="{}",
                manifest_digest="0" * 64,
            )
        )
        for number, task in enumerate(at.tasks[:2], start=1):
            item = rows.add(
                EvidenceItem(
                    submission=submission,
                    task=task,
                    label=f"E{number}",
                    kind=ItemKind.TEXT,
                    mode=task.modes.all()[0].mode,
                    sealed_text=b"x",
                    text_key=at.text_key,
                    added_at=at.ago(days + 4),
                    saved_at=at.ago(days + 3),
                )
            )
            for criterion in task.criteria.all():
                rows.add(Claim(item=item, criterion=criterion, place="para 1"))
        for name in ("submission.submitted", "intake.accepted", "submission.confirmed"):
            self._note(name, submission, days)
        allocation = rows.add(
            Allocation(
                submission=submission,
                assessor=assessor,
                state=AllocationState.DONE,
                due_date=at.day(-days),
                allocated_by=at.coordinator,
                allocated_at=at.ago(days),
            )
        )
        is_last = attempt == ATTEMPTS
        mark = rows.add(
            Mark(
                allocation=allocation,
                submission=submission,
                assessor=assessor,
                stage=allocation.stage,
                state=MarkState.FINAL,
                stands=True,
                outcome=Outcome.PASS if is_last else Outcome.REFER,
                feedback="Clear.",
                rules_version="2026-1",
                begun_at=at.ago(days - 1),
                saved_at=at.ago(days - 2),
                finalised_at=at.ago(days - 2),
            )
        )
        self._note("mark.finalised", mark, days - 2)
        for number, criterion in enumerate(at.criteria):
            verdict = Verdict.MET if is_last or number else Verdict.NOT_YET_MET
            rows.add(Judgement(mark=mark, criterion=criterion, verdict=verdict, saved_at=at.ago(days - 2)))
        self._moderate(mark, place, attempt)
        paper = rows.add(
            Paper(
                board=self.boards[attempt - 1],
                submission=submission,
                mark=mark,
                candidate_number=enrolment.candidate_number,
                proposed=Result.PASS if is_last else Result.REFER,
                criteria_not_met=0 if is_last else 1,
            )
        )
        return rows.add(
            Decision(
                paper=paper,
                submission=submission,
                result=paper.proposed,
                decided_by=at.board[0],
                decided_at=at.ago(195 - 20 * attempt),
            )
        )

    def _moderate(self, mark: Mark, place: int, attempt: int) -> None:
        sample, is_in = self.samples[attempt - 1], place % 10 == 0
        facts = f"{mark.pk} {mark.assessor.pk} short=0 band= record=proven flags="
        out = "" if is_in else LeftOut.NOT_DRAWN
        self.rows.add(PopulationItem(sample=sample, mark=mark, facts=facts, place=place + 1, left_out=out))
        if is_in:
            said = {
                "verdict": ModeratorsVerdict.AGREED,
                "reviewed_by": self.at.moderator,
                "reviewed_at": sample.drawn_at,
            }
            item = self.rows.add(SampledMark(sample=sample, mark=mark, **said))
            self.rows.add(SampleReason(item=item, reason=Reason.RANDOM))

    def _certify(self, enrolment: Enrolment, decision: Decision) -> None:
        at, rows = self.at, self.rows
        award = rows.add(
            Award(
                enrolment=enrolment,
                decision=decision,
                accreditation=at.accreditation,
                awarded_on=at.day(-95),
                granted_at=at.ago(94),
                state_changed_at=at.ago(94),
            )
        )
        digest = hashlib.sha256(str(award.pk).encode()).hexdigest()
        pdf = rows.add(StoredFile(purpose="certificate", sha256=digest, size=31_000, content_type="application/pdf"))
        certificate = rows.add(
            Certificate(
                award=award,
                code=enrolment.candidate_number,
                state=CertificateState.ISSUED,
                template_version=TEMPLATE_VERSION,
                pdf=pdf,
                pdf_sha256=digest,
                owed_at=at.ago(94),
                issued_at=at.ago(94),
            )
        )
        self._note("certificate.issued", certificate, 94, pdf=digest)

    def _note(self, name: str, about, days: int, **detail) -> None:
        self.rows.put(
            Entry,
            name=name,
            actor_id="",
            role="",
            subject=about._meta.label_lower,
            subject_id=str(about.pk),
            at=self.at.ago(days),
            detail=detail,
            sealed={},
        )
