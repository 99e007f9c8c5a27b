"""Looking at marking that still goes on (SAM-8)."""

import secrets
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.moderation import rules
from assessments.moderation.interims import draw_interim as draw
from assessments.moderation.interims import interim_digest
from assessments.moderation.models import Interim, InterimItem
from assessments.moderation.queries import list_in_progress
from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.history.actions import action, record
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


@action
def draw_interim(cohort: Cohort, *, by: User, now: datetime, seed: str = "") -> Interim:
    """Draw from the marks that assessors are writing, so many of each, to see how the marking goes before it ends."""
    cohort = Cohort.objects.select_for_update(of=["self"]).select_related("accreditation").get(pk=cohort.pk)
    rules.check_can_moderate(by, cohort, timezone.localdate(now))
    if not cohort.rules.interim_per_assessor:
        raise NotAllowed("The rules of this cohort ask for no look at marks in progress.")
    marks = list(list_in_progress(cohort))
    eligible = rules.may_be_moderated_by(by, marks)
    if not eligible:
        raise NotAllowed("No assessor of this cohort is in the middle of a mark that you may look at.")
    seed = seed or secrets.token_hex(16)
    pieces = [(str(mark.pk), str(mark.assessor_id)) for mark in eligible]
    drawn = draw(pieces, per_assessor=cohort.rules.interim_per_assessor, seed=seed)
    interim = Interim.objects.create(
        cohort=cohort,
        seed=seed,
        per_assessor=cohort.rules.interim_per_assessor,
        rules_version=cohort.rules.version,
        population=len(pieces),
        population_digest=interim_digest(pieces),
        moderator=by,
        drawn_at=now,
    )
    InterimItem.objects.bulk_create(InterimItem(interim=interim, mark_id=key) for key in drawn)
    record(
        "interim.drawn",
        by=by,
        about=interim,
        now=now,
        cohort=cohort.pk,
        population=len(pieces),
        size=len(drawn),
        seed=seed,
        digest=interim.population_digest,
        rules=interim.rules_version,
    )
    return interim


@action
def advise(item: InterimItem, *, advice: str, by: User, now: datetime) -> InterimItem:
    """Say to the assessor what one saw, while the mark can still be written differently. It decides nothing."""
    item = InterimItem.objects.select_for_update(of=["self"]).select_related("interim", "mark").get(pk=item.pk)
    rules.check_can_advise(by, item, advice, timezone.localdate(now))
    item.advice = advice.strip()
    item.given_at = now
    item.save(update_fields=["advice", "given_at"])
    url = reverse("moderation:show_advice", args=[item.pk])
    notify(item.mark.assessor, "moderation.advice", now=now, about=item, url=url)
    record("interim.advised", by=by, about=item, now=now, sealed={"advice": item.advice}, mark=item.mark_id)
    return item
