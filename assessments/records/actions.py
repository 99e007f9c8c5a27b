"""What a learner does with her record: add, change, take out, share, end a link, have a transcript sealed."""

import hashlib
import json
import secrets
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from assessments.certificates.models import Award
from assessments.records.compiling import compile_record
from assessments.records.models import Activity, Share
from assessments.records.pdf import draw_transcript
from assessments.records.rules import check_can_add, check_can_change, check_can_end, check_can_share
from assessments.records.states import Kind
from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.files.texts import destroy_text_key, new_text_key, seal_text
from cpd.history.actions import action, record, unchanged


@action
def add_activity(
    *,
    kind: str,
    done_on: date,
    hours: Decimal,
    words: dict[str, str],
    is_shared: bool,
    by: User,
    now: datetime,
    award: Award | None = None,
) -> Activity:
    """Add learning of hers; with `award` her words on that module, of which there are one set."""
    check_can_add(by, award, done_on, timezone.localdate(now))
    key = new_text_key()
    activity = Activity.objects.create(
        learner=by,
        award=award,
        kind=Kind.ASSESSED if award else kind,
        done_on=done_on,
        hours=Decimal(0) if award else hours,
        text_key=key,
        sealed_text=seal_text(key, json.dumps(words)),
        is_shared=is_shared,
        saved_at=now,
    )
    record("activity.added", by=by, about=activity, now=now, kind=str(activity.kind))
    return activity


@action
def change_activity(
    activity: Activity,
    *,
    kind: str,
    done_on: date,
    hours: Decimal,
    words: dict[str, str],
    is_shared: bool,
    by: User,
    now: datetime,
) -> Activity:
    """Put what she wrote in place of what stood there."""
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    check_can_change(by, activity)
    if activity.award_id is None:
        check_can_add(by, None, done_on, timezone.localdate(now))
        activity.kind, activity.done_on, activity.hours = kind, done_on, hours
    activity.sealed_text = seal_text(activity.text_key, json.dumps(words))
    activity.is_shared, activity.saved_at = is_shared, now
    activity.save(update_fields=["kind", "done_on", "hours", "sealed_text", "is_shared", "saved_at"])
    record("activity.changed", by=by, about=activity, now=now)
    return activity


@action
def remove_activity(activity: Activity, *, by: User, now: datetime) -> Activity:
    """Take it out and destroy what she wrote, in backups too."""
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    check_can_change(by, activity)
    activity.removed_at, activity.award, activity.kind = now, None, Kind.READING
    activity.sealed_text, activity.is_shared = b"", False
    activity.save(update_fields=["removed_at", "award", "kind", "sealed_text", "is_shared"])
    destroy_text_key(activity.text_key, now=now)
    record("activity.removed", by=by, about=activity, now=now)
    return activity


@action
def make_link(*, days: int, with_reflections: bool, by: User, now: datetime) -> Share:
    """A link to her record for so many days."""
    check_can_share(by, now)
    share = Share.objects.create(
        learner=by,
        token=secrets.token_urlsafe(32),
        with_reflections=with_reflections,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    record("record_link.made", by=by, about=share, now=now, days=days, reflections=with_reflections)
    return share


@action
def end_link(share: Share, *, by: User, now: datetime) -> Share:
    """Close a link at once; a second time changes nothing."""
    share = Share.objects.select_for_update().get(pk=share.pk)
    check_can_end(by, share)
    if share.ended_at:
        unchanged()
        return share
    share.ended_at = now
    share.save(update_fields=["ended_at"])
    record("record_link.ended", by=by, about=share, now=now)
    return share


@action
def make_transcript(*, by: User, now: datetime) -> bytes:
    """Her transcript as it stands, sealed. It is not kept, so that no old name is; its digest is in the record for ever."""
    provider = Organisation.objects.get(kind=OrganisationKind.PROVIDER).name
    data = draw_transcript(compile_record(by, reads="none"), provider=provider, made_at=now)
    record("transcript.made", by=by, about=by, now=now, pdf=hashlib.sha256(data).hexdigest())
    return data
