"""When a report may be signed, and a response sent."""

from datetime import date

from assessments.audit.models import Report, Visit
from assessments.audit.rules.visits import check_can_move, check_is_hers
from assessments.audit.states import FindingState, VisitState
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

NEEDED = {
    "standards": "threshold standards",
    "rigour": "rigour and fairness",
    "evidence_seen": "whether you saw enough",
}


def check_can_write_report(person: User, visit: Visit) -> None:
    check_is_hers(person, visit)
    if visit.state != VisitState.OPEN:
        raise NotAllowed("The report of this visit is signed. It stays as it is.")


def check_can_sign(person: User, report: Report, name: str) -> None:
    check_can_write_report(person, report.visit)
    check_can_move(report.visit, VisitState.CONCLUDED)
    missing = [words for name_, words in NEEDED.items() if not getattr(report, name_).strip()]
    if missing:
        raise NotAllowed(f"Still to write: {', '.join(missing)}.")
    if not report.opinion:
        raise NotAllowed("Say whether the standards were kept; it is what the report is for.")
    if report.visit.findings.filter(state=FindingState.DRAFT).exists():
        raise NotAllowed("A finding is still a draft. Raise it or discard it first.")
    if name.split() != str(person).split():
        raise NotAllowed(f"Type your name as it stands on your account to sign: {person}.")


def check_can_respond(person: User, visit: Visit, on: date) -> None:
    if not person.holds(Role.COORDINATOR, on=on):
        raise NotAllowed("A coordinator answers the university.")
    if not Report.objects.filter(visit=visit, signed_at__isnull=False).exists():
        raise NotAllowed("There is no signed report to respond to yet.")
    if hasattr(visit, "response"):
        raise NotAllowed("The response was sent already.")
    waiting = visit.findings.filter(state=FindingState.RAISED).count()
    if waiting:
        raise NotAllowed(
            f"{waiting} {'finding has' if waiting == 1 else 'findings have'} no answer yet. Each point gets an action or a reason."
        )
