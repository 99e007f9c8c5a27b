"""The one way to what people wrote in a case: the learner reads her own, deciders read theirs, and that is recorded."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from assessments.cases.models import SideCase
from assessments.cases.rules import check_can_answer, check_has_seat
from assessments.cases.states import BY_PANEL, Kind
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import User
from cpd.files.store import Destroyed
from cpd.files.texts import open_text
from cpd.history.actions import action, record
from cpd.rules import NotAllowed, refusal

GONE = "What was written here was destroyed for good."


@dataclass(frozen=True)
class Written:
    statement: str
    reply: str
    reason: str


def read_own(case: SideCase, *, by: User) -> Written:
    """What a learner wrote and was told, and what was raised about her work; it is hers."""
    if case.enrolment.learner_id != by.pk:
        raise NotAllowed("Only the learner whom this is about reads it here.")
    return _open(case)


@action
def read_to_decide(case: SideCase, *, by: User, now: datetime) -> Written:
    """For the coordinator who answers, or a member of the panel; nobody else, whatever their role."""
    check_can_read(by, case, now)
    record("case.read", by=by, about=case, now=now)
    return _open(case)


def check_can_read(person: User, case: SideCase, now: datetime) -> None:
    check_is_not_kept_away(person, case.enrolment.learner_id)
    if case.kind in BY_PANEL:
        check_has_seat(person, case)
        if case.enrolment.learner_id == person.pk:
            raise NotAllowed("This is about yourself, so somebody else has to decide.")
    elif case.is_open:
        check_can_answer(person, case, timezone.localdate(now))
    else:
        raise NotAllowed("This is answered, so what was written is for the learner alone.")


def may_read(person: User, case: SideCase, now: datetime) -> bool:
    return not refusal(check_can_read, person, case, now)


def _open(case: SideCase) -> Written:
    return Written(*(_text(case, sealed) for sealed in (case.sealed_statement, case.sealed_reply, case.sealed_reason)))


def _text(case: SideCase, sealed: bytes) -> str:
    if not sealed:
        return ""
    try:
        return open_text(case.text_key, sealed)
    except Destroyed:
        return GONE


def title_of(case: SideCase) -> str:
    """How a case is called on staff pages."""
    return STAFF_TITLES[Kind(case.kind)]


STAFF_TITLES = {
    Kind.EXTENSION: "More time",
    Kind.CIRCUMSTANCES: "Mitigating circumstances",
    Kind.BREAK: "A break",
    Kind.ADJUSTMENT: "Reasonable adjustment",
    Kind.PRIOR_LEARNING: "Earlier learning",
    Kind.MISCONDUCT: "Question of misconduct",
}
