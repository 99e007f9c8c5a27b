"""Who may keep somebody away, and who may say which account is meant."""

from datetime import date

from cpd.accounts.away.models import KeptAway
from cpd.accounts.away.names import fold, names_of
from cpd.accounts.away.queries import is_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

# All that anybody but the safeguarding lead is told, wherever it matters; the same words stand for a holiday.
NOT_AVAILABLE = "Not available."


def check_can_keep_away(person: User, name: str, email: str) -> None:
    if not fold(name):
        raise NotAllowed("Write the person's name.")
    if User.objects.normalise(email) == person.email or (not email and fold(name) in names_of(person)):
        raise NotAllowed("This is your own name or address. Name the other person.")


def check_can_recognise(lead: User, entry: KeptAway, person: User, today: date) -> None:
    check_can_read(lead, entry, today)
    if person.pk == entry.learner_id:
        raise NotAllowed("This is the learner's own account.")


def check_can_read(lead: User, entry: KeptAway, today: date) -> None:
    if not lead.holds(Role.SAFEGUARDING, on=today):
        raise NotAllowed("Only a safeguarding lead reads whom a learner keeps away.")
    if entry.learner_id == lead.pk or is_kept_away(lead, entry.learner_id):
        raise NotAllowed(NOT_AVAILABLE)


def check_is_not_kept_away(person: User, learner_id) -> None:
    """For every step with a learner's work or account: says no without a reason."""
    if is_kept_away(person, learner_id):
        raise NotAllowed(NOT_AVAILABLE)
