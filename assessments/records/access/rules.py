"""When a person may ask for a copy, and get it."""

from datetime import datetime, timedelta

from assessments.confidentiality.models import Incident
from assessments.records.access.models import SubjectAccess
from assessments.records.access.states import AccessState
from cpd.accounts.models import User
from cpd.rules import NotAllowed

LASTS = timedelta(days=7)
MOST_A_WEEK = 5


def check_can_ask(by: User, now: datetime) -> None:
    mine = SubjectAccess.objects.filter(person=by)
    if mine.filter(state=AccessState.ASKED).exists():
        raise NotAllowed("A copy is being put together already. It appears here in a few minutes.")
    if mine.filter(asked_at__gt=now - LASTS).count() >= MOST_A_WEEK:
        raise NotAllowed(f"You had {MOST_A_WEEK} copies this week. Download one of them, or ask again later.")


def check_can_download(by: User, copy: SubjectAccess, now: datetime) -> None:
    if copy.person_id != by.pk:
        raise NotAllowed("This copy is somebody else's.")
    if copy.state == AccessState.ASKED:
        raise NotAllowed("This copy is still being put together.")
    if copy.state == AccessState.GONE or copy.expires_at <= now:
        raise NotAllowed("This copy was destroyed after 7 days. Ask for a new one.")
    if has_locked_since(copy):
        raise NotAllowed(
            "An item in it was locked away after it was made, because it may identify somebody. Ask for a new copy; destroy "
            "the ones that you downloaded."
        )


def has_locked_since(copy: SubjectAccess) -> bool:
    """Whether evidence that is in this copy was locked away after it was made."""
    hers = Incident.objects.filter(item__submission__portfolio__enrolment__learner=copy.person_id)
    return copy.made_at is not None and hers.filter(opened_at__gte=copy.made_at).exists()
