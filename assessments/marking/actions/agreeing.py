"""From two marks, or three, to the one that stands (MRK-2): proposed by one, agreed by the other, or settled by a third."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.marking import agreeing, rules
from assessments.marking.actions.writing import Stale, lock_mark
from assessments.marking.models import Agreement, Allocation, Judgement, Mark
from assessments.marking.needs import call_for
from assessments.marking.queries import find_missing, version_of
from assessments.marking.schemes import outcome_of, plan_for, within_tolerance
from assessments.marking.states import AgreementState, AllocationState, MarkState, Stage
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock, move
from assessments.portfolios.states import SubmissionState
from courses.delivery.calendar import working_days_after
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record
from cpd.notices.actions import notify

DAYS_TO_AGREE = 5
S = AgreementState


@action
def open_agreement(submission: Submission, *, marks: list[Mark], by: User, now: datetime) -> Agreement:
    """Lay final marks side by side for one of their assessors: the first of two, or the third, who then settles it.

    What they say alike is filled in. What they say differently is left open, except that a third mark is a majority.
    """
    plan = plan_for(submission.portfolio.enrolment)
    for earlier in Agreement.objects.standing().filter(submission=submission):
        withdraw_agreement(earlier)
    first, second, third = [*marks, None][:3]
    lead = (third or first).assessor
    allocation = Allocation.objects.create(
        submission=submission,
        assessor=lead,
        stage=Stage.AGREED,
        due_date=working_days_after(timezone.localdate(now), DAYS_TO_AGREE),
        allocated_by=by,
        allocated_at=now,
    )
    agreement = Agreement.objects.create(
        submission=submission,
        allocation=allocation,
        first=first,
        second=second,
        third=third,
        rules_version=plan.rules.version,
        opened_at=now,
    )
    agreeing.begin_together(agreement, marks, plan, now)
    notify(lead, "marking.to_agree", now=now, about=allocation, url=_desk_of(allocation))
    record(
        "agreement.opened",
        by=by,
        about=agreement,
        now=now,
        submission=submission.pk,
        marks=[mark.pk for mark in marks],
        within_tolerance=within_tolerance(marks, plan),
        rules=agreement.rules_version,
    )
    return agreement


@action
def settle(mark: Mark, *, by: User, now: datetime, seen: int | None = None) -> Agreement:
    """The agreed mark is written. Within tolerance, or after a third mark, it stands; otherwise the other assessor is
    asked to agree. Refused while anything is missing, stale when it was changed since the page (`seen`)."""
    submission = lock(mark.submission)
    mark = lock_mark(mark, by)
    mark.submission = submission
    agreement = _lock_agreement(mark.allocation.agreement)
    rules.check_can_finalise(by, mark, [gap.sentence for gap in find_missing(mark)])
    if seen is not None and seen != version_of(mark):
        raise Stale(mark.feedback, version_of(mark))
    marks = agreeing.marks_of(agreement)
    if agreement.third_id or within_tolerance(marks, plan_for(submission.portfolio.enrolment)):
        conclude(agreement, by=by, now=now)
    else:
        _move(agreement, S.PROPOSED, proposed_at=now, answer="")
        other = agreeing.other_than(agreement, by)
        notify(other, "marking.proposed", now=now, about=agreement, url=_page_of(agreement))
    record("agreement.settled", by=by, about=agreement, now=now, sealed={"rationale": agreement.rationale})
    return agreement


@action
def agree(agreement: Agreement, *, by: User, now: datetime, seen: int | None = None) -> Agreement:
    """The other assessor agrees with what is proposed: the agreed mark stands."""
    lock(agreement.submission)
    agreement = _lock_agreement(agreement)
    rules.check_can_answer(by, agreement)
    if seen is not None and seen != version_of(agreement.allocation.mark):
        raise Stale(agreement.rationale, version_of(agreement.allocation.mark))
    conclude(agreement, by=by, now=now)
    record("agreement.agreed", by=by, about=agreement, now=now)
    return agreement


@action
def discuss(agreement: Agreement, *, answer: str, by: User, now: datetime) -> Agreement:
    """Back to whoever writes it, with what the other assessor says; or taken back by the writer before an answer."""
    lock(agreement.submission)
    agreement = _lock_agreement(agreement)
    rules.check_can_discuss(by, agreement, answer)
    _move(agreement, S.OPEN, proposed_at=None, answer=answer.strip())
    if by.pk != agreement.allocation.assessor_id:
        lead = agreement.allocation.assessor
        notify(lead, "marking.discuss", now=now, about=agreement, url=_desk_of(agreement.allocation))
    record("agreement.discussed", by=by, about=agreement, now=now, sealed={"answer": agreement.answer})
    return agreement


@action
def ask_third(agreement: Agreement, *, reason: str, by: User, now: datetime) -> Agreement:
    """The two do not come together: a third assessor marks without seeing either mark, and then settles it (MRK-2)."""
    submission = lock(agreement.submission)
    agreement = _lock_agreement(agreement)
    rules.check_can_ask_third(by, agreement, reason)
    _move(agreement, S.THIRD, answer=reason.strip())
    # It leaves the queue of whoever was to write it; what was written stays.
    Allocation.objects.filter(pk=agreement.allocation_id).update(state=AllocationState.WITHDRAWN, withdrawn_at=now)
    call_for(submission, Stage.THIRD, now=now)
    for coordinator in User.objects.holding(Role.COORDINATOR, on=timezone.localdate(now)):
        notify(coordinator, "marking.third_wanted", now=now, about=agreement, url=reverse("marking:list_allocations"))
    record("agreement.third_asked", by=by, about=agreement, now=now, sealed={"reason": agreement.answer})
    return agreement


@action
def conclude(agreement: Agreement, *, by: User, now: datetime) -> Mark:
    """The agreed mark is final and stands; the marks it came of stay as they were given."""
    submission = agreement.submission
    mark = Mark.objects.select_for_update(of=["self"]).get(allocation=agreement.allocation_id)
    judgements = list(Judgement.objects.filter(mark=mark))
    mark.state, mark.stands, mark.finalised_at = MarkState.FINAL, True, now
    mark.outcome = outcome_of(mark, judgements, plan_for(submission.portfolio.enrolment))
    mark.save(update_fields=["state", "stands", "outcome", "finalised_at"])
    Allocation.objects.filter(pk=agreement.allocation_id).update(state=AllocationState.DONE)
    _move(agreement, S.AGREED, agreed_by=by, agreed_at=now)
    move(lock(submission), SubmissionState.MARKED, now=now)
    record(
        "mark.agreed",
        by=by,
        about=mark,
        now=now,
        submission=submission.pk,
        outcome=str(mark.outcome),
        rules=mark.rules_version,
    )
    return mark


def withdraw_agreement(agreement: Agreement) -> None:
    """For a third mark, or a moderator, which begin another; the rows stay as they are."""
    _move(agreement, S.WITHDRAWN)


def _lock_agreement(agreement: Agreement) -> Agreement:
    rows = Agreement.objects.select_for_update(of=["self"])
    return rows.select_related(
        "allocation__assessor",
        "allocation__mark",
        "first__assessor",
        "second__assessor",
        "third",
        "submission__portfolio__enrolment",
    ).get(pk=agreement.pk)


def _move(agreement: Agreement, to: AgreementState, **fields) -> None:
    rules.check_agreement_can_move(agreement, to)
    agreement.state = to
    for name, value in fields.items():
        setattr(agreement, name, value)
    agreement.save(update_fields=["state", *fields])


def _desk_of(allocation: Allocation) -> str:
    return reverse("marking:mark_submission", args=[allocation.pk])


def _page_of(agreement: Agreement) -> str:
    return reverse("marking:agree_mark", args=[agreement.pk])
