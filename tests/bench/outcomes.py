"""The later half of a candidate's road: the mark, its moderation, the decision and the certificate."""

import hashlib
from uuid import uuid4

from assessments.boards.models import Board, Decision, Paper
from assessments.boards.states import Result
from assessments.certificates.codes import new_code
from assessments.certificates.facts import TEMPLATE_VERSION
from assessments.certificates.models import Award, Certificate
from assessments.certificates.states import CertificateState
from assessments.demo.road import ADVICE, OVERALL, PRAISE
from assessments.marking.models import Allocation, Judgement, Mark, TeamNote
from assessments.marking.states import AllocationState, MarkState, Outcome, Stage, Verdict
from assessments.moderation.models import PopulationItem, Sample, SampledMark, SampleReason
from assessments.moderation.sampling import Piece
from assessments.moderation.states import Reason
from assessments.moderation.states import Verdict as Agreement
from cpd.files.models import StoredFile
from cpd.files.texts import seal_text
from cpd.jobs.models import Job
from cpd.jobs.states import State
from tests.bench.roads import Road, S


class Judged(Road):
    """What others do with a candidate's work."""

    def mark_work(self) -> None:
        at, rows = self.at, self.rows
        is_final = self.reached(S.MARKED)
        allocation = rows.add(
            Allocation(
                submission=self.submission,
                assessor=self.assessor,
                state=AllocationState.DONE if is_final else AllocationState.ACTIVE,
                due_date=at.day(5 + self.number % 20),
                allocated_by=at.coordinator,
                allocated_at=at.ago(47),
            )
        )
        self.mark = rows.add(
            Mark(
                allocation=allocation,
                submission=self.submission,
                assessor=self.assessor,
                stage=Stage.FIRST,
                state=MarkState.FINAL if is_final else MarkState.DRAFT,
                stands=is_final,
                outcome=Outcome.PASS if is_final else "",
                feedback=OVERALL,
                version=3,
                rules_version="2026-1",
                begun_at=at.ago(46),
                saved_at=at.ago(45),
                finalised_at=at.ago(45) if is_final else None,
            )
        )
        for place, criterion in enumerate(at.criteria):
            is_judged = is_final or place < len(at.criteria) // 2
            rows.put(
                Judgement,
                id=uuid4(),
                mark=self.mark.pk,
                criterion=criterion.pk,
                verdict=Verdict.MET if is_judged else "",
                feedback=(PRAISE if place % 4 else ADVICE) if is_judged else "",
                version=1,
                saved_at=at.ago(45),
            )
        rows.add(TeamNote(mark=self.mark, text="Straightforward to judge.", version=1, saved_at=at.ago(45)))
        self.note("allocation.made", allocation, at.coordinator, 47)
        self.note("mark.begun", self.mark, self.assessor, 46)
        self.open_items(self.assessor, 46, "marking")
        self.tell(self.assessor, "marking.allocated", "There is a portfolio for you to mark.", 47, is_read=True)
        if is_final:
            self.note("mark.finalised", self.mark, self.assessor, 45, outcome="pass", met=len(at.criteria))

    def moderate(self, sample: Sample) -> None:
        at, rows = self.at, self.rows
        facts = str(Piece(key=str(self.mark.pk), assessor=str(self.mark.assessor_id)))
        rows.add(PopulationItem(sample=sample, mark=self.mark, facts=facts, place=self.number % 25 + 1))
        if self.number % 3 == 0:
            item = rows.add(
                SampledMark(
                    sample=sample,
                    mark=self.mark,
                    verdict=Agreement.AGREED,
                    reviewed_by=at.moderator,
                    reviewed_at=at.ago(29),
                )
            )
            rows.add(SampleReason(item=item, reason=Reason.RANDOM))
            self.note("sample.reviewed", item, at.moderator, 29, verdict="agreed")
        self.note("submission.confirmed", self.submission, at.moderator, 28)

    def decide(self, board: Board) -> None:
        at, rows = self.at, self.rows
        self.paper = rows.add(
            Paper(
                board=board,
                submission=self.submission,
                mark=self.mark,
                candidate_number=self.enrolment.candidate_number,
                proposed=Result.PASS,
                criteria_not_met=0,
            )
        )
        self.decision = rows.add(
            Decision(
                paper=self.paper,
                submission=self.submission,
                result=Result.PASS,
                decided_by=at.board[0],
                decided_at=at.ago(20),
            )
        )
        self.note("decision.made", self.decision, at.board[0], 20, result="pass")

    def certify(self) -> None:
        at, rows = self.at, self.rows
        self.submission.released_at = at.ago(19)
        self.tell(self.learner, "result.released", "Your result and feedback are ready.", 19, is_read=False)
        award = rows.add(
            Award(
                enrolment=self.enrolment,
                decision=self.decision,
                accreditation=at.accreditation,
                awarded_on=at.day(-20),
                granted_at=at.ago(19),
                state_changed_at=at.ago(19),
            )
        )
        digest = hashlib.sha256(str(award.pk).encode()).hexdigest()
        pdf = rows.add(StoredFile(purpose="certificate", sha256=digest, size=31_000, content_type="application/pdf"))
        certificate = rows.add(
            Certificate(
                award=award,
                code=new_code(),
                state=CertificateState.ISSUED,
                name_key=at.text_key,
                sealed_name=seal_text(at.text_key, self.learner.certificate_name),
                status_list=at.status_list,
                status_index=at.next_place(),
                facts=at.facts,
                template_version=TEMPLATE_VERSION,
                pdf=pdf,
                pdf_sha256=digest,
                owed_at=at.ago(19),
                issued_at=at.ago(19),
            )
        )
        rows.add(
            Job(
                kind="certificates.issue",
                ref=str(certificate.pk),
                key=f"certificates.issue:{certificate.pk}",
                state=State.DONE,
                attempts=1,
                due_at=at.ago(19),
                created_at=at.ago(19),
                done_at=at.ago(19),
            )
        )
        self.note("award.granted", award, at.coordinator, 19)
        self.note("certificate.issued", certificate, None, 19, pdf=digest)
