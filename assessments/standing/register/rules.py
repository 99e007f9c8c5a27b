"""Who may enter, look into and decide a suspicion about staff, and when (MIS-2)."""

from datetime import date

from django.utils import timezone

from assessments.standing.register.lines import list_line_above
from assessments.standing.register.models import Suspicion
from assessments.standing.states import SUSPICION_MOVES, Malpractice, SuspicionOutcome, SuspicionState
from cpd.accounts.models import User
from cpd.accounts.roles import STAFF, Role
from cpd.rules import NotAllowed

KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
LONGEST_TEXT = 4000


def check_can_keep(by: User, person: User, today: date) -> None:
    """A coordinator or administrator; never the person concerned, nor somebody who works under her."""
    if not any(by.holds(role, on=today) for role in KEEPERS):
        raise NotAllowed("The register is kept by coordinators and administrators.")
    if by.pk == person.pk:
        raise NotAllowed("This would be about yourself. Another coordinator or an administrator has to do it.")
    if person.pk in list_line_above(by):
        raise NotAllowed("You work under this person, so somebody who does not has to do it.")


def check_can_enter(by: User, person: User, kind: str, note: str, marked_since: date | None, today: date) -> None:
    check_can_keep(by, person, today)
    if not person.appointments.filter(role__in=STAFF).exists():
        raise NotAllowed("The register is about people who work here. A question about a learner is raised elsewhere.")
    if kind not in Malpractice:
        raise NotAllowed("Choose what it is about.")
    _check_text(note, "Write what was noticed, where and when: facts, without words of a case.")
    if marked_since and marked_since > today:
        raise NotAllowed("The day from which work is read again is in the future.")
    if Suspicion.objects.open().filter(person=person, kind=kind).exists():
        raise NotAllowed("This is in the register already and not decided yet.")


def check_can_name(by: User, suspicion: Suspicion, investigator: User, today: date) -> None:
    check_can_keep(by, suspicion.person, today)
    if not suspicion.is_open:
        raise NotAllowed("This is decided, so nobody looks into it any more.")
    check_is_not_involved(investigator, suspicion, today)


def check_is_not_involved(investigator: User, suspicion: Suspicion, today: date) -> None:
    """Somebody who keeps the register, entered nothing of it, and neither works with the person nor over or under her."""
    person = suspicion.person
    check_can_keep(investigator, person, today)
    if investigator.pk == suspicion.entered_by_id:
        raise NotAllowed("Whoever entered it does not look into it. Choose another person.")
    if investigator.pk in list_line_above(person):
        raise NotAllowed("The person reports to them. Choose somebody who is not involved.")
    same_team = person.team.strip().casefold() == investigator.team.strip().casefold() != ""
    if same_team and person.employer_id == investigator.employer_id:
        raise NotAllowed("They work in the same team. Choose somebody who is not involved.")


def check_can_decide(
    by: User, suspicion: Suspicion, outcome: str, barred_until: date | None, reason: str, today: date
) -> None:
    if by.pk != suspicion.investigator_id:
        raise NotAllowed("Only whoever looks into it decides.")
    if SuspicionState.DECIDED not in SUSPICION_MOVES[SuspicionState(suspicion.state)]:
        raise NotAllowed("This is decided already.")
    check_is_not_involved(by, suspicion, today)
    if outcome not in SuspicionOutcome:
        raise NotAllowed("Choose one of the outcomes.")
    if (outcome == SuspicionOutcome.BARRED_UNTIL) != (barred_until is not None):
        raise NotAllowed("Give the last day of the bar when it ends on a day, and no day otherwise.")
    if barred_until and barred_until <= today:
        raise NotAllowed("The last day of the bar has to lie ahead.")
    _check_text(reason, "Write what you found and why you decided so.")


def check_can_tell(by: User, suspicion: Suspicion, told_on: date, today: date) -> None:
    check_can_keep(by, suspicion.person, today)
    if suspicion.told_on:
        raise NotAllowed("That the university was told is on record already.")
    if told_on > today:
        raise NotAllowed("This day is in the future. Record it when the university has been told.")
    if told_on < timezone.localdate(suspicion.entered_at):
        raise NotAllowed("This day is before the suspicion was entered.")


def check_can_read(by: User, suspicion: Suspicion, today: date) -> None:
    """What was written is for whoever entered it and whoever looks into it."""
    check_can_keep(by, suspicion.person, today)
    if by.pk not in (suspicion.entered_by_id, suspicion.investigator_id):
        raise NotAllowed("What was written is for whoever entered it and whoever looks into it.")


def _check_text(text: str, sentence: str) -> None:
    if not text.strip():
        raise NotAllowed(sentence)
    if len(text) > LONGEST_TEXT:
        raise NotAllowed(f"This is longer than {LONGEST_TEXT} characters. Shorten it; the facts are enough.")
