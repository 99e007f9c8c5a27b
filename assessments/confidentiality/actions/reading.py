"""Opening a submission in an emergency, and a lead's look at unusual reading."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.confidentiality import rules
from assessments.confidentiality.models import EmergencyOpening, UnusualReading
from assessments.confidentiality.queries import list_leads
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify

MINUTES = timedelta(minutes=30)


@action
def open_in_emergency(submission: Submission, *, reason: str, by: User, now: datetime) -> EmergencyOpening:
    """Break the glass: this person reads this one submission for half an hour. The learner and every other safeguarding
    lead are told in the same transaction. The page asks for the second factor first."""
    # The person's row, so that two clicks or two tabs do not open two cases.
    User.objects.select_for_update().get(pk=by.pk)
    submission = lock(submission)
    today = timezone.localdate(now)
    rules.check_can_open_in_emergency(by, submission, reason, now, today)
    running = EmergencyOpening.objects.filter(opened_by=by, submission=submission, ends_at__gt=now).first()
    if running:
        unchanged()
        return running
    opening = EmergencyOpening.objects.create(
        submission=submission, opened_by=by, reason=reason.strip(), opened_at=now, ends_at=now + MINUTES
    )
    learner = submission.portfolio.enrolment.learner
    page = reverse("portfolios:list_openings", args=[submission.pk])
    notify(learner, "evidence.emergency", now=now, about=submission, url=page)
    for lead in list_leads(learner.pk, today):
        if lead.pk != by.pk:
            url = reverse("confidentiality:list_emergencies")
            notify(lead, "evidence.emergency_lead", now=now, about=opening, url=url)
    record("emergency.opened", by=by, about=submission, now=now, opening=opening.pk, sealed={"reason": opening.reason})
    return opening


@action
def close_emergency(opening: EmergencyOpening, *, by: User, now: datetime) -> EmergencyOpening:
    """Read enough: the rest of the half hour is given up."""
    opening = EmergencyOpening.objects.select_for_update().get(pk=opening.pk)
    rules.check_can_read_in_emergency(by, opening, now)
    opening.ends_at = now
    opening.save(update_fields=["ends_at"])
    record("emergency.closed", by=by, about=opening, now=now, submission=opening.submission_id)
    return opening


@action
def look_at_reading(reading: UnusualReading, *, note: str, by: User, now: datetime) -> UnusualReading:
    """A lead has asked, and writes down what she found out."""
    reading = UnusualReading.objects.select_for_update().get(pk=reading.pk)
    rules.check_can_look_at_reading(by, reading, note, timezone.localdate(now))
    reading.looked_at_by = by
    reading.looked_at = now
    reading.note = note.strip()
    reading.save(update_fields=["looked_at_by", "looked_at", "note"])
    record("reading.looked_at", by=by, about=reading, now=now, sealed={"note": reading.note})
    return reading
