"""Changing the marking of a whole run: proposed, acknowledged, approved, and then judged again one by one (MRK-3)."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.marking.actions import reopen
from assessments.moderation import rules
from assessments.moderation.actions.samples import lock_sample, mark_queried
from assessments.moderation.models import RunChange, RunChangeMark, SampledMark
from assessments.moderation.queries import list_run
from assessments.moderation.states import RunChangeState
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record
from cpd.notices.actions import notify


@action
def propose_change(
    item: SampledMark, *, criterion: AssessmentCriterion, why: str, by: User, now: datetime
) -> RunChange:
    """Ask that one criterion is judged again in every portfolio which this assessor marked in the cohort."""
    sample = lock_sample(item.sample)
    item = (
        SampledMark.objects.select_for_update(of=["self"])
        .select_related("sample", "mark__allocation", "mark__assessor")
        .get(pk=item.pk)
    )
    rules.check_can_propose(by, item, timezone.localdate(now))
    rules.check_change_is_whole(item, criterion, why)
    change = RunChange.objects.create(
        item=item,
        cohort=sample.cohort,
        assessor=item.mark.assessor,
        criterion=criterion,
        why=why.strip(),
        rules_version=sample.rules_version,
        proposed_by=by,
        proposed_at=now,
    )
    mark_queried(sample)
    _tell(item.mark.assessor, "moderation.change_proposed", change, now)
    record(
        "change.proposed",
        by=by,
        about=change,
        now=now,
        sealed={"why": change.why},
        sample=sample.pk,
        cohort=sample.cohort_id,
        assessor=change.assessor_id,
        criterion=criterion.number,
        run=list_run(change).count(),
    )
    return change


@action
def acknowledge_change(change: RunChange, *, answer: str, by: User, now: datetime) -> RunChange:
    """The assessor has read it, and may say what the chair should know before deciding."""
    change = _lock(change)
    rules.check_can_acknowledge(by, change)
    change.state = RunChangeState.ACKNOWLEDGED
    change.answer = answer.strip()
    change.acknowledged_at = now
    change.save(update_fields=["state", "answer", "acknowledged_at"])
    today = timezone.localdate(now)
    for person in User.objects.holding(Role.BOARD, on=today):
        if rules.may_decide(person, change.cohort, today):
            _tell(person, "moderation.change_to_decide", change, now)
    sealed = {"answer": change.answer} if change.answer else None
    record("change.acknowledged", by=by, about=change, now=now, sealed=sealed)
    return change


@action
def approve_change(change: RunChange, *, by: User, now: datetime) -> RunChange:
    """Open the criterion in every portfolio of the run. Each is judged on its own evidence; no judgement changes here.

    What was confirmed already is confirmed no longer, and no result is released before it is again.
    """
    change = _lock(change)
    rules.check_can_decide_change(by, change, RunChangeState.APPROVED, timezone.localdate(now))
    _decide(change, RunChangeState.APPROVED, by, now)
    for mark in list_run(change):
        allocation = reopen(mark, query=change.why, only=change.criterion, by=by, now=now)
        RunChangeMark.objects.create(change=change, mark=mark, allocation=allocation)
    _tell(change.proposed_by, "moderation.change_decided", change, now)
    record("change.approved", by=by, about=change, now=now, marks=change.marks.count())
    return change


@action
def refuse_change(change: RunChange, *, reason: str, by: User, now: datetime) -> RunChange:
    """The marking stays as it is; the moderator and the assessor read why."""
    change = _lock(change)
    rules.check_can_decide_change(by, change, RunChangeState.REFUSED, timezone.localdate(now))
    change.refusal = reason.strip()
    _decide(change, RunChangeState.REFUSED, by, now)
    for person in (change.proposed_by, change.assessor):
        _tell(person, "moderation.change_decided", change, now)
    record("change.refused", by=by, about=change, now=now, sealed={"reason": change.refusal})
    return change


@action
def withdraw_change(change: RunChange, *, by: User, now: datetime) -> RunChange:
    """The moderator takes the proposal back before it is decided."""
    change = _lock(change)
    rules.check_can_withdraw_change(by, change)
    change.state = RunChangeState.WITHDRAWN
    change.save(update_fields=["state"])
    record("change.withdrawn", by=by, about=change, now=now)
    return change


def _decide(change: RunChange, to: RunChangeState, by: User, now: datetime) -> None:
    change.state = to
    change.decided_by = by
    change.decided_at = now
    change.save(update_fields=["state", "refusal", "decided_by", "decided_at"])


def _tell(person: User, kind: str, change: RunChange, now: datetime) -> None:
    notify(person, kind, now=now, about=change, url=reverse("moderation:show_change", args=[change.pk]))


def _lock(change: RunChange) -> RunChange:
    return (
        RunChange.objects.select_for_update(of=["self"])
        .select_related("cohort__accreditation", "criterion", "assessor", "proposed_by")
        .get(pk=change.pk)
    )
