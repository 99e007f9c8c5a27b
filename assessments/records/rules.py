"""What a learner may write into her record, and how she may share it."""

from datetime import date, datetime

from assessments.certificates.models import Award
from assessments.records.models import Activity, Share
from cpd.accounts.models import User
from cpd.rules import NotAllowed

MOST_LINKS = 10
MOST_ACTIVITIES = 1000


def check_can_add(person: User, award: Award | None, done_on: date, today: date) -> None:
    if award is not None and award.enrolment.learner_id != person.pk:
        raise NotAllowed("This award is somebody else's.")
    if done_on > today:
        raise NotAllowed("A record holds what was done: the date is in the future.")
    if Activity.objects.of(person).count() >= MOST_ACTIVITIES:
        raise NotAllowed(f"A record holds up to {MOST_ACTIVITIES} activities. Take one out first.")


def check_can_change(person: User, activity: Activity) -> None:
    if activity.learner_id != person.pk:
        raise NotAllowed("This is somebody else's record.")
    if activity.removed_at:
        raise NotAllowed("This was taken out already.")


def check_can_share(person: User, now: datetime) -> None:
    if Share.objects.live(now).filter(learner=person).count() >= MOST_LINKS:
        raise NotAllowed(f"You have {MOST_LINKS} links that still work. End one first.")


def check_can_end(person: User, share: Share) -> None:
    if share.learner_id != person.pk:
        raise NotAllowed("This link is somebody else's.")
