"""Compares what boards decided with what was awarded and issued; while they differ, nothing is issued."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from assessments.boards.models import Decision
from assessments.boards.states import BoardState, Result
from assessments.certificates.models import Award, Certificate, Disagreement, Reconciliation
from assessments.certificates.states import LIVE, AwardState, CertificateState, Mismatch
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.files.sealing import Damaged
from cpd.files.store import Destroyed, open_bytes
from cpd.history.actions import action, record
from cpd.history.models import Entry
from cpd.jobs.queue import enqueue
from cpd.notices.actions import notify

STANDING = [AwardState.GRANTED, AwardState.SUSPENDED]
# How many documents, drawn at random, one comparison reads again.
READ_AT_MOST = 500
SHOWN_AT_MOST = 200


@dataclass
class Comparison:
    """How many there are of each, and what does not fit, by enrolment."""

    passes: int
    awards: int
    certificates: int
    mismatches: list[tuple[UUID, Mismatch]] = field(default_factory=list)

    def seen_again_in(self, second: "Comparison") -> "Comparison":
        again = set(second.mismatches)
        return replace(self, mismatches=[mismatch for mismatch in self.mismatches if mismatch in again])


def is_issuing_stopped() -> bool:
    """Whether the last comparison found a mismatch."""
    last = last_reconciliation()
    return last is not None and not last.is_clean


def last_reconciliation() -> Reconciliation | None:
    return Reconciliation.objects.order_by("-ran_at", "-pk").first()


def list_reconciliations() -> QuerySet[Reconciliation]:
    return Reconciliation.objects.annotate(found=Count("disagreements")).order_by("-ran_at", "-pk")


def list_disagreements(reconciliation: Reconciliation, person: User) -> QuerySet[Disagreement]:
    """What one comparison found, but for this person's own enrolments."""
    return (
        reconciliation.disagreements.exclude(enrolment__learner=person)
        .filter(enrolment__in=Enrolment.objects.seen_by(person))
        .select_related("enrolment__cohort")
        .order_by("kind", "enrolment__candidate_number")[:SHOWN_AT_MOST]
    )


def compare_twice() -> Comparison:
    """A comparison that takes no release in mid-course for a mismatch: what it found must be found again."""
    found = compare()
    return found.seen_again_in(compare()) if found.mismatches else found


def compare() -> Comparison:
    """Everything that was released against everything that was issued; reads, and changes nothing."""
    passed = set(released_passes().values_list("paper__submission__portfolio__enrolment", flat=True))
    standing = dict(Award.objects.filter(state__in=STANDING).values_list("enrolment", "pk"))
    awarded = set(Award.objects.values_list("enrolment", flat=True))
    live = dict(Certificate.objects.filter(state__in=LIVE).values_list("award__enrolment", "award__state"))
    found = Comparison(len(passed), len(standing), len(live))
    found.mismatches += _each(Mismatch.NO_AWARD, passed - awarded)
    found.mismatches += _each(Mismatch.NO_PASS, standing.keys() - passed)
    found.mismatches += _each(Mismatch.NO_CERTIFICATE, standing.keys() - live.keys())
    found.mismatches += _each(Mismatch.STRAY_CERTIFICATE, (key for key, state in live.items() if state not in STANDING))
    found.mismatches += _each(Mismatch.NO_ENTRY, _without_entry())
    found.mismatches += _each(Mismatch.WRONG_BYTES, _with_wrong_bytes())
    return found


def released_passes():
    """Decisions of “pass” that stand and whose results are out."""
    return Decision.objects.filter(
        result=Result.PASS, superseded_by__isnull=True, paper__board__state=BoardState.RELEASED
    )


@action
def reconcile(*, by: User | None, now: datetime, comparison: Comparison | None = None) -> Reconciliation:
    """Compare and keep what was found. With a mismatch issuing stops and people are told; without one it goes on."""
    was_stopped = is_issuing_stopped()
    found = comparison or compare_twice()
    row = Reconciliation.objects.create(
        ran_at=now,
        passes=found.passes,
        awards=found.awards,
        certificates=found.certificates,
        is_clean=not found.mismatches,
    )
    Disagreement.objects.bulk_create(
        Disagreement(reconciliation=row, enrolment_id=enrolment, kind=kind)
        for enrolment, kind in sorted(set(found.mismatches))
    )
    if found.mismatches and not was_stopped:
        for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
            for person in User.objects.holding(role, on=now.date()):
                notify(person, "certificates.mismatch", now=now, about=row, url=_address(role))
    if was_stopped and row.is_clean:
        enqueue("certificates.sweep", "resumed", now=now)
    kinds = Counter(str(kind) for _, kind in found.mismatches)
    record("awards.reconciled", by=by, about=row, now=now, passes=found.passes, awards=found.awards, **kinds)
    return row


def _address(role: Role) -> str:
    """Administrators are told, and coordinators have the page."""
    return "/certificates/comparison/" if role == Role.COORDINATOR else ""


def _each(kind: Mismatch, enrolments: Iterable[UUID]) -> list[tuple[UUID, Mismatch]]:
    return [(enrolment, kind) for enrolment in enrolments]


def _issued():
    return Certificate.objects.filter(state=CertificateState.ISSUED)


def _without_entry() -> Iterator[UUID]:
    """Enrolments whose issued certificate is not exactly once in the record, with the digest of its bytes."""
    recorded = Counter(
        (subject, detail.get("pdf"))
        for subject, detail in Entry.objects.filter(name="certificate.issued").values_list("subject_id", "detail")
    )
    for pk, digest, enrolment in _issued().values_list("pk", "pdf_sha256", "award__enrolment"):
        if recorded[str(pk), digest] != 1:
            yield enrolment


def _with_wrong_bytes() -> Iterator[UUID]:
    """Enrolments whose document is destroyed, or stored under another digest, or does not hash to it when read again."""
    spoilt = _issued().filter(Q(pdf__destroyed_at__isnull=False) | ~Q(pdf__sha256=F("pdf_sha256")))
    yield from spoilt.values_list("award__enrolment", flat=True)
    drawn = _issued().select_related("pdf").annotate(whose=F("award__enrolment")).order_by("?")[:READ_AT_MOST]
    for certificate in drawn:
        try:
            digest = hashlib.sha256(open_bytes(certificate.pdf)).hexdigest()
        except (Damaged, Destroyed, FileNotFoundError):
            digest = ""
        if digest != certificate.pdf_sha256:
            yield certificate.whose
