"""Who may open a submission in an emergency, and who looks at unusual reading."""

from datetime import date, datetime

from assessments.confidentiality.models import EmergencyOpening, UnusualReading
from assessments.confidentiality.rules.cases import check_is_lead
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SEALED
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import when
from cpd.rules import NotAllowed

SHORTEST_REASON = 20


def check_can_open_in_emergency(person: User, submission: Submission, reason: str, now: datetime, today: date) -> None:
    """One case at a time, never one's own, and for a reason that somebody else will read."""
    if not person.holds(Role.SAFEGUARDING, on=today) and not person.holds(Role.ADMINISTRATOR, on=today):
        raise NotAllowed("Only a safeguarding lead or an administrator opens evidence in an emergency.")
    if submission.portfolio.enrolment.learner_id == person.pk:
        raise NotAllowed("This is your own work. You can read it under “Portfolio”.")
    check_is_not_kept_away(person, submission.portfolio.enrolment.learner_id)
    if submission.state not in SEALED:
        raise NotAllowed("This portfolio is with its learner at the moment, so its evidence cannot be opened.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotAllowed(
            "Say in a sentence why this cannot wait. The learner and the safeguarding leads are told at once."
        )
    running = EmergencyOpening.objects.filter(opened_by=person, ends_at__gt=now).exclude(submission=submission).first()
    if running:
        raise NotAllowed(f"You have another portfolio open until {when(running.ends_at)}. Close that one first.")


def check_can_read_in_emergency(person: User, opening: EmergencyOpening, now: datetime) -> None:
    if opening.opened_by_id != person.pk:
        raise NotAllowed("Somebody else opened this. You cannot read along.")
    if now >= opening.ends_at:
        raise NotAllowed("The half hour is over. Open it again for a reason, if it still cannot wait.")


def check_can_look_at_reading(person: User, reading: UnusualReading, note: str, today: date) -> None:
    check_is_lead(person, today)
    if reading.person_id == person.pk:
        raise NotAllowed("This is about your own reading, so another safeguarding lead has to look at it.")
    if reading.looked_at:
        raise NotAllowed("Somebody has looked at this already.")
    if not note.strip():
        raise NotAllowed("Say what you found out.")
