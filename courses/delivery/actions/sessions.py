"""Live sessions and who was there."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from courses.delivery.models import Attendance, Cohort, Enrolment, LiveSession
from courses.delivery.rules import check_can_change_session, check_can_plan_session, check_can_take_attendance
from courses.delivery.states import STUDYING
from cpd.accounts.models import User
from cpd.accounts.templatetags.words import when
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify
from cpd.rules import NotAllowed

SHOWN = ("title", "starts_at", "ends_at", "joining", "recording_url")
# A change of these is news to the learners; a recording that is added is not.
TOLD = ("title", "starts_at", "ends_at", "joining")


@action
def add_session(
    cohort: Cohort,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    now: datetime,
    joining: str = "",
    recording_url: str = "",
) -> LiveSession:
    """Plan a live session and tell those who are enrolled."""
    check_can_plan_session(cohort, starts_at, ends_at)
    session = LiveSession.objects.create(
        cohort=cohort,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        joining=joining,
        recording_url=recording_url,
        changed_at=now,
    )
    _tell(session, "is added", now)
    record("session.added", by=by, about=session, now=now, cohort=cohort.pk, start=starts_at, end=ends_at)
    return session


@action
def change_session(
    session: LiveSession,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    joining: str,
    recording_url: str,
    by: User,
    now: datetime,
) -> LiveSession:
    """Change a session; its sequence rises, so that calendars follow."""
    session = LiveSession.objects.select_for_update(of=["self"]).select_related("cohort").get(pk=session.pk)
    check_can_change_session(session)
    given = dict(zip(SHOWN, (title, starts_at, ends_at, joining, recording_url), strict=True))
    changed = [name for name in SHOWN if getattr(session, name) != given[name]]
    if not changed:
        unchanged()
        return session
    if {"starts_at", "ends_at"} & set(changed):
        check_can_plan_session(session.cohort, starts_at, ends_at)
    for name in changed:
        setattr(session, name, given[name])
    session.sequence += 1
    session.changed_at = now
    session.save(update_fields=[*changed, "sequence", "changed_at"])
    if set(TOLD) & set(changed):
        _tell(session, "is changed", now)
    record("session.changed", by=by, about=session, now=now, fields=changed, sequence=session.sequence, start=starts_at)
    return session


@action
def cancel_session(session: LiveSession, *, by: User, now: datetime) -> LiveSession:
    """Call a session off; it stays in calendars, marked as cancelled."""
    session = LiveSession.objects.select_for_update(of=["self"]).select_related("cohort").get(pk=session.pk)
    check_can_change_session(session)
    if session.starts_at <= now:
        raise NotAllowed("This session has begun. Take attendance instead of calling it off.")
    session.cancelled_at = now
    session.sequence += 1
    session.changed_at = now
    session.save(update_fields=["cancelled_at", "sequence", "changed_at"])
    _tell(session, "is cancelled", now)
    record("session.cancelled", by=by, about=session, now=now, sequence=session.sequence)
    return session


@action
def take_attendance(session: LiveSession, *, present: Iterable[UUID], by: User, now: datetime) -> int:
    """Say for everybody at once who was there; gives the number of people who were."""
    session = LiveSession.objects.select_for_update(of=["self"]).select_related("cohort").get(pk=session.pk)
    check_can_take_attendance(by, session, now)
    there = set(present)
    listed = list(Enrolment.objects.attending(session).values_list("pk", flat=True))
    if there - set(listed):
        raise NotAllowed("Somebody on your list is not on this cohort now. Open the page again; nothing was saved.")
    known = dict(session.attendance.values_list("enrolment", "was_present"))
    if known == {pk: pk in there for pk in listed}:
        unchanged()
        return len(there)
    Attendance.objects.bulk_create(
        [
            Attendance(session=session, enrolment_id=pk, was_present=pk in there, recorded_by=by, recorded_at=now)
            for pk in listed
        ],
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["was_present", "recorded_by", "recorded_at"],
    )
    record("session.attendance_taken", by=by, about=session, now=now, present=len(there), of=len(listed))
    return len(there)


def _tell(session: LiveSession, what: str, now: datetime) -> None:
    """Tell those who study on the cohort, once it concerns them."""
    if session.ends_at < now:
        return
    detail = f"{session.title}, {when(timezone.localtime(session.starts_at))}, {what}"
    enrolled = session.cohort.enrolments.filter(state__in=STUDYING).select_related("learner")
    for enrolment in enrolled:
        url = reverse("delivery:show_session", args=[session.pk])
        notify(enrolment.learner, "session.changed", now=now, about=session, url=url, detail=detail)
