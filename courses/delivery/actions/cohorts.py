"""Planning, staffing, opening and closing a cohort."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from courses.accreditation.models import Accreditation
from courses.catalogue.models import ModuleVersion
from courses.delivery import clockwork
from courses.delivery.actions.sessions import add_session
from courses.delivery.calendar import shifted, weeks_nearest
from courses.delivery.models import Cohort, CohortStaff
from courses.delivery.rules import (
    check_can_change_dates,
    check_can_close,
    check_can_open,
    check_can_plan,
    check_can_remove,
    check_can_staff,
    check_dates,
)
from courses.delivery.states import CohortState, EnrolmentState, Nation
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed


@action
def create_cohort(
    *,
    version: ModuleVersion,
    accreditation: Accreditation,
    code: str,
    starts_on: date,
    due_at: datetime,
    by: User,
    now: datetime,
    board_on: date | None = None,
    copied_from: Cohort | None = None,
    nation: str = Nation.ENGLAND_AND_WALES,
) -> Cohort:
    """Plan one delivery of a published version under a live accreditation that covers it.

    With `copied_from`, its staff who still hold their roles come along, and its sessions, moved by whole weeks.
    """
    check_can_plan(version, accreditation, starts_on)
    check_dates(starts_on, due_at, board_on)
    if Cohort.objects.filter(code__iexact=code).exists():
        raise NotAllowed(f"There is a cohort called {code}. Choose another name.")
    cohort = Cohort.objects.create(
        version=version,
        accreditation=accreditation,
        code=code,
        starts_on=starts_on,
        due_at=due_at,
        board_on=board_on,
        nation=Nation(nation),
        copied_from=copied_from,
        created_by=by,
        created_at=now,
    )
    if copied_from:
        _copy_staff(copied_from, cohort, by, now)
        _copy_sessions(copied_from, cohort, by, now)
    record(
        "cohort.created", by=by, about=cohort, now=now, version=version.pk, accreditation=accreditation.pk, due=due_at
    )
    return cohort


@action
def change_dates(
    cohort: Cohort,
    *,
    starts_on: date,
    due_at: datetime,
    board_on: date | None,
    by: User,
    now: datetime,
    nation: str = "",
) -> Cohort:
    """Move the dates of a cohort; once it is open, its start stays and its deadline only moves later."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    check_dates(starts_on, due_at, board_on)
    nation = Nation(nation or cohort.nation)
    check_can_change_dates(cohort, starts_on, due_at, nation)
    if (cohort.starts_on, cohort.due_at, cohort.board_on, cohort.nation) == (starts_on, due_at, board_on, nation):
        unchanged()
        return cohort
    before = {"old_start": cohort.starts_on, "old_due": cohort.due_at, "old_board": cohort.board_on}
    cohort.starts_on, cohort.due_at, cohort.board_on, cohort.nation = starts_on, due_at, board_on, nation
    cohort.save(update_fields=["starts_on", "due_at", "board_on", "nation"])
    after = {"start": starts_on, "due": due_at, "board": board_on, "nation": str(nation)}
    record("cohort.dates_changed", by=by, about=cohort, now=now, **after, **before)
    return cohort


@action
def add_staff(cohort: Cohort, *, person: User, role: str, by: User, now: datetime) -> CohortStaff:
    """Put somebody to work on a cohort; refused to people who do not hold the role, or who learn on it."""
    check_can_staff(cohort, person, role, timezone.localdate(now))
    post, is_new = CohortStaff.objects.get_or_create(cohort=cohort, person=person, role=role)
    if is_new:
        record("cohort.staff_added", by=by, about=cohort, now=now, person=person.pk, post=str(role))
    else:
        unchanged()
    return post


@action
def remove_staff(post: CohortStaff, *, by: User, now: datetime) -> None:
    """Take somebody off a cohort; refused for a tutor who has taught on it."""
    post = CohortStaff.objects.select_for_update(of=["self"]).select_related("cohort").filter(pk=post.pk).first()
    if post is None:
        unchanged()
        return
    check_can_remove(post, now)
    record("cohort.staff_removed", by=by, about=post.cohort, now=now, person=post.person_id, post=post.role)
    post.delete()


@action
def open_cohort(cohort: Cohort, *, by: User, now: datetime) -> Cohort:
    """Start work: enrolled learners become active on the start date, or now when it has come."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    check_can_open(cohort)
    cohort.state = CohortState.OPEN
    cohort.save(update_fields=["state"])
    if cohort.starts_on <= timezone.localdate(now):
        for enrolment in cohort.enrolments.filter(state=EnrolmentState.ENROLLED):
            clockwork.start(enrolment, by=by, now=now)
    record("cohort.opened", by=by, about=cohort, now=now)
    return cohort


@action
def close_cohort(cohort: Cohort, *, by: User, now: datetime) -> Cohort:
    """Take nobody else on; what is under way goes on."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    check_can_close(cohort)
    cohort.state = CohortState.CLOSED
    cohort.save(update_fields=["state"])
    record("cohort.closed", by=by, about=cohort, now=now)
    return cohort


def _copy_staff(source: Cohort, cohort: Cohort, by: User, now: datetime) -> None:
    for post in source.staff.select_related("person"):
        try:
            add_staff(cohort, person=post.person, role=post.role, by=by, now=now)
        except NotAllowed:
            continue  # no longer appointed: the page "ready to open?" shows the gap


def _copy_sessions(source: Cohort, cohort: Cohort, by: User, now: datetime) -> None:
    shift = weeks_nearest((cohort.starts_on - source.starts_on).days)
    for session in source.sessions.filter(cancelled_at__isnull=True).order_by("starts_at"):
        starts_at = shifted(session.starts_at, shift)
        while starts_at.date() < cohort.starts_on:
            starts_at = shifted(starts_at, timedelta(weeks=1))
        length = session.ends_at - session.starts_at
        # The way to join is never copied: a link of the last cohort would let its learners in.
        add_session(cohort, title=session.title, starts_at=starts_at, ends_at=starts_at + length, by=by, now=now)
