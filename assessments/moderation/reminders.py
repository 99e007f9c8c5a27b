"""Tells moderators of finished marking and of marks that changed after they read them, and finds cohorts without anybody."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.moderation.escalating import escalate
from assessments.moderation.queries import list_changed, list_unsampled, why_nobody
from assessments.moderation.rules import check_can_moderate, may_be_moderated_by
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.calendar import working_day_has_begun
from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import counted
from cpd.notices.actions import notify_once
from cpd.rules import refusal

KIND = "moderation.waiting"
CHANGED = "moderation.changed"
WITH_OTHERS = [SubmissionState.SUBMITTED, SubmissionState.ACCEPTED, SubmissionState.HELD]


def remind(*, now: datetime) -> int:
    """One notice a working day for everybody who may draw from at least one of them; gives the number of these people."""
    ready = _list_ready() if working_day_has_begun(now) else []
    today = timezone.localdate(now)
    people = User.objects.holding(Role.MODERATOR, on=today).select_related("preferences") if ready else []
    told = 0
    for person in people:
        count = sum(
            not refusal(check_can_moderate, person, cohort, today) and bool(may_be_moderated_by(person, marks))
            for cohort, marks in ready
        )
        if count:
            detail = f"{counted(count, 'cohort')} with every portfolio marked"
            url, key = reverse("moderation:list_samples"), f"{KIND}:{person.pk}:{today}"
            notify_once(person, KIND, key=key, now=now, url=url, detail=detail)
            told += 1
    return told


def tell_of_changes(*, now: datetime) -> int:
    """Tell each moderator once of each mark that was changed after they read it; gives the number of these marks."""
    changed = list_changed()
    for item in changed:
        url, key = reverse("moderation:show_sample", args=[item.sample_id]), f"{CHANGED}:{item.pk}"
        notify_once(item.sample.moderator, CHANGED, key=key, now=now, about=item, url=url)
    return len(changed)


def find_cohorts_without_anybody(*, now: datetime) -> int:
    """Escalate each finished cohort that no moderator may draw from; gives the number of those found."""
    today = timezone.localdate(now)
    found = [cohort for cohort, marks in _list_ready() if why_nobody(cohort, today, marks)]
    for cohort in found:
        escalate(cohort, by=None, now=now)
    return len(found)


def _list_ready() -> list[tuple[Cohort, list]]:
    """Cohorts in which something marked waits for a draw and nothing is still on its way to a mark."""
    marked = Submission.objects.at(SubmissionState.MARKED).values("portfolio__enrolment__cohort")
    coming = Submission.objects.at(*WITH_OTHERS).values("portfolio__enrolment__cohort")
    cohorts = Cohort.objects.filter(pk__in=marked).exclude(pk__in=coming).order_by("code")
    waiting = [(cohort, list_unsampled(cohort)) for cohort in cohorts]
    return [(cohort, marks) for cohort, marks in waiting if marks]
