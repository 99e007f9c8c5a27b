"""Suspending and ending an award: the authority is named, the holder is told and may reply (AWD-1). Nothing is deleted."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from assessments.certificates import changing_rules as rules
from assessments.certificates.models import Award, AwardChange
from assessments.certificates.states import (
    ENDED,
    LIVE,
    Authority,
    AwardChangeState,
    AwardReason,
    AwardState,
    CertificateState,
)
from assessments.certificates.status import ask_to_publish
from courses.delivery.queries.calendars import calendar_of
from cpd.accounts.away.queries import find_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.files.texts import new_text_key, open_text, seal_text
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify


@action
def change_award(
    award: Award,
    *,
    to: str,
    reason: str,
    authority: str,
    authority_on: date,
    authority_reference: str,
    by: User,
    now: datetime,
) -> AwardChange:
    """Suspend, restore or rescind at once, and tell the holder. Revoking is only proposed: she replies first (AWD-1)."""
    award, state = _lock_award(award), AwardState(to)
    rules.check_can_open_change(by, award, state, reason, authority, authority_on, now)
    change = AwardChange(
        award=award,
        to=state,
        reason=AwardReason(reason),
        authority=Authority(authority),
        authority_on=authority_on,
        authority_reference=authority_reference.strip(),
    )
    if state != AwardState.REVOKED:
        return _do_at_once(change, by, now)
    _save(change, by, now)
    learner = award.enrolment.learner
    notify(learner, "award.proposed", now=now, about=change, url=_own_page(change))
    _tell_the_others(change, "award.to_decide", by, now)
    record(
        "award_change.proposed",
        by=by,
        about=change,
        now=now,
        award=award.pk,
        state=str(state),
        reply_by=change.reply_by,
        **_grounds(change),
    )
    return change


@action
def give_back(award: Award, *, by: User, now: datetime) -> AwardChange:
    """The holder's own wish, which nobody else decides."""
    award = _lock_award(award)
    rules.check_can_give_back(by, award)
    change = AwardChange(
        award=award,
        to=AwardState.RELINQUISHED,
        reason=AwardReason.HOLDER_REQUEST,
        authority=Authority.HOLDER,
        authority_on=timezone.localdate(now),
    )
    return _do_at_once(change, by, now, entry="award.given_back")


@action
def reply_to_change(change: AwardChange, *, text: str, by: User, now: datetime) -> AwardChange:
    """The holder's own words, once (AWD-1)."""
    change = _lock(change)
    if (
        change.replied_at
        and change.award.enrolment.learner_id == by.pk
        and _said(change.text_key, change.sealed_reply, text)
    ):
        unchanged()
        return change
    rules.check_can_reply(by, change, text)
    change.text_key, change.replied_at = new_text_key(), now
    change.sealed_reply = seal_text(change.text_key, text.strip())
    change.save(update_fields=["text_key", "sealed_reply", "replied_at"])
    _tell_the_others(change, "award.replied", change.proposed_by, now)
    record("award_change.replied", by=by, about=change, now=now, sealed={"reply": text.strip()})
    return change


@action
def answer_reply(change: AwardChange, *, text: str, by: User, now: datetime) -> AwardChange:
    """In words, by another coordinator than the one who wrote the change down."""
    change = _lock(change)
    if change.answered_by_id == by.pk and _said(change.text_key, change.sealed_answer, text):
        unchanged()
        return change
    rules.check_can_answer(by, change, text, now)
    change.answered_by, change.answered_at = by, now
    change.sealed_answer = seal_text(change.text_key, text.strip())
    change.save(update_fields=["answered_by", "answered_at", "sealed_answer"])
    notify(change.award.enrolment.learner, "award.answered", now=now, about=change, url=_own_page(change))
    record("award_change.answered", by=by, about=change, now=now, sealed={"answer": text.strip()})
    return change


@action
def carry_out(change: AwardChange, *, by: User, now: datetime) -> AwardChange:
    """Revoke, after the reply was answered or the time for it has passed (AWD-1)."""
    change = _lock(change)
    if change.state == AwardChangeState.DONE and change.decided_by_id == by.pk:
        unchanged()
        return change
    rules.check_can_carry_out(by, change, now)
    _decide(change, AwardChangeState.DONE, by, now)
    change.save(update_fields=["state", "decided_by", "decided_at"])
    _take_effect(change, by, now)
    return change


@action
def drop_change(change: AwardChange, *, by: User, now: datetime) -> AwardChange:
    """The award stays as it is, and the holder is told so."""
    change = _lock(change)
    if change.state == AwardChangeState.DROPPED and change.decided_by_id == by.pk:
        unchanged()
        return change
    rules.check_can_drop(by, change, now)
    _decide(change, AwardChangeState.DROPPED, by, now)
    change.save(update_fields=["state", "decided_by", "decided_at"])
    notify(change.award.enrolment.learner, "award.kept", now=now, about=change, url=_own_page(change))
    record("award_change.dropped", by=by, about=change, now=now, award=change.award_id)
    return change


def _do_at_once(change: AwardChange, by: User, now: datetime, entry: str = "award.state_changed") -> AwardChange:
    _decide(change, AwardChangeState.DONE, by, now)
    _save(change, by, now)
    _take_effect(change, by, now, entry)
    return change


def _save(change: AwardChange, by: User, now: datetime) -> None:
    enrolment = change.award.enrolment
    days = enrolment.rules.award_reply_working_days
    change.proposed_by, change.proposed_at, change.rules_version = by, now, enrolment.rules.version
    change.reply_by = calendar_of(enrolment.cohort).working_days_after(timezone.localdate(now), days)
    change.save(force_insert=True)


def _decide(change: AwardChange, state: AwardChangeState, by: User, now: datetime) -> None:
    change.state, change.decided_by, change.decided_at = state, by, now


def _take_effect(change: AwardChange, by: User, now: datetime, entry: str = "award.state_changed") -> None:
    """The award moves, its certificate ends with it, the status list is owed, and the holder is told."""
    award = change.award
    award.state, award.state_changed_at, award.state_reason = change.to, now, change.reason
    award.save(update_fields=["state", "state_changed_at", "state_reason"])
    if change.to in ENDED:
        award.certificates.filter(state__in=LIVE).update(state=CertificateState.WITHDRAWN, hold="", ended_at=now)
    ask_to_publish(award.certificates.all(), now=now)
    notify(award.enrolment.learner, "award.changed", now=now, about=change, url=_own_page(change))
    record(entry, by=by, about=award, now=now, change=change.pk, state=str(change.to), **_grounds(change))


def _grounds(change: AwardChange) -> dict:
    return {
        "reason": str(change.reason),
        "authority": str(change.authority),
        "authority_on": change.authority_on,
        "sealed": {"authority_reference": change.authority_reference},
    }


def _tell_the_others(change: AwardChange, kind: str, apart_from: User, now: datetime) -> None:
    """Every coordinator who may act on it next."""
    learner_id = change.award.enrolment.learner_id
    people = list(User.objects.holding(Role.COORDINATOR, on=timezone.localdate(now)))
    away = {person for _, person in find_kept_away(people, [learner_id])} | {learner_id, apart_from.pk}
    url = reverse("certificates:show_award_change", args=[change.pk])
    for person in people:
        if person.pk not in away:
            notify(person, kind, now=now, about=change, url=url)


def _own_page(change: AwardChange) -> str:
    return reverse("certificates:show_own_change", args=[change.pk])


def _said(key, sealed: bytes, text: str) -> bool:
    return bool(sealed) and open_text(key, sealed) == text.strip()


def _lock_award(award: Award) -> Award:
    return (
        Award.objects.select_for_update(of=["self"])
        .select_related("enrolment__cohort", "enrolment__learner")
        .get(pk=award.pk)
    )


def _lock(change: AwardChange) -> AwardChange:
    """The award first, as everybody does who changes it."""
    award = _lock_award(change.award)
    change = AwardChange.objects.select_for_update(of=["self"]).select_related("proposed_by").get(pk=change.pk)
    change.award = award
    return change
