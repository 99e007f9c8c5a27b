"""When an award may be suspended, given back its force, or ended: on whose authority, and with which notice (AWD-1)."""

from datetime import date, datetime

from django.utils import timezone

from assessments.certificates.models import Award, AwardChange
from assessments.certificates.states import (
    AWARD_MOVES,
    REASONS_FOR,
    Authority,
    AwardChangeState,
    AwardReason,
    AwardState,
)
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

LONGEST_TEXT = 5000


def check_can_open_change(
    person: User, award: Award, to: AwardState, reason: str, authority: str, authority_on: date, now: datetime
) -> None:
    """By a coordinator on somebody's authority; the holder gives her award back herself."""
    _check_coordinator(person, award, now)
    check_can_move(award, to)
    if to == AwardState.RELINQUISHED or authority == Authority.HOLDER:
        raise NotAllowed("Only the holder gives an award back. She does it on her own page.")
    if reason not in REASONS_FOR[to]:
        known = " or ".join(f"“{AwardReason(one).label.lower()}”" for one in sorted(REASONS_FOR[to]))
        raise NotAllowed(f"The class of reason does not fit. For “{to.label.lower()}” it is {known}.")
    if authority_on > timezone.localdate(now):
        raise NotAllowed("That decision lies in the future. An award changes after it was decided, not before.")
    if to not in (AwardState.SUSPENDED, AwardState.GRANTED):
        check_nothing_is_proposed(award)


def check_can_move(award: Award, to: AwardState) -> None:
    if to not in AWARD_MOVES[AwardState(award.state)]:
        raise NotAllowed(f"This is not possible: the award is “{AwardState(award.state).label.lower()}”.")


def check_nothing_is_proposed(award: Award) -> None:
    if award.changes.filter(state=AwardChangeState.PROPOSED).exists():
        raise NotAllowed("It is proposed already that this award is revoked. That is decided or dropped first.")


def check_can_give_back(person: User, award: Award) -> None:
    if award.enrolment.learner_id != person.pk:
        raise NotAllowed("Only the holder gives an award back.")
    check_can_move(award, AwardState.RELINQUISHED)
    check_nothing_is_proposed(award)


def check_can_reply(person: User, change: AwardChange, text: str) -> None:
    """Once, until it is decided; to a suspension for as long as it lasts (AWD-1)."""
    if change.award.enrolment.learner_id != person.pk:
        raise NotAllowed("Only the holder replies.")
    if change.replied_at:
        raise NotAllowed("You have replied already. What you wrote is kept, and it is answered in words.")
    lasts = change.to == AwardState.SUSPENDED and change.award.state == AwardState.SUSPENDED
    is_latest = not change.award.changes.filter(to=change.to, proposed_at__gt=change.proposed_at).exists()
    if not change.is_proposed and not (lasts and is_latest):
        raise NotAllowed("This is decided, so a reply would change nothing. Write to us instead.")
    if not text.strip():
        raise NotAllowed("Write your reply first.")


def check_can_answer(person: User, change: AwardChange, text: str, now: datetime) -> None:
    _check_second(person, change, now)
    if change.answered_at:
        raise NotAllowed("The reply is answered already.")
    if not change.replied_at:
        raise NotAllowed("The holder has not replied, so there is nothing to answer.")
    if not text.strip():
        raise NotAllowed("Write the answer first.")


def check_can_carry_out(person: User, change: AwardChange, now: datetime) -> None:
    """By a second coordinator, after the reply was answered or the time for it has passed (AWD-1)."""
    _check_second(person, change, now)
    _check_undecided(change)
    if change.needs_answer:
        raise NotAllowed("The holder has replied. Answer her in words first.")
    if not change.replied_at and timezone.localdate(now) <= change.reply_by:
        raise NotAllowed("The holder still has time to reply. Nothing changes before it has passed.")
    check_can_move(change.award, AwardState(change.to))


def check_can_drop(person: User, change: AwardChange, now: datetime) -> None:
    """In the holder's favour nobody has to wait for anybody, but a reply is answered all the same."""
    _check_coordinator(person, change.award, now)
    _check_undecided(change)
    if change.needs_answer:
        raise NotAllowed("The holder has replied. She is answered in words first.")


def _check_undecided(change: AwardChange) -> None:
    if not change.is_proposed:
        raise NotAllowed(f"This is decided: it is “{change.get_state_display().lower()}”.")


def _check_second(person: User, change: AwardChange, now: datetime) -> None:
    _check_coordinator(person, change.award, now)
    if change.proposed_by_id == person.pk:
        raise NotAllowed("You wrote this change down. Another coordinator answers and decides.")


def _check_coordinator(person: User, award: Award, now: datetime) -> None:
    if not person.holds(Role.COORDINATOR, on=timezone.localdate(now)):
        raise NotAllowed("A coordinator does that, on the authority of the board or the accrediting partner.")
    if award.enrolment.learner_id == person.pk:
        raise NotAllowed("This is your own award. Another coordinator has to do that.")
    check_is_not_kept_away(person, award.enrolment.learner_id)
