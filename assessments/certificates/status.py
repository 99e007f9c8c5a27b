"""Status lists: a random place for each certificate, and signed editions that say which count no more."""

import hashlib
import secrets
from datetime import datetime, timedelta

from assessments.certificates.addresses import status_address
from assessments.certificates.models import Certificate, StatusList, StatusListIssue
from cpd.credentials.bitstrings import SIZE, write_bits
from cpd.credentials.canonical import write_json
from cpd.credentials.contexts import VC
from cpd.credentials.did import our_did
from cpd.credentials.proofs import sign_document, write_time
from cpd.credentials.tokens import write_token
from cpd.history.actions import action, record, unchanged
from cpd.jobs.queue import enqueue

PUBLISH = "certificates.publish_status"
# Whoever holds an edition may believe it for so long; a new one is signed every day.
VALID = timedelta(days=7)
FRESH = timedelta(hours=20)
# A list is given up half full, so that a random place is found at the second try on average.
MOST = SIZE // 2


def take_place(*, now: datetime) -> tuple[StatusList, int]:
    """A free random place in the newest list. Its row is locked, so that two cannot take the same."""
    newest = StatusList.objects.select_for_update().order_by("-number").first()
    if newest is None or newest.certificates.count() >= MOST:
        newest = StatusList.objects.create(number=newest.number + 1 if newest else 1, created_at=now)
    while True:
        place = secrets.randbelow(SIZE)
        if not Certificate.objects.filter(status_list=newest, status_index=place).exists():
            return newest, place


def ask_to_publish(certificates, *, now: datetime) -> None:
    """Owe a new edition of each list that these certificates have a place in."""
    numbers = set(certificates.exclude(status_list=None).values_list("status_list__number", flat=True))
    for number in sorted(numbers):
        enqueue(PUBLISH, str(number), now=now)


@action
def publish(status_list: StatusList, *, now: datetime) -> StatusListIssue:
    """Sign a new edition, unless the last one says the same and is of today.

    Places are read and signed under the list's lock: an older reading never follows a newer one.
    """
    status_list = StatusList.objects.select_for_update().get(pk=status_list.pk)
    places = sorted(status_list.certificates.not_in_force().values_list("status_index", flat=True))
    encoded = write_bits(places)
    last = newest_issue(status_list.number)
    if last and last.published_at > now - FRESH and encoded in last.credential:
        unchanged()
        return last
    document = status_credential(status_list.number, encoded, now)
    credential = write_json(sign_document(document, now=now)).decode()
    issue = StatusListIssue.objects.create(
        status_list=status_list,
        credential=credential,
        token=write_token(document),
        sha256=hashlib.sha256(credential.encode()).hexdigest(),
        bits_set=len(places),
        published_at=now,
        valid_until=now + VALID,
    )
    record("status_list.published", by=None, about=status_list, now=now, list=status_list.number, sha256=issue.sha256)
    return issue


def newest_issue(number: int) -> StatusListIssue | None:
    return StatusListIssue.objects.filter(status_list__number=number).order_by("-id").first()


def status_credential(number: int, encoded: str, now: datetime) -> dict:
    address = status_address(number)
    return {
        "@context": [VC],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": our_did(),
        "validFrom": write_time(now),
        "validUntil": write_time(now + VALID),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded,
        },
    }
