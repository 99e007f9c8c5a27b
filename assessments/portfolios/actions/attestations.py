"""Asking a manager for a confirmation by a one-time link, and her answer."""

import uuid
from datetime import datetime, timedelta

from assessments.portfolios.models import Attestation, EvidenceItem, Submission
from assessments.portfolios.moves import lock
from assessments.portfolios.rules import check_asks_seldom, check_can_answer, check_can_ask_manager, check_can_work
from assessments.portfolios.states import ATTESTATION_MOVES, AttestationState
from assessments.portfolios.tokens import digest_of_token, token_of
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.jobs.queue import enqueue
from cpd.notices.actions import notify
from cpd.rules import NotAllowed

LINK_LIFE = timedelta(days=14)


@action
def ask_manager(
    submission: Submission, *, item: EvidenceItem | None = None, name: str, email: str, by: User, now: datetime
) -> tuple[Attestation, str]:
    """Ask for a confirmation of one item, or that the whole portfolio is the learner's work; a job mails the link.

    Asking the same person about the same thing again gives the request that waits; asking another cancels it. The token
    is for the mail alone: whoever has it answers as the manager, so no page shows it to the learner.
    """
    submission = lock(submission)
    email = email.strip().casefold()
    if item is not None:
        item = EvidenceItem.objects.select_related("task").get(pk=item.pk)
    check_can_ask_manager(by, submission, item, email)
    waiting = submission.attestations.filter(item=item, state=AttestationState.ASKED)
    existing = waiting.filter(manager_email=email, manager_name=name, expires_at__gt=now).first()
    if existing:
        unchanged()
        return existing, token_of(existing.pk)
    check_asks_seldom(submission, now)
    waiting.update(state=AttestationState.CANCELLED)
    attestation_id = uuid.uuid4()
    token = token_of(attestation_id)
    attestation = Attestation.objects.create(
        id=attestation_id,
        submission=submission,
        item=item,
        manager_name=name,
        manager_email=email,
        token_digest=digest_of_token(token),
        asked_at=now,
        expires_at=now + LINK_LIFE,
    )
    enqueue("portfolios.ask_manager", attestation.pk, key=f"portfolios.ask_manager:{attestation.pk}", now=now)
    record(
        "attestation.asked",
        by=by,
        about=attestation,
        now=now,
        submission=submission.pk,
        item=item.pk if item else None,
        sealed={"manager": f"{name} {email}"},
    )
    return attestation, token


@action
def answer_manager(
    attestation: Attestation, *, confirmed: bool, statement: str = "", role: str, now: datetime
) -> Attestation:
    """The manager's one answer. She has no account, so nobody is named as doing it; the link stands for her."""
    attestation = Attestation.objects.select_for_update().get(pk=attestation.pk)
    check_can_answer(attestation, now)
    to = AttestationState.CONFIRMED if confirmed else AttestationState.DECLINED
    attestation.state = to
    attestation.statement = statement
    attestation.manager_role = role
    attestation.answered_at = now
    attestation.save(update_fields=["state", "statement", "manager_role", "answered_at"])
    submission = attestation.submission
    record(
        "attestation.answered",
        by=None,
        about=attestation,
        now=now,
        submission=submission.pk,
        item=attestation.item_id,
        answer=to.value,
        sealed={"statement": statement},
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
    """Take a question to a manager back; her link then says that it was cancelled."""
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
