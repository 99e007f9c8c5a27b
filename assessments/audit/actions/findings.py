"""Writing a finding, raising it, answering it, and closing it."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from assessments.audit.actions.visits import close_when_settled
from assessments.audit.models import Finding, Message, Visit
from assessments.audit.rules.findings import (
    check_can_answer,
    check_can_change_finding,
    check_can_raise,
    check_can_settle,
    check_can_write_finding,
)
from assessments.audit.states import BLOCKING, FindingKind, FindingState
from courses.accreditation.actions import close_condition, set_condition
from courses.accreditation.states import ConditionKind, ConditionState
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, unchanged
from cpd.history.models import Entry
from cpd.notices.actions import notify
from cpd.rules import NotAllowed

# Saves of one draft within this time share an entry, as on the marking desk.
TOGETHER = timedelta(minutes=1)


class StaleFinding(NotAllowed):
    """Somebody saved the finding since this page was opened; `stored` is what stands now."""

    def __init__(self, sentence: str, stored: Finding) -> None:
        super().__init__(sentence)
        self.stored = stored


@action
def write_finding(
    visit: Visit,
    *,
    kind: str,
    title: str,
    text: str,
    by: User,
    now: datetime,
    due_on: date | None = None,
    enrolment: Enrolment | None = None,
) -> Finding:
    """A draft, which nobody but the auditor sees."""
    visit = Visit.objects.select_for_update(of=["self"]).get(pk=visit.pk)
    check_can_write_finding(by, visit)
    finding = Finding.objects.create(
        visit=visit,
        number=visit.findings.count() + 1,
        kind=kind,
        title=title,
        text=text,
        due_on=due_on,
        enrolment=enrolment,
        created_at=now,
    )
    record("finding.written", by=by, about=finding, now=now, visit=visit.pk, kind=str(kind))
    return finding


@action
def change_finding(
    finding: Finding,
    *,
    kind: str,
    title: str,
    text: str,
    version: int,
    by: User,
    now: datetime,
    due_on: date | None = None,
    enrolment: Enrolment | None = None,
) -> Finding:
    """Change a draft; refused when it was saved elsewhere since `version`. The same words once more change nothing."""
    finding = _lock(finding)
    check_can_change_finding(by, finding)
    before = (finding.kind, finding.title, finding.text, finding.due_on, finding.enrolment_id)
    if before == (kind, title, text, due_on, enrolment.pk if enrolment else None):
        unchanged()
        return finding
    if finding.version != version:
        raise StaleFinding(
            "This draft was saved in another window since you opened it here. Your words are below; compare and save again.",
            finding,
        )
    finding.kind, finding.title, finding.text = kind, title, text
    finding.due_on, finding.enrolment, finding.version = due_on, enrolment, version + 1
    finding.save(update_fields=["kind", "title", "text", "due_on", "enrolment", "version"])
    lately = Entry.objects.filter(name="finding.changed", subject_id=str(finding.pk), at__gt=now - TOGETHER)
    if lately.exists():
        unchanged()
        return finding
    record("finding.changed", by=by, about=finding, now=now, version=finding.version)
    return finding


@action
def discard_finding(finding: Finding, *, by: User, now: datetime) -> Finding:
    finding = _lock(finding)
    check_can_change_finding(by, finding)
    finding.state = FindingState.DISCARDED
    finding.save(update_fields=["state"])
    record("finding.discarded", by=by, about=finding, now=now)
    return finding


@action
def raise_finding(finding: Finding, *, by: User, now: datetime) -> Finding:
    """Give it to the provider. A commendation asks nothing and is closed with that; what blocks goes on the register."""
    finding = _lock(finding)
    check_can_raise(by, finding)
    finding.raised_at = now
    if finding.kind == FindingKind.COMMENDATION:
        finding.state, finding.closed_at = FindingState.CLOSED, now
    else:
        finding.state = FindingState.RAISED
    if finding.kind in BLOCKING:
        finding.condition = set_condition(
            finding.visit.accreditation,
            kind=ConditionKind.CONDITION,
            text=f"{finding.title}\n\n{finding.text}",
            due_on=finding.due_on,
            by=by,
            now=now,
        )
    finding.save(update_fields=["state", "raised_at", "closed_at", "condition"])
    _tell_provider("finding.raised", finding, now)
    record(
        "finding.raised",
        by=by,
        about=finding,
        now=now,
        kind=finding.kind,
        due=finding.due_on,
        condition=finding.condition_id,
        sealed={"title": finding.title, "text": finding.text},
    )
    return finding


@action
def answer_finding(
    finding: Finding,
    *,
    answer: str,
    text: str,
    by: User,
    now: datetime,
    evidence: str = "",
    done_by: date | None = None,
    owner: User | None = None,
) -> Message:
    """The provider says what it does and who sees to it, or why it does not."""
    finding = _lock(finding)
    check_can_answer(by, finding, timezone.localdate(now), answer, text)
    message = Message.objects.create(
        finding=finding,
        is_provider=True,
        answer=answer,
        text=text,
        evidence=evidence,
        done_by=done_by,
        written_by=by,
        written_at=now,
    )
    finding.state, finding.owner = FindingState.ANSWERED, owner or by
    finding.save(update_fields=["state", "owner"])
    _tell_auditor("finding.answered", finding, now)
    sealed = {"text": text, "evidence": evidence}
    record("finding.answered", by=by, about=finding, now=now, answer=str(answer), done_by=done_by, sealed=sealed)
    return message


@action
def ask_again(finding: Finding, *, text: str, by: User, now: datetime) -> Message:
    """The answer is not enough yet: back to the provider with a question."""
    finding = _lock(finding)
    check_can_settle(by, finding, FindingState.RAISED)
    if not text.strip():
        raise NotAllowed("Say what is still missing.")
    message = Message.objects.create(finding=finding, is_provider=False, text=text, written_by=by, written_at=now)
    finding.state = FindingState.RAISED
    finding.save(update_fields=["state"])
    _tell_provider("finding.asked", finding, now)
    record("finding.asked", by=by, about=finding, now=now, sealed={"text": text})
    return message


@action
def close_finding(finding: Finding, *, by: User, now: datetime) -> Finding:
    """The auditor is satisfied. With the last one a concluded visit closes."""
    finding = _lock(finding)
    check_can_settle(by, finding, FindingState.CLOSED)
    finding.state, finding.closed_at = FindingState.CLOSED, now
    finding.save(update_fields=["state", "closed_at"])
    if finding.condition_id:
        last = finding.messages.filter(is_provider=True).latest("written_at")
        close_condition(
            finding.condition,
            state=ConditionState.MET,
            evidence=last.evidence or last.text,
            agreed_by="The auditor, in her room",
            by=by,
            now=now,
        )
    _tell_provider("finding.closed", finding, now)
    record("finding.closed", by=by, about=finding, now=now)
    close_when_settled(finding.visit, by=by, now=now)
    return finding


def _lock(finding: Finding) -> Finding:
    return (
        Finding.objects.select_for_update(of=["self"])
        .select_related("visit__accreditation", "visit__auditor", "condition")
        .get(pk=finding.pk)
    )


def _tell_provider(kind: str, finding: Finding, now: datetime) -> None:
    for person in User.objects.holding(Role.COORDINATOR, on=timezone.localdate(now)):
        notify(person, kind, now=now, about=finding, url=f"/audit/provider/findings/{finding.pk}/")


def _tell_auditor(kind: str, finding: Finding, now: datetime) -> None:
    url = f"/audit/visits/{finding.visit_id}/findings/{finding.pk}/"
    notify(finding.visit.auditor, kind, now=now, about=finding, url=url)
