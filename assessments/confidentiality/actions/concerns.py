"""Safeguarding concerns: raised by those who work on a portfolio, or a learner's own wish to talk to somebody."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.confidentiality import rules
from assessments.confidentiality.models import SafeguardingConcern
from assessments.confidentiality.queries import list_leads
from assessments.confidentiality.states import CaseState, ConcernAbout
from assessments.portfolios.models import Submission
from courses.delivery.calendar import five_pm, working_days_after
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify

WORKING_DAYS = 1


@action
def raise_concern(
    submission: Submission, *, note: str, by: User, now: datetime, about: str = ConcernAbout.SOMEBODY
) -> SafeguardingConcern:
    """Tell the safeguarding leads that somebody may be at risk; nothing about the submission changes."""
    today = timezone.localdate(now)
    rules.check_can_raise(by, note, about, today)
    leads = list(User.objects.holding(Role.SAFEGUARDING, on=today))
    rules.check_somebody_else_leads(leads, submission)
    concern = _open(submission=submission, about=about, note=note.strip(), by=by, now=now)
    # A lead may learn here too, and is not told of a concern about her own portfolio.
    _tell(list_leads(submission.portfolio.enrolment.learner_id, today), concern, now)
    record("concern.raised", by=by, about=concern, now=now, sealed={"note": concern.note})
    return concern


@action
def ask_to_talk(*, note: str, by: User, now: datetime) -> SafeguardingConcern:
    """A learner would like somebody to get in touch. It stands in no academic record, and needs no reason."""
    today = timezone.localdate(now)
    leads = list_leads(by.pk, today)
    rules.check_can_ask_to_talk(by, note, leads)
    waiting = SafeguardingConcern.objects.filter(
        raised_by=by, submission__isnull=True, state=CaseState.OPEN, note=note.strip()
    ).first()
    if waiting:
        unchanged()
        return waiting
    concern = _open(submission=None, about=ConcernAbout.SELF, note=note.strip(), by=by, now=now)
    _tell(leads, concern, now)
    record("concern.raised", by=by, about=concern, now=now, sealed={"note": concern.note})
    return concern


@action
def take_concern(concern: SafeguardingConcern, *, by: User, now: datetime) -> SafeguardingConcern:
    """One lead has it in hand, so that two do not ring the same service and nobody thinks that the other did."""
    concern = SafeguardingConcern.objects.select_for_update().get(pk=concern.pk)
    rules.check_can_take(by, concern, timezone.localdate(now))
    if concern.owner_id == by.pk:
        unchanged()
        return concern
    concern.owner = by
    concern.taken_at = now
    concern.save(update_fields=["owner", "taken_at"])
    record("concern.taken", by=by, about=concern, now=now)
    return concern


@action
def close_concern(
    concern: SafeguardingConcern, *, outcome: str, action_taken: str, by: User, now: datetime
) -> SafeguardingConcern:
    """The lead has acted, and says how. Of a learner's own wish to talk nothing is kept but that support was offered."""
    concern = SafeguardingConcern.objects.select_for_update().get(pk=concern.pk)
    rules.check_can_close_concern(by, concern, action_taken, timezone.localdate(now))
    is_own_wish = concern.about == ConcernAbout.SELF
    if concern.owner_id is None:
        concern.owner = by
        concern.taken_at = now
    concern.state = CaseState.CLOSED
    concern.outcome = outcome
    concern.note = "" if is_own_wish else concern.note
    concern.action_taken = "" if is_own_wish else action_taken.strip()
    concern.closed_by = by
    concern.closed_at = now
    concern.save()
    record(
        "concern.closed",
        by=by,
        about=concern,
        now=now,
        late=now > concern.due_at,
        sealed={} if is_own_wish else {"action": concern.action_taken},
    )
    return concern


def _open(*, submission: Submission | None, about: str, note: str, by: User, now: datetime) -> SafeguardingConcern:
    return SafeguardingConcern.objects.create(
        submission=submission,
        about=about,
        note=note,
        raised_by=by,
        raised_at=now,
        due_at=five_pm(working_days_after(timezone.localdate(now), WORKING_DAYS)),
    )


def _tell(leads: list[User], concern: SafeguardingConcern, now: datetime) -> None:
    for lead in leads:
        url = reverse("confidentiality:show_concern", args=[concern.pk])
        notify(lead, "concern.raised", now=now, about=concern, url=url)
