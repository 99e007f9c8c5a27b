"""What the office does with many certificates at once."""

from datetime import datetime

from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.history.actions import action, record


@action
def record_bundle(cohort: Cohort, *, count: int, by: User, now: datetime) -> None:
    """Leave in the record who took the certificates of a whole cohort."""
    record("certificates.taken", by=by, about=cohort, now=now, count=count)
