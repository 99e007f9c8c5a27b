"""Asking a manager for a confirmation by a one-time link, and her answer."""

import uuid
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.portfolios.attesting import (
    check_asks_seldom,
    check_can_answer,
    check_can_ask_manager,
    source_of,
)
from assessments.portfolios.models import Attestation, EvidenceItem, Submission
from assessments.portfolios.moves import lock
from assessments.portfolios.rules import check_can_work
from assessments.portfolios.states import ATTESTATION_MOVES, AddressFrom, Answer, AttestationState
from assessments.portfolios.tokens import digest_of_token, token_of
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, unchanged
from cpd.jobs.queue import enqueue
from cpd.notices.actions import notify, notify_once
from cpd.rules import NotAllowed

LINK_LIFE = timedelta(days=14)
UNANSWERED = (AttestationState.WAITING, AttestationState.ASKED)


@action
def ask_manager(
    submission: Submission, *, item: EvidenceItem | None = None, name: str, email: str, by: User, now: datetime
) -> tuple[Attestation, str]:
    """Ask for a confirmation of one item, or that the whole portfolio is the learner's work.

    A job mails the link at once to an address that we know; one that the learner typed waits for a coordinator. Asking
    the same person about the same thing again gives the request that waits; asking another cancels it. The token is for
    the mail alone: whoever has it answers as the manager, so no page shows it to the learner.
    """
    submission = lock(submission)
    email = email.strip().casefold()
    if item is not None:
        item = EvidenceItem.objects.select_related("task").get(pk=item.pk)
    check_can_ask_manager(by, submission, item, email)
    waiting = submission.attestations.filter(item=item, state__in=UNANSWERED)
    existing = waiting.filter(manager_email=email, manager_name=name, expires_at__gt=now).first()
    if existing and existing.employer_id == submission.portfolio.enrolment.employer_id:
        unchanged()
        return existing, token_of(existing.pk)
    check_asks_seldom(submission, now)
    waiting.update(state=AttestationState.CANCELLED)
    attestation_id = uuid.uuid4()
    token = token_of(attestation_id)
    source, confirmed_before = source_of(submission, email)
    is_known = source != AddressFrom.LEARNER or confirmed_before is not None
    attestation = Attestation.objects.create(
        id=attestation_id,
        submission=submission,
        item=item,
        state=AttestationState.ASKED if is_known else AttestationState.WAITING,
        manager_name=name,
        manager_email=email,
        address_from=source,
        address_confirmed_by_id=confirmed_before.address_confirmed_by_id if confirmed_before else None,
        address_confirmed_at=confirmed_before.address_confirmed_at if confirmed_before else None,
        employer_id=submission.portfolio.enrolment.employer_id,
        token_digest=digest_of_token(token),
        asked_at=now,
        expires_at=now + LINK_LIFE,
    )
    if is_known:
        owe_mail(attestation, now)
    else:
        _tell_coordinators(now)
    record(
        "attestation.asked",
        by=by,
        about=attestation,
        now=now,
        submission=submission.pk,
        item=item.pk if item else None,
        address=source.value,
        sealed={"manager": f"{name} {email}"},
    )
    return attestation, token


@action
def answer_manager(
    attestation: Attestation,
    *,
    answer: str,
    relationship: str,
    role: str,
    statement: str = "",
    seen_on: date | None = None,
    now: datetime,
) -> Attestation:
    """The manager's one answer. She has no account, so nobody is named as doing it; the link stands for her."""
    attestation = lock_request(attestation)
    check_can_answer(attestation, now)
    is_confirmed = answer == Answer.CONFIRMED
    attestation.state = AttestationState.CONFIRMED if is_confirmed else AttestationState.DECLINED
    attestation.answer = answer
    attestation.relationship = relationship
    attestation.seen_on = seen_on
    attestation.statement = statement
    attestation.manager_role = role
    attestation.answered_at = now
    attestation.save()
    submission = attestation.submission
    record(
        "attestation.answered",
        by=None,
        about=attestation,
        now=now,
        submission=submission.pk,
        item=attestation.item_id,
        answer=str(answer),
        relationship=str(relationship),
        address=attestation.address_from,
        sealed={"statement": statement, "role": role},
    )
    notify(
        submission.portfolio.enrolment.learner,
        "attestation.answered",
        now=now,
        about=submission,
        url=f"/portfolio/{submission.pk}/",
    )
    return attestation


@action
def cancel_request(attestation: Attestation, *, by: User, now: datetime) -> Attestation:
    """Take a question to a manager back; her link then says that it was cancelled. An answer cannot be taken back."""
    submission = lock(attestation.submission)
    check_can_work(by, submission)
    attestation = Attestation.objects.select_for_update().get(pk=attestation.pk)
    if attestation.state == AttestationState.CANCELLED:
        unchanged()
        return attestation
    if AttestationState.CANCELLED not in ATTESTATION_MOVES[AttestationState(attestation.state)]:
        raise NotAllowed("This request was answered already, so it cannot be cancelled.")
    attestation.state = AttestationState.CANCELLED
    attestation.save(update_fields=["state"])
    record("attestation.cancelled", by=by, about=attestation, now=now, submission=submission.pk)
    return attestation


def lock_request(attestation: Attestation) -> Attestation:
    """The request as it is now, locked until the caller's transaction ends."""
    rows = Attestation.objects.select_for_update(of=["self"]).select_related(
        "item", "submission__portfolio__enrolment__learner"
    )
    return rows.get(pk=attestation.pk)


def owe_mail(attestation: Attestation, now: datetime) -> None:
    """Owe the e-mail with the link."""
    enqueue("portfolios.ask_manager", attestation.pk, key=f"portfolios.ask_manager:{attestation.pk}", now=now)


def _tell_coordinators(now: datetime) -> None:
    """Once a day each: there are addresses to look at."""
    today = timezone.localdate(now)
    for coordinator in User.objects.holding(Role.COORDINATOR, on=today).select_related("preferences"):
        notify_once(
            coordinator,
            "attestation.address_waiting",
            key=f"attestation.address_waiting:{coordinator.pk}:{today}",
            now=now,
            url=reverse("portfolios:list_addresses"),
        )
