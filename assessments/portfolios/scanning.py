"""Scans files that were taken while no virus scanner was set up, once one is; locks a harmful one away."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.states import ItemKind, ItemState
from assessments.screening.malware import check_malware
from assessments.screening.refusals import VIRUS, Refused
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.files.store import Destroyed, open_bytes
from cpd.history.actions import action, record
from cpd.notices.actions import notify

MOST_AT_ONCE = 50


def scan_waiting(*, now: datetime) -> int:
    """Scan what waits, the oldest first; gives how many are done. Does nothing without a scanner."""
    if not settings.CPD_CLAMD:
        return 0
    waiting = EvidenceItem.objects.present().filter(kind=ItemKind.FILE, scanned_at__isnull=True)
    done = 0
    for item in waiting.select_related("file").order_by("added_at")[:MOST_AT_ONCE]:
        try:
            check_malware(open_bytes(item.file))
        except Destroyed:
            continue
        except Refused as refused:
            if str(refused) != VIRUS:
                break  # the scanner is away; the next turn goes on
            _lock_away(item, now=now)
        else:
            EvidenceItem.objects.filter(pk=item.pk).update(scanned_at=now)
        done += 1
    return done


@action
def _lock_away(item: EvidenceItem, *, now: datetime) -> EvidenceItem:
    item.state = ItemState.QUARANTINED
    item.scanned_at = now
    item.save(update_fields=["state", "scanned_at"])
    for administrator in User.objects.holding(Role.ADMINISTRATOR, on=timezone.localdate(now)):
        notify(administrator, "file.harmful_kept", now=now, about=item, url=reverse("operations:show_system"))
    record("file.locked_away", by=None, about=item, now=now, submission=item.submission_id)
    return item
