"""What a coordinator does with an address for a confirmation that the learner typed."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.portfolios.actions.attestations import LINK_LIFE, lock_request, owe_mail
from assessments.portfolios.attesting import check_can_check_address, check_is_no_party
from assessments.portfolios.models import Attestation
from assessments.portfolios.states import AddressFrom, AttestationState
from cpd.accounts.models import User
from cpd.history.actions import action, record
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


@action
def confirm_address(
    attestation: Attestation, *, name: str, email: str, how: str, by: User, now: datetime
) -> Attestation:
    """A coordinator has made sure whose address it is, or puts in the right one; the link goes there now."""
    attestation = lock_request(attestation)
    check_can_check_address(by, attestation, timezone.localdate(now))
    email = email.strip().casefold()
    check_is_no_party(attestation.submission, email)
    if email == by.email:
        raise NotAllowed("This is your own address, so another coordinator has to confirm it.")
    attestation.address_from = (
        AddressFrom.LEARNER if email == attestation.manager_email.casefold() else AddressFrom.COORDINATOR
    )
    attestation.manager_name = name
    attestation.manager_email = email
    attestation.address_confirmed_by = by
    attestation.address_confirmed_at = now
    attestation.expires_at = now + LINK_LIFE
    attestation.state = AttestationState.ASKED
    attestation.save()
    owe_mail(attestation, now)
    record(
        "attestation.address_confirmed",
        by=by,
        about=attestation,
        now=now,
        submission=attestation.submission_id,
        item=attestation.item_id,
        address=attestation.address_from.value,
        sealed={"manager": f"{name} {email}", "how": how},
    )
    return attestation


@action
def refuse_address(attestation: Attestation, *, reason: str, by: User, now: datetime) -> Attestation:
    """Nothing is sent to this address, and the learner is told so."""
    attestation = lock_request(attestation)
    check_can_check_address(by, attestation, timezone.localdate(now))
    attestation.state = AttestationState.CANCELLED
    attestation.save(update_fields=["state"])
    submission = attestation.submission
    notify(
        submission.portfolio.enrolment.learner,
        "attestation.refused",
        now=now,
        about=attestation,
        url=reverse("portfolios:show_portfolio", args=[submission.pk]),
    )
    record(
        "attestation.address_refused",
        by=by,
        about=attestation,
        now=now,
        submission=submission.pk,
        sealed={"reason": reason},
    )
    return attestation
