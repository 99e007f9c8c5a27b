"""Background work of the university's rooms."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from assessments.audit import reminders
from assessments.audit.checking import keep_check
from assessments.audit.emails import send_line
from assessments.audit.lines import check_line
from assessments.audit.making import make, purge
from assessments.audit.models import HistoryCheck, Pack, Visit
from assessments.audit.packing.scopes import has_locked_since
from assessments.audit.states import PackState
from cpd.history.models import Checkpoint
from cpd.jobs.kinds import job_kind
from cpd.jobs.schedule import schedule


@schedule("audit.remind", every=timedelta(hours=1), seconds=120)
def remind_of_visits(ref: str) -> Callable[[], int]:
    return lambda: reminders.remind(now=timezone.now())


@job_kind("audit.check_history", seconds=600, batch=1)
def check_history(ref: str) -> Callable[[], object]:
    check = HistoryCheck.objects.get(pk=ref)
    entries, wrong = check_line(check.size, check.root)
    return lambda: keep_check(check, entries=entries, wrong=wrong, now=timezone.now())


@job_kind("audit.make_pack", seconds=600, batch=1)
def make_pack(ref: str) -> Callable[[], object] | None:
    """Begins anew whatever an earlier attempt left."""
    pack = Pack.objects.select_related(
        "visit__accreditation", "visit__auditor", "award__enrolment", "cohort", "asked_by", "agreed_by"
    ).get(pk=ref)
    if pack.state != PackState.MAKING:
        return None
    return make(pack, now=timezone.now())


@schedule("audit.purge_packs", every=timedelta(hours=1), seconds=300)
def purge_packs(ref: str) -> None:
    now = timezone.now()
    for pack in Pack.objects.over(timezone.localdate(now)):
        purge(pack, now=now)
    # An archive holds evidence: what was locked away since is in it.
    made = Pack.objects.archives().filter(state=PackState.MADE).select_related("cohort", "asked_by", "agreed_by")
    for pack in made:
        if has_locked_since(pack):
            purge(pack, now=now)


@job_kind("audit.mail_line", seconds=60, batch=20)
def mail_line(ref: str) -> None:
    """To the address of her account as it is now; nobody else ever gets it."""
    visit_id, _, checkpoint_id = ref.partition(":")
    visit = Visit.objects.select_related("auditor").get(pk=visit_id)
    send_line(visit.auditor.email, Checkpoint.objects.get(pk=checkpoint_id), key=f"line:{ref}")
