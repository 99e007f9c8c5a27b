"""Who may change what is kept how long, place and lift a hold, and destroy: always two people."""

from datetime import date

from assessments.records.keeping.models import DestructionRun, LegalHold
from assessments.records.keeping.states import CHANGEABLE, EVENTS, RUN_MOVES, How, RecordKind, RunState, Unit
from assessments.records.keeping.table import BY_KIND
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

KEEPERS = (Role.ADMINISTRATOR, Role.COORDINATOR)
LONGEST = {Unit.DAYS: 36500, Unit.MONTHS: 1200, Unit.YEARS: 100}
ONE_PERSON = "You proposed this yourself. A second administrator or coordinator has to approve it."


OPEN_RUN = [RunState.PROPOSED, RunState.APPROVED]
OPEN_ALREADY = "A run for this kind is open already. Decide it first."


def check_is_keeper(by: User, today: date) -> None:
    if not any(by.holds(role, on=today) for role in KEEPERS):
        raise NotAllowed("This is for administrators and coordinators.")


def check_can_set(by: User, kind: str, amount: int, unit: str, counted_from: str, reason: str, today: date) -> None:
    if not by.holds(Role.ADMINISTRATOR, on=today):
        raise NotAllowed("Only an administrator changes how long records are kept.")
    if kind not in CHANGEABLE:
        raise NotAllowed("This time is fixed in the service, and cannot be changed here.")
    if counted_from not in EVENTS:
        raise NotAllowed("Choose the event from which the time is counted.")
    if unit not in Unit or (unit == Unit.EVER) != (amount == 0):
        raise NotAllowed("Give a number of days, months or years, or keep it for ever with no number.")
    if unit != Unit.EVER and amount > LONGEST[Unit(unit)]:
        raise NotAllowed("That is longer than a hundred years. Choose “for ever” if it is never to go.")
    if not reason.strip():
        raise NotAllowed("Say why it is changed: an auditor will ask.")


def check_can_hold(by: User, subject: object, owner: User, reason: str, review_on: date, today: date) -> None:
    check_is_keeper(by, today)
    if subject is None:
        raise NotAllowed("Say what is held: a candidate number, an account's e-mail address, or a cohort's code.")
    if not reason.strip():
        raise NotAllowed("Say why it is held, without words of a case.")
    if review_on <= today:
        raise NotAllowed("The day of the next look has to lie ahead.")
    if not owner.is_active or not any(owner.holds(role, on=today) for role in KEEPERS):
        raise NotAllowed("The owner has to be an administrator or a coordinator.")


def check_can_lift(by: User, hold: LegalHold, reason: str, today: date) -> None:
    check_is_keeper(by, today)
    if not hold.is_standing:
        raise NotAllowed("This hold was lifted already.")
    if not reason.strip():
        raise NotAllowed("Say why it is lifted.")


def check_can_review(by: User, hold: LegalHold, review_on: date, today: date) -> None:
    check_is_keeper(by, today)
    if not hold.is_standing:
        raise NotAllowed("This hold was lifted already.")
    if review_on <= today:
        raise NotAllowed("The day of the next look has to lie ahead.")


def check_can_propose(by: User, kind: str, count: int, today: date) -> None:
    check_is_keeper(by, today)
    if kind not in BY_KIND or BY_KIND[RecordKind(kind)].how != How.RUN:
        raise NotAllowed("This kind of record is not destroyed by a run.")
    if DestructionRun.objects.filter(kind=kind, state__in=OPEN_RUN).exists():
        raise NotAllowed(OPEN_ALREADY)
    if not count:
        raise NotAllowed("Nothing of this kind is due today.")


def check_can_decide(by: User, run: DestructionRun, to: RunState, today: date) -> None:
    check_is_keeper(by, today)
    if to not in RUN_MOVES[RunState(run.state)]:
        raise NotAllowed(f"This run is “{run.get_state_display()}”, so nothing is decided about it now.")
    if to == RunState.DROPPED and by.pk != run.proposed_by_id:
        raise NotAllowed("Only whoever proposed it drops it. You can refuse it.")
    if to != RunState.DROPPED and by.pk == run.proposed_by_id:
        raise NotAllowed(ONE_PERSON)
