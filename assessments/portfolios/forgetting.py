"""Ends the keeping of what a learner told the identity check: names to look for, and pseudonyms."""

from datetime import datetime, timedelta

from assessments.portfolios.models import IdentityCheck, Portfolio
from cpd.files.keeping import is_held
from cpd.files.texts import destroy_text_key
from cpd.history.actions import action, record

UNUSED = timedelta(days=7)


def forget_check(portfolio: Portfolio, now: datetime) -> int:
    """Destroy the list of names and the pseudonyms; part of the action that ends the checking. A legal hold keeps them."""
    checks = [check for check in IdentityCheck.objects.filter(portfolio=portfolio) if not is_held(check.text_key)]
    for check in checks:
        destroy_text_key(check.text_key, now=now)
    return IdentityCheck.objects.filter(pk__in=[check.pk for check in checks]).delete()[0]


def forget_unused_checks(*, now: datetime) -> int:
    """Destroy every list that nobody has used for a week; gives how many."""
    unused = IdentityCheck.objects.filter(used_at__lt=now - UNUSED).select_related("portfolio")
    return sum(_forget(check.portfolio, now=now) for check in unused if not is_held(check.text_key))


@action
def _forget(portfolio: Portfolio, *, now: datetime) -> int:
    record("names.forgotten", by=None, about=portfolio, now=now)
    return forget_check(portfolio, now)
