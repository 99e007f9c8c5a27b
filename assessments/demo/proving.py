"""What holds certificates back in the demonstration, and the nightly comparison."""

from datetime import datetime

from assessments.certificates.holds import place_hold
from assessments.certificates.reconciling import reconcile
from assessments.certificates.states import Hold
from courses.delivery.models import Enrolment
from cpd.accounts.models import User


def prove(coordinator: User, *, now: datetime, last_night: datetime) -> None:
    """A fee that is open before the release, an identity that was not shown; and results that agree with certificates."""
    for family_name, kind in (("Noor", Hold.FEES), ("Bell", Hold.IDENTITY)):
        enrolment = Enrolment.objects.get(learner__family_name=family_name, learner__is_demonstration=True)
        place_hold(enrolment, kind=kind, by=coordinator, now=now)
    reconcile(by=None, now=last_night)
