"""Writing down what a university asked for, and closing it with what shows that it was done."""

from datetime import date, datetime

from courses.accreditation.models import Accreditation, Condition
from courses.accreditation.rules import check_can_close_condition, check_can_set_condition
from courses.accreditation.states import ConditionState
from cpd.accounts.models import User
from cpd.history.actions import action, record


@action
def set_condition(
    accreditation: Accreditation, *, kind: str, text: str, due_on: date | None, by: User, now: datetime
) -> Condition:
    """A condition past its day stops new enrolments under the agreement until it is closed."""
    accreditation = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    check_can_set_condition(kind, text, due_on)
    condition = Condition.objects.create(
        accreditation=accreditation,
        number=accreditation.conditions.count() + 1,
        kind=kind,
        text=text,
        due_on=due_on,
        set_by=by,
        set_at=now,
    )
    record(
        "condition.set",
        by=by,
        about=condition,
        now=now,
        accreditation=accreditation.pk,
        due=due_on,
        sealed={"text": text},
    )
    return condition


@action
def close_condition(
    condition: Condition, *, state: str, evidence: str, agreed_by: str, by: User, now: datetime
) -> Condition:
    """Close it as met or waived; the evidence and who at the university agreed stay with it."""
    condition = Condition.objects.select_for_update().get(pk=condition.pk)
    check_can_close_condition(condition, ConditionState(state), evidence, agreed_by)
    condition.state, condition.evidence, condition.agreed_by = state, evidence, agreed_by
    condition.closed_by, condition.closed_at = by, now
    condition.save(update_fields=["state", "evidence", "agreed_by", "closed_by", "closed_at"])
    sealed = {"evidence": evidence, "agreed_by": agreed_by}
    record("condition.closed", by=by, about=condition, now=now, state=str(state), sealed=sealed)
    return condition
