"""A hundred awards while workers and the broker are killed: a hundred certificates, none lost, none twice."""

import hashlib
import time

import pytest
from django.db import connection
from django.utils import timezone

from assessments.certificates.models import Certificate
from assessments.certificates.reconciling import is_issuing_stopped
from assessments.certificates.states import CertificateState
from cpd.files.models import StoredFile
from cpd.files.store import open_bytes
from cpd.history.models import Entry
from cpd.jobs.bell import ring
from cpd.jobs.queue import enqueue
from tests.bench.filling import fill
from tests.bench.installation import Installation
from tests.chaos.processes import RELAY, WORKER, Processes
from tests.factories import SHORT

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
A_HUNDRED = 100
LONGEST_REQUEST = 1.2


@pytest.fixture
def owed(machine) -> list[Certificate]:
    """A hundred certificates and more that are owed, as release leaves them; none that was filled in as issued is left, since
    the comparison that runs meanwhile would miss its entry and stop the issuing.
    """
    fill(Installation(SHORT, timezone.now()), 300)
    ids = list(Certificate.objects.filter(state=CertificateState.ISSUED).values_list("pk", flat=True))
    Certificate.objects.filter(pk__in=ids).update(state=CertificateState.OWED, pdf=None, pdf_sha256="", issued_at=None)
    assert len(ids) >= A_HUNDRED
    return list(Certificate.objects.filter(pk__in=ids))


def test_a_hundred_awards_become_a_hundred_certificates(broker, owed, tmp_path, settings):
    before = Entry.objects.latest("pk").pk
    processes = Processes(tmp_path, str(connection.settings_dict["NAME"]), settings.CPD_BROKER_URL)
    try:
        processes.start(RELAY)
        worker = processes.start(WORKER)
        slowest = max(ask_three_times(certificate) for certificate in owed)
        for done in (10, 40, 70):
            processes.wait_for(lambda done=done: count_issued(owed) >= done, 60)
            processes.kill(worker)
            worker = processes.start(WORKER)
        processes.wait_for(lambda: count_issued(owed) == len(owed), 90)
    finally:
        processes.kill_all()

    assert slowest < LONGEST_REQUEST
    assert not is_issuing_stopped()
    told = Entry.objects.filter(pk__gt=before, name="certificate.issued")
    assert sorted(told.values_list("subject_id", flat=True)) == sorted(str(row.pk) for row in owed)
    issued = list(Certificate.objects.filter(pk__in=[row.pk for row in owed]).select_related("pdf"))
    assert len({row.pdf_id for row in issued}) == len(owed)
    assert StoredFile.objects.filter(pk__in=[row.pdf_id for row in issued]).count() == len(owed)
    for row in issued[::10]:
        assert hashlib.sha256(open_bytes(row.pdf)).hexdigest() == row.pdf_sha256


def ask_three_times(certificate: Certificate) -> float:
    """Owe the job as release does, and deliver its message twice more; the seconds it took."""
    began = time.monotonic()
    job = enqueue("certificates.issue", certificate.pk, key=f"chaos:{certificate.pk}", now=timezone.now())
    took = time.monotonic() - began
    for _ in range(2):
        ring("certificates.issue", [job.pk])
    return took


def count_issued(owed: list[Certificate]) -> int:
    return Certificate.objects.filter(pk__in=[row.pk for row in owed], state=CertificateState.ISSUED).count()
