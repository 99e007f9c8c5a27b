"""Who may allocate, mark and finalise, and when."""

from datetime import date

from assessments.marking.conflicts import Conflict, gather, gather_for
from assessments.marking.models import Agreement, Allocation, Comment, Mark, Pin
from assessments.marking.needs import wanted_stage
from assessments.marking.schemes import plan_for
from assessments.marking.states import AGREEMENT_MOVES, AgreementState, AllocationState, MarkState, Stage
from assessments.portfolios.deadlines import feedback_due_on
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.catalogue.models import AssessmentCriterion
from courses.delivery.models import CohortRole, Enrolment
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day
from cpd.rules import NotAllowed


def list_conflicts(person: User, submission: Submission) -> list[Conflict]:
    """Every conflict of interest between a person and one submission, the gravest first."""
    return gather([person], [submission]).between(person, submission)


def check_can_assess(person: User, submission: Submission, *, same_employer_reason: str = "") -> None:
    refuse_conflicts(list_conflicts(person, submission), same_employer_reason=same_employer_reason)


def refuse_conflicts(conflicts: list[Conflict], *, same_employer_reason: str = "") -> None:
    """Refuse for the first bar; a tie that is no bar needs a reason in writing."""
    for conflict in conflicts:
        if conflict.is_bar:
            raise NotAllowed(f"{conflict.sentence} Choose another assessor.")
    if conflicts and not same_employer_reason.strip():
        raise NotAllowed(f"{conflicts[0].sentence} Choose another assessor, or write down why this one is fair.")


def check_can_pin(person: User, enrolment: Enrolment, assessor: User | None, today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("Only a coordinator decides who marks a candidate.")
    check_is_not_kept_away(person, enrolment.learner_id)
    if assessor is None:
        return
    if not assessor.holds(Role.ASSESSOR, on=today):
        raise NotAllowed("This person is not appointed as an assessor today.")
    refuse_conflicts(
        [tie for tie in gather_for([assessor], [enrolment]).on_enrolment(assessor, enrolment) if tie.is_bar]
    )


def check_can_allocate(person: User, submission: Submission, assessor: User, due_date: date, today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("Only a coordinator allocates portfolios to assessors.")
    check_is_not_kept_away(person, submission.portfolio.enrolment.learner_id)
    if submission.state != SubmissionState.ACCEPTED:
        raise NotAllowed("Only a portfolio that intake has accepted, and that is not marked yet, can be allocated.")
    if wanted_stage(submission) is None:
        raise NotAllowed("This portfolio has an assessor already. Take the allocation back first.")
    if submission.allocations.exclude(state=AllocationState.WITHDRAWN).filter(assessor=assessor).exists():
        raise NotAllowed("This person marks it at another stage already. Choose another assessor.")
    if not assessor.holds(Role.ASSESSOR, on=today):
        raise NotAllowed("This person is not appointed as an assessor today.")
    if due_date < today:
        raise NotAllowed("The date for marking is in the past. Choose today or a later day.")
    promised = feedback_due_on(submission)
    if today <= promised < due_date:
        raise NotAllowed(f"The learner was told to have her feedback by {day(promised)}. Choose a day until then.")


def check_can_take(person: User, submission: Submission, today: date) -> None:
    if not person.holds(Role.ASSESSOR, on=today):
        raise NotAllowed("Only an assessor takes a portfolio to mark.")
    if submission.state != SubmissionState.ACCEPTED:
        raise NotAllowed("This portfolio is not waiting to be marked.")
    cohort = submission.portfolio.enrolment.cohort
    if not cohort.staff.filter(person=person, role=CohortRole.ASSESSOR).exists():
        raise NotAllowed("This portfolio belongs to a cohort that you do not assess.")
    given = submission.allocations.exclude(state=AllocationState.WITHDRAWN)
    if given.filter(assessor=person).exists():
        raise NotAllowed("You have this portfolio already.")
    if Pin.objects.filter(enrolment=submission.portfolio.enrolment_id).exclude(assessor=person).exists():
        raise NotAllowed("The coordinator decided beforehand who marks this candidate.")
    if wanted_stage(submission) is None:
        raise NotAllowed("Somebody else was a moment quicker and is marking this portfolio.")


def check_can_withdraw(person: User, allocation: Allocation, today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("Only a coordinator takes an allocation back.")
    if allocation.state == AllocationState.DONE:
        raise NotAllowed("This portfolio is marked. Only its moderator can send it back.")
    if allocation.state == AllocationState.WITHDRAWN:
        raise NotAllowed("This allocation was taken back already.")
    if allocation.stage == Stage.AGREED:
        raise NotAllowed("The two assessors agree this mark themselves, or ask for a third one.")


def check_can_mark(person: User, allocation: Allocation) -> None:
    if allocation.assessor_id != person.pk:
        raise NotAllowed("This portfolio is not allocated to you.")
    check_is_not_kept_away(person, allocation.submission.portfolio.enrolment.learner_id)
    if allocation.state == AllocationState.WITHDRAWN:
        raise NotAllowed("This portfolio was taken back from you. What you had written is kept.")
    if allocation.state == AllocationState.DONE:
        raise NotAllowed("You have finalised this mark, so it cannot be changed.")
    if allocation.submission.state != SubmissionState.ACCEPTED:
        raise NotAllowed("Marking of this portfolio is paused: it is not with the assessor at the moment.")


def check_can_write(person: User, mark: Mark) -> None:
    check_can_mark(person, mark.allocation)
    if mark.state == MarkState.FINAL:
        raise NotAllowed("You have finalised this mark, so it cannot be changed.")
    agreement = getattr(mark.allocation, "agreement", None)
    if agreement and agreement.state != AgreementState.OPEN:
        raise NotAllowed("You have put this to the other assessor. Take it back before you change it.")


def check_is_judged_alone(mark: Mark) -> None:
    if mark.stage == Stage.AGREED:
        raise NotAllowed("An agreed mark is settled by its assessors together.")


def check_is_numeric(mark: Mark) -> None:
    if not plan_for(mark.allocation.submission.portfolio.enrolment).is_numeric:
        raise NotAllowed("This module is judged by criteria, without a mark out of 100.")


def check_agreement_can_move(agreement: Agreement, to: AgreementState) -> None:
    if to not in AGREEMENT_MOVES[AgreementState(agreement.state)]:
        raise NotAllowed(f"This is no longer possible: the mark is “{AgreementState(agreement.state).label.lower()}”.")


def check_takes_part(person: User, agreement: Agreement) -> None:
    if person.pk not in (agreement.first.assessor_id, agreement.second.assessor_id):
        raise NotAllowed("Only the two assessors who marked this portfolio agree its mark.")
    if agreement.submission.state != SubmissionState.ACCEPTED:
        raise NotAllowed("Marking of this portfolio is paused: it is not with its assessors at the moment.")


def check_can_answer(person: User, agreement: Agreement) -> None:
    check_takes_part(person, agreement)
    if agreement.state != AgreementState.PROPOSED:
        raise NotAllowed("Nothing is put to you at the moment.")
    if person.pk == agreement.allocation.assessor_id:
        raise NotAllowed("You proposed this mark, so the other assessor answers.")


def check_can_discuss(person: User, agreement: Agreement, answer: str) -> None:
    check_takes_part(person, agreement)
    if person.pk != agreement.allocation.assessor_id and not answer.strip():
        raise NotAllowed("Say what you see differently, so that the other assessor can answer.")


def check_can_ask_third(person: User, agreement: Agreement, reason: str) -> None:
    check_takes_part(person, agreement)
    if agreement.third_id:
        raise NotAllowed("A third assessor has marked this already, and settles it.")
    if not reason.strip():
        raise NotAllowed("Say why you do not come to an agreement; it is kept with the mark.")


def check_is_asked(mark: Mark, criterion: AssessmentCriterion, *, has_changed: bool) -> None:
    """When one criterion is marked again across a run, the verdicts on the others stand (MRK-3)."""
    only = mark.allocation.only_id
    if has_changed and only is not None and only != criterion.pk:
        raise NotAllowed(f"Only one criterion is to be marked again here; what you said of {criterion.number} stands.")


def check_can_finalise(person: User, mark: Mark, missing: list[str]) -> None:
    check_can_write(person, mark)
    if missing:
        raise NotAllowed(f"Before you finalise: {' '.join(missing)}")


def check_can_reopen(mark: Mark, submission: Submission) -> None:
    if mark.state != MarkState.FINAL or mark.allocation.state != AllocationState.DONE:
        raise NotAllowed("This mark is not final, so there is nothing to send back.")
    if submission.state not in (SubmissionState.MARKED, SubmissionState.CONFIRMED):
        raise NotAllowed(
            "Only a portfolio that is marked, and that no board has decided, can be sent back to its assessor."
        )


def check_comment(text: str) -> None:
    if not text.strip():
        raise NotAllowed("Write the comment first.")


def check_owns_comment(person: User, comment: Comment) -> None:
    if comment.owner_id != person.pk:
        raise NotAllowed("This comment is a colleague's. Add one of your own that says it your way.")


def check_sees_comment(person: User, comment: Comment) -> None:
    if comment.put_away_at or (comment.owner_id != person.pk and not comment.is_shared):
        raise NotAllowed("This comment is not offered any more.")
