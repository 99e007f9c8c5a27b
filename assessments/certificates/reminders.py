"""Tells coordinators of results and certificates that are past their day (BRD-3), once a working day."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from assessments.boards.models import Board
from assessments.boards.moments import certificates_due_on, results_due_on
from assessments.boards.states import BoardState
from assessments.certificates.models import Certificate
from assessments.certificates.states import AwardState, CertificateState
from courses.delivery.calendar import working_day_has_begun
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import counted
from cpd.notices.actions import notify_once

RESULTS, CERTIFICATES = "board.results_late", "certificates.late"
NOT_ISSUED = [CertificateState.OWED, CertificateState.HELD]


def remind(*, now: datetime) -> tuple[int, int]:
    """Gives how many meetings' results, and how many certificates, are past their day."""
    if not working_day_has_begun(now):
        return 0, 0
    today = timezone.localdate(now)
    results, certificates = len(list_late_results(today)), count_late_certificates(today)
    for kind, number, words, page in (
        (RESULTS, results, "meeting", "boards:list_boards"),
        (CERTIFICATES, certificates, "certificate", "certificates:list_certificates"),
    ):
        if number:
            _tell(kind, counted(number, words), reverse(page), today, now)
    return results, certificates


def list_late_results(today: date) -> list[Board]:
    """Ratified meetings whose results should be out."""
    return [board for board in _with_rules(state=BoardState.RATIFIED) if results_due_on(board) < today]


def count_late_certificates(today: date) -> int:
    """Certificates of standing awards that are not made, whatever holds them, and should be."""
    waiting = Certificate.objects.filter(state__in=NOT_ISSUED, award__state=AwardState.GRANTED)
    boards = waiting.values("award__decision__paper__board")
    late = [board.pk for board in _with_rules(pk__in=boards) if certificates_due_on(board) < today]
    return waiting.filter(award__decision__paper__board__in=late).count()


def _with_rules(**which) -> Iterable[Board]:
    return (
        Board.objects.filter(**which)
        .select_related("cohort__accreditation")
        .prefetch_related("cohort__accreditation__rule_sets")
    )


def _tell(kind: str, detail: str, url: str, today: date, now: datetime) -> None:
    for person in User.objects.holding(Role.COORDINATOR, on=today).select_related("preferences"):
        notify_once(person, kind, key=f"{kind}:{person.pk}:{today}", now=now, url=url, detail=detail)
