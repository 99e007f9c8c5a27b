"""Background work on portfolios: pages as pictures, mailing a manager's link, reminders, and finishing the destruction of texts."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from assessments.portfolios import drawing, reminders
from assessments.portfolios.emails import send_link
from assessments.portfolios.forgetting import forget_unused_checks
from assessments.portfolios.models import Attestation, EvidenceItem
from assessments.portfolios.scanning import scan_waiting
from assessments.portfolios.states import AttestationState, ItemState
from assessments.screening.refusals import Refused
from cpd.files.store import Destroyed
from cpd.files.texts import erase_text_key
from cpd.jobs.kinds import job_kind
from cpd.jobs.schedule import schedule


@job_kind("portfolios.ask_manager", seconds=30, batch=10)
def ask_manager(ref: str) -> Callable[[], None] | None:
    attestation = Attestation.objects.get(pk=ref)
    if attestation.state != AttestationState.ASKED or attestation.mailed_at:
        return None
    send_link(attestation)
    sent_at = timezone.now()

    def note_sent() -> None:
        Attestation.objects.filter(pk=ref).update(mailed_at=sent_at)

    return note_sent


@job_kind("portfolios.draw_pages", seconds=120, batch=1)
def draw_pages(ref: str) -> Callable[[], None] | None:
    """Pages as pictures; a file that cannot be drawn within the limits keeps its text version and its download."""
    item = EvidenceItem.objects.select_related("file").get(pk=ref)
    if not drawing.needs_drawing(item):
        return None
    try:
        drawn = drawing.draw_pages(item)
    except (Refused, Destroyed):
        return None
    return lambda: drawing.store_pages(item, drawn)


@schedule("portfolios.remind", every=timedelta(hours=1), seconds=120)
def remind_of_deadlines(ref: str) -> Callable[[], None]:
    return lambda: reminders.remind(now=timezone.now())


@schedule("portfolios.sweep", every=timedelta(hours=6), seconds=120)
def sweep(ref: str) -> None:
    """A crash between a commit and the deletion of a key leaves the key; this deletes it."""
    now = timezone.now()
    gone = EvidenceItem.objects.filter(state__in=[ItemState.REMOVED, ItemState.PURGED], text_key__isnull=False)
    for key in gone.values_list("text_key", flat=True).iterator():
        erase_text_key(key, now)


@schedule("portfolios.scan", every=timedelta(hours=1), seconds=600)
def scan_files(ref: str) -> None:
    """Each file that was scanned is noted at once: a turn that is cut off has done what it did."""
    scan_waiting(now=timezone.now())


@schedule("portfolios.forget_names", every=timedelta(hours=24), seconds=120)
def forget_names(ref: str) -> Callable[[], None]:
    """The list of names to look for is kept only while somebody checks with it."""
    now = timezone.now()
    return lambda: forget_unused_checks(now=now)
