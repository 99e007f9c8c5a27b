"""Countersigning the mark of an assessor whose standing is not complete (ASR-1): until then it does not count."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.marking import fitness
from assessments.marking.actions.allocations import ask_again
from assessments.marking.actions.closing import hand_on
from assessments.marking.models import Allocation, Countersignature, Mark
from assessments.portfolios.moves import lock
from cpd.accounts.models import User
from cpd.history.actions import action, record
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


def ask_to_countersign(mark: Mark, now: datetime) -> bool:
    """Tell whoever countersigns this final mark; False when nobody needs to, so that it counts at once."""
    countersigner = mark.allocation.countersigner
    if countersigner is None:
        return False
    url = reverse("marking:show_countersigning", args=[mark.pk])
    notify(countersigner, "marking.countersign", now=now, about=mark, url=url)
    return True


@action
def countersign(mark: Mark, *, by: User, now: datetime) -> Countersignature:
    """A qualified assessor has read the work and agrees with every judgement: the mark counts from now on."""
    mark = _locked(mark, by, now)
    signature = _give(mark, by, now)
    hand_on(mark.submission, mark, by=by, now=now)
    record("mark.countersigned", by=by, about=mark, now=now, rules=signature.rules_version)
    return signature


@action
def send_back(mark: Mark, *, reason: str, by: User, now: datetime) -> Allocation:
    """A qualified assessor does not agree: the mark stays as it is, and its assessor is asked to mark again."""
    mark = _locked(mark, by, now)
    if not reason.strip():
        raise NotAllowed("Say what you would mark differently, and why; the assessor will read it.")
    signature = _give(mark, by, now, reason=reason.strip())
    allocation = ask_again(mark, query=signature.reason, kind="marking.sent_back", by=by, now=now)
    record(
        "mark.not_countersigned",
        by=by,
        about=mark,
        now=now,
        sealed={"reason": signature.reason},
        allocation=allocation.pk,
        rules=signature.rules_version,
    )
    return allocation


def _locked(mark: Mark, by: User, now: datetime) -> Mark:
    submission = lock(mark.submission)
    mark = Mark.objects.select_for_update(of=["self"]).select_related("allocation__assessor").get(pk=mark.pk)
    mark.submission = submission
    fitness.check_can_countersign(by, mark, timezone.localdate(now))
    return mark


def _give(mark: Mark, by: User, now: datetime, *, reason: str = "") -> Countersignature:
    return Countersignature.objects.create(
        mark=mark,
        by=by,
        is_signed=not reason,
        reason=reason,
        rules_version=mark.submission.portfolio.enrolment.rules.version,
        given_at=now,
    )
