"""Giving portfolios to assessors, taking them back, and asking for a mark again."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from assessments.marking import fitness, rules
from assessments.marking.actions.agreeing import withdraw_agreement
from assessments.marking.agreeing import reopen_together
from assessments.marking.models import Agreement, Allocation, Mark, Need
from assessments.marking.needs import call_for, note_first, wanted_stage
from assessments.marking.schemes import plan_for
from assessments.marking.states import AllocationState, Stage
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock, move
from assessments.portfolios.states import SubmissionState
from assessments.standing.actions import note_stepped_aside
from courses.catalogue.models import AssessmentCriterion
from courses.delivery.calendar import working_days_after
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day
from cpd.history.actions import action, record
from cpd.notices.actions import notify

DAYS_TO_MARK_AGAIN = 5


@action
def allocate(
    submission: Submission,
    *,
    assessor: User,
    due_date: date,
    by: User,
    now: datetime,
    same_employer_reason: str = "",
    countersigner: User | None = None,
) -> Allocation:
    """Give an accepted portfolio to an assessor for the stage that it lacks; refused when they stand too near to its
    learner (COI-1) or mark it at another stage."""
    submission = lock(submission)
    rules.check_can_allocate(by, submission, assessor, due_date, timezone.localdate(now))
    rules.check_can_assess(assessor, submission, same_employer_reason=same_employer_reason)
    standing = fitness.check_is_fit(assessor, submission, countersigner, timezone.localdate(now))
    version = submission.portfolio.enrolment.rules.version
    allocation = Allocation.objects.create(
        submission=submission,
        assessor=assessor,
        stage=wanted_stage(submission),
        due_date=due_date,
        same_employer_reason=same_employer_reason.strip(),
        countersigner=countersigner if standing.gaps else None,
        rules_version=version,
        allocated_by=by,
        allocated_at=now,
    )
    fill_need(allocation, now=now)
    _tell(allocation, now)
    reason = {"same_employer_reason": allocation.same_employer_reason} if allocation.same_employer_reason else None
    record(
        "allocation.made",
        by=by,
        about=allocation,
        now=now,
        sealed=reason,
        submission=submission.pk,
        stage=str(allocation.stage),
        assessor=assessor.pk,
        due=due_date,
        lacks=[str(gap) for gap in standing.gaps],
        rules=version,
    )
    return allocation


@action
def withdraw_allocation(allocation: Allocation, *, by: User, now: datetime) -> Allocation:
    """Take a portfolio back from its assessor before the mark is final; what was written stays with the allocation."""
    # The submission first, as in every move: a mark that is being finalised ends before, or is refused after.
    lock(allocation.submission)
    allocation = Allocation.objects.select_for_update().get(pk=allocation.pk)
    rules.check_can_withdraw(by, allocation, timezone.localdate(now))
    withdraw(allocation, now)
    if allocation.stage != Stage.FIRST:
        call_for(allocation.submission, Stage(allocation.stage), now=now)
    record("allocation.withdrawn", by=by, about=allocation, now=now, submission=allocation.submission_id)
    return allocation


@action
def reopen(mark: Mark, *, query: str, by: User, now: datetime, only: AssessmentCriterion | None = None) -> Allocation:
    """Ask the assessor to mark again, one criterion or all. The final mark stays as it is; the new one is a row of its own.

    Called by moderation, which has checked who asks. A mark that was confirmed already is confirmed no longer.
    """
    submission = lock(mark.submission)
    mark = Mark.objects.select_for_update(of=["self"]).select_related("allocation").get(pk=mark.pk)
    rules.check_can_reopen(mark, submission)
    agreement = Agreement.objects.standing().filter(allocation=mark.allocation_id).first()
    if submission.state == SubmissionState.CONFIRMED:
        move(submission, SubmissionState.MARKED, now=now)
    move(submission, SubmissionState.ACCEPTED, now=now)
    mark.submission = submission
    allocation = ask_again(mark, query=query, kind="moderation.queried", only=only, by=by, now=now)
    if agreement:
        withdraw_agreement(agreement)
        reopen_together(agreement, allocation, now)
    record(
        "allocation.reopened",
        by=by,
        about=allocation,
        now=now,
        sealed={"query": allocation.query},
        submission=submission.pk,
        mark=mark.pk,
        due=allocation.due_date,
        only=only.number if only else None,
    )
    return allocation


def fill_need(allocation: Allocation, *, now: datetime) -> None:
    """The stage has its assessor. Where two mark without seeing each other, the second is wanted at once."""
    submission = allocation.submission
    Need.objects.filter(submission=submission, stage=allocation.stage, allocation__isnull=True).update(
        allocation=allocation
    )
    if allocation.stage == Stage.FIRST:
        note_first(submission, now)
        if plan_for(submission.portfolio.enrolment).is_blind:
            call_for(submission, Stage.SECOND, now=now)


@action
def step_aside(allocation: Allocation, *, by: User, now: datetime) -> Allocation:
    """An assessor recognises the learner, or stands too near: the portfolio is taken from them, and never comes back."""
    lock(allocation.submission)
    allocation = Allocation.objects.select_for_update().get(pk=allocation.pk)
    rules.check_can_mark(by, allocation)
    note_stepped_aside(allocation.submission.portfolio, by=by, now=now)
    withdraw(allocation, now)
    if allocation.stage != Stage.FIRST:
        call_for(allocation.submission, Stage(allocation.stage), now=now)
    for coordinator in User.objects.holding(Role.COORDINATOR, on=timezone.localdate(now)):
        notify(coordinator, "marking.stepped_aside", now=now, about=allocation, url=reverse("marking:list_allocations"))
    record("allocation.stepped_aside", by=by, about=allocation, now=now, submission=allocation.submission_id)
    return allocation


def ask_again(
    mark: Mark, *, query: str, kind: str, by: User, now: datetime, only: AssessmentCriterion | None = None
) -> Allocation:
    """The same assessor marks anew, from what the earlier mark said; who countersigned it countersigns this one."""
    withdraw(mark.allocation, now)
    allocation = Allocation.objects.create(
        submission=mark.submission,
        assessor=mark.assessor,
        stage=mark.stage,
        due_date=working_days_after(timezone.localdate(now), DAYS_TO_MARK_AGAIN),
        same_employer_reason=mark.allocation.same_employer_reason,
        countersigner=mark.allocation.countersigner,
        rules_version=mark.submission.portfolio.enrolment.rules.version,
        query=query.strip(),
        only=only,
        allocated_by=by,
        allocated_at=now,
    )
    if allocation.stage == Stage.FIRST:
        note_first(mark.submission, now)
    url = reverse("marking:mark_submission", args=[allocation.pk])
    notify(mark.assessor, kind, now=now, about=allocation, url=url)
    return allocation


def withdraw(allocation: Allocation, now: datetime) -> None:
    """The row alone, within an action that says why."""
    Mark.objects.filter(allocation=allocation, stands=True).update(stands=False)
    allocation.state = AllocationState.WITHDRAWN
    allocation.withdrawn_at = now
    allocation.save(update_fields=["state", "withdrawn_at"])
    if allocation.stage == Stage.FIRST:
        note_first(allocation.submission, None)


def _tell(allocation: Allocation, now: datetime) -> None:
    notify(
        allocation.assessor,
        "marking.allocated",
        now=now,
        about=allocation,
        url=reverse("marking:mark_submission", args=[allocation.pk]),
        detail=day(allocation.due_date),
    )
