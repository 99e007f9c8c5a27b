"""Keeping somebody away from one's work and account, and what the safeguarding lead finds out about it."""

from datetime import datetime

from django.urls import reverse

from cpd.accounts.away.models import KeptAway, Recognition
from cpd.accounts.away.names import fold
from cpd.accounts.away.queries import find_kept_away, list_leads
from cpd.accounts.away.rules import check_can_keep_away, check_can_recognise
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify


@action
def keep_away(*, name: str, by: User, now: datetime, email: str = "", known_from: str = "") -> KeptAway:
    """From now on nobody of this name or address sees or handles what is this learner's. The same twice is one."""
    check_can_keep_away(by, name, email)
    address = User.objects.normalise(email)
    known = KeptAway.objects.standing().filter(learner=by, name_key=fold(name), email=address).first()
    if known:
        unchanged()
        return known
    entry = KeptAway.objects.create(
        learner=by,
        name=" ".join(name.split()),
        name_key=fold(name),
        email=address,
        known_from=known_from.strip(),
        named_at=now,
    )
    _tell(entry, now)
    record("kept_away.named", by=by, about=entry, now=now)
    return entry


@action
def withdraw_name(entry: KeptAway, *, by: User, now: datetime) -> KeptAway:
    """The learner takes a name off her list."""
    entry = KeptAway.objects.select_for_update().get(pk=entry.pk, learner=by)
    if entry.withdrawn_at:
        unchanged()
        return entry
    entry.withdrawn_at = now
    entry.save(update_fields=["withdrawn_at"])
    record("kept_away.withdrawn", by=by, about=entry, now=now)
    return entry


@action
def recognise(entry: KeptAway, *, person: User, is_same: bool, by: User, now: datetime) -> Recognition:
    """The lead says that this account is the person who was named, or is not."""
    entry = KeptAway.objects.select_for_update().get(pk=entry.pk)
    check_can_recognise(by, entry, person, now.date())
    found, is_new = Recognition.objects.get_or_create(
        entry=entry, person=person, defaults={"is_same": is_same, "recognised_by": by, "recognised_at": now}
    )
    if not is_new and found.is_same == is_same:
        unchanged()
        return found
    found.is_same, found.recognised_by, found.recognised_at = is_same, by, now
    found.save(update_fields=["is_same", "recognised_by", "recognised_at"])
    record("kept_away.recognised", by=by, about=entry, now=now, is_same=is_same)
    return found


def _tell(entry: KeptAway, now: datetime) -> None:
    """The leads, but none whom she keeps away; where that leaves nobody, administrators hear that a lead is needed."""
    leads = list_leads(entry, now.date())
    for lead in leads:
        notify(lead, "away.named", now=now, about=entry, url=reverse("accounts:show_kept_away", args=[entry.pk]))
    if leads:
        return
    administrators = list(User.objects.holding(Role.ADMINISTRATOR, on=now.date()))
    away = {person for _, person in find_kept_away(administrators, [entry.learner_id])}
    for administrator in administrators:
        if administrator.pk not in away:
            notify(administrator, "away.lead_needed", now=now, url=reverse("accounts:list_people"))
