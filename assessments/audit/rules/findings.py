"""Who writes, answers and closes a finding."""

from datetime import date

from assessments.audit.models import Finding, Visit
from assessments.audit.states import BLOCKING, FINDING_MOVES, Answer, FindingKind, FindingState, VisitState
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

# Findings can be written while the visit runs, and until its report is signed.
WRITING = (VisitState.OPEN,)


def check_can_write_finding(person: User, visit: Visit) -> None:
    if visit.auditor_id != person.pk:
        raise NotAllowed("This visit is somebody else's.")
    if visit.state not in WRITING:
        raise NotAllowed("The report of this visit is signed, so no finding is added. Open a new visit for it.")


def check_can_change_finding(person: User, finding: Finding) -> None:
    check_can_write_finding(person, finding.visit)
    if not finding.is_draft:
        raise NotAllowed("The provider has this finding, so its words stay. Add to the conversation instead.")


def check_can_raise(person: User, finding: Finding) -> None:
    check_can_change_finding(person, finding)
    if finding.kind in BLOCKING and finding.due_on is None:
        raise NotAllowed("A condition or an essential action has a day by which it is done. Add it first.")


def check_can_answer(person: User, finding: Finding, on: date, answer: str, text: str) -> None:
    if not person.holds(Role.COORDINATOR, on=on):
        raise NotAllowed("A coordinator answers the university.")
    check_can_move_finding(finding, FindingState.ANSWERED)
    if not text.strip():
        raise NotAllowed("Say what is done, or why not.")
    if answer == Answer.REASON and finding.kind == FindingKind.ESSENTIAL:
        raise NotAllowed("An essential action is done; it cannot be declined. Say what you will do, and by when.")


def check_can_settle(person: User, finding: Finding, to: FindingState) -> None:
    if finding.visit.auditor_id != person.pk:
        raise NotAllowed("The auditor who raised this finding closes it, or asks again.")
    check_can_move_finding(finding, to)


def check_can_move_finding(finding: Finding, to: FindingState) -> None:
    if to not in FINDING_MOVES[FindingState(finding.state)]:
        raise NotAllowed(f"This is not possible: the finding is “{FindingState(finding.state).label.lower()}”.")
