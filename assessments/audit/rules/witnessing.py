"""Who may speak for a university's key, and when a line may be mailed."""

from datetime import date, datetime, timedelta

from assessments.audit.models import Visit, WitnessKey
from assessments.audit.rules.visits import check_is_hers
from cpd.accounts.models import Organisation, User
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.rules import NotAllowed

LINES_A_DAY = 5


def check_speaks_for(person: User, university: Organisation, on: date) -> None:
    if not person.appointments.in_force(on).filter(role=Role.AUDITOR, organisation=university).exists():
        raise NotAllowed("You are not appointed today as an auditor of this university.")


def check_name_is_free(university: Organisation, name: str) -> None:
    """Two universities under one name could not be told apart by whoever reads a checkpoint."""
    if WitnessKey.objects.filter(witness__name=name).exclude(university=university).exists():
        raise NotAllowed(f"Another university signs as {name}. Make your key under a name of your own.")


def check_can_mail_line(person: User, visit: Visit, now: datetime) -> None:
    check_is_hers(person, visit)
    lately = Entry.objects.filter(name="checkpoint.mailed", subject_id=str(visit.pk), at__gt=now - timedelta(days=1))
    if lately.count() >= LINES_A_DAY:
        raise NotAllowed("Enough lines were mailed to you today. The newest stands on this page.")
