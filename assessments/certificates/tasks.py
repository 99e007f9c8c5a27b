"""Background work of certificates."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from assessments.boards.actions.releases import RELEASE
from assessments.boards.models import Release
from assessments.boards.states import ReleaseState
from assessments.certificates import releasing, reminders
from assessments.certificates.holds import release_breach
from assessments.certificates.issuing import issue
from assessments.certificates.models import Certificate, StatusList
from assessments.certificates.reconciling import compare_twice, is_issuing_stopped, reconcile
from assessments.certificates.states import CertificateState, Hold
from assessments.certificates.status import PUBLISH, publish
from cpd.files.disk import together
from cpd.files.fonts import register
from cpd.jobs.kinds import job_kind
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from cpd.jobs.schedule import schedule
from cpd.jobs.states import State


@contextmanager
def _making() -> Iterator[None]:
    """The faces are made once on a machine, which takes longer than any certificate; files are on the disk together."""
    register()
    with together():
        yield


@job_kind("certificates.issue", seconds=10, batch=100, around=_making)
def issue_certificate(ref: str) -> Callable[[], object] | None:
    return issue(ref)


@job_kind(RELEASE, seconds=300, batch=1)
def release_results(ref: str) -> Callable[[], object] | None:
    """Let the results out that two people agreed on; one that was stopped meanwhile stays in."""
    agreed = Release.objects.select_related("board", "asked_by").get(pk=ref)
    if agreed.state != ReleaseState.AGREED:
        return None
    return lambda: releasing.release_results(agreed, by=agreed.asked_by, now=timezone.now())


@schedule("certificates.sweep", every=timedelta(minutes=10))
def sweep_certificates(ref: str) -> Callable[[], object] | None:
    """Owe a new job to a certificate that waits without one: none is forgotten, whatever was lost. A dead job is a person's."""

    def finish() -> None:
        now = timezone.now()
        if is_issuing_stopped():
            return
        for certificate in Certificate.objects.filter(state=CertificateState.HELD, hold=Hold.BREACH):
            release_breach(certificate, now=now)
        waiting = set(
            Job.objects.filter(
                kind="certificates.issue", state__in=[State.WAITING, State.RUNNING, State.DEAD]
            ).values_list("ref", flat=True)
        )
        for pk in Certificate.objects.filter(state=CertificateState.OWED).values_list("pk", flat=True):
            if str(pk) not in waiting:
                enqueue("certificates.issue", pk, now=now)

    return finish


@schedule("certificates.reconcile", every=timedelta(days=1), seconds=600)
def reconcile_awards(ref: str) -> Callable[[], object]:
    """Every night compare released passes with awards and certificates."""
    found = compare_twice()
    return lambda: reconcile(by=None, now=timezone.now(), comparison=found)


@schedule("certificates.remind", every=timedelta(hours=1), seconds=120)
def remind_of_results(ref: str) -> Callable[[], object]:
    return lambda: reminders.remind(now=timezone.now())


@job_kind(PUBLISH, seconds=30, batch=10)
def publish_status(ref: str) -> Callable[[], object]:
    """Sign a status list anew, moments after something in it changed."""
    return lambda: publish(StatusList.objects.get(number=int(ref)), now=timezone.now())


@schedule("certificates.publish_lists", every=timedelta(seconds=60))
def publish_lists(ref: str) -> Callable[[], object]:
    """Every minute look whether a list must be signed anew: since something changed, or since the last edition is of
    yesterday. An old edition runs out, so that nobody can keep showing it."""

    def finish() -> None:
        for status_list in StatusList.objects.order_by("number"):
            publish(status_list, now=timezone.now())

    return finish
