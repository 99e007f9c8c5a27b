"""Awards in the demonstration: one under review, and one that it is proposed to revoke, with the holder's reply."""

from datetime import datetime

from assessments.certificates.changing import change_award, reply_to_change
from assessments.certificates.models import Award
from assessments.certificates.states import Authority, AwardReason, AwardState
from assessments.demo.people import make_person
from cpd.accounts.actions import appoint
from cpd.accounts.models import User
from cpd.accounts.roles import Role

# Writes the proposal down, so that the coordinator of the demonstration answers and decides.
COLLEAGUE = "Corin Ashby"


def make_awards(maker, *, reviewed: Award, questioned: Award) -> None:
    began, cast = maker.ago(380), maker.cast
    colleague = make_person(COLLEAGUE, now=began)
    appoint(colleague, role=Role.COORDINATOR, organisation=cast.provider, starts_on=began.date(), by=None, now=began)
    suspend(reviewed, by=cast.coordinator, now=maker.ago(3))
    propose_to_revoke(questioned, by=colleague, now=maker.ago(4), replied_at=maker.ago(1))


def suspend(award: Award, *, by: User, now: datetime) -> None:
    change_award(
        award,
        to=AwardState.SUSPENDED,
        reason=AwardReason.UNDER_REVIEW,
        authority=Authority.BOARD,
        authority_on=now.date(),
        authority_reference="Chair's action 4",
        by=by,
        now=now,
    )


def propose_to_revoke(award: Award, *, by: User, now: datetime, replied_at: datetime) -> None:
    """The holder has replied, so that a second coordinator answers next (AWD-1)."""
    change = change_award(
        award,
        to=AwardState.REVOKED,
        reason=AwardReason.MISCONDUCT,
        authority=Authority.PARTNER,
        authority_on=now.date(),
        authority_reference="Letter UM/26/118",
        by=by,
        now=now,
    )
    reply_to_change(
        change,
        text="The passages in question are from a guide that I wrote myself for my service. I can send it to you.",
        by=award.enrolment.learner,
        now=replied_at,
    )
