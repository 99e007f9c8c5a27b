"""What a person holds on cohorts: posts that go to a successor when the role behind them ends."""

from datetime import date, datetime
from functools import partial

from courses.delivery.actions import add_staff, remove_staff
from courses.delivery.models import CohortStaff, Enrolment
from courses.delivery.rules import APPOINTED_AS, check_can_remove
from courses.delivery.states import CohortState
from cpd.accounts.away import meetings
from cpd.accounts.holdings import Holding, register
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import refusal


@register
def list_posts(person: User, role: Role, on: date) -> list[Holding]:
    """Posts on cohorts that are not closed and that no other role of this person bears."""
    others = set(person.roles(on=on)) - {role}
    posts = CohortStaff.objects.select_related("cohort").filter(person=person).exclude(cohort__state=CohortState.CLOSED)
    return [
        Holding(f"{post.get_role_display()} on {post.cohort.code}", hand_over=partial(hand_over_post, post))
        for post in posts.order_by("cohort__code", "role")
        if role in APPOINTED_AS[post.role] and not others & set(APPOINTED_AS[post.role])
    ]


def hand_over_post(post: CohortStaff, *, to: User, by: User, now: datetime) -> None:
    """The successor works on the cohort from now on; a tutor who has taught there stays on record beside them."""
    add_staff(post.cohort, person=to, role=post.role, by=by, now=now)
    if not refusal(check_can_remove, post, now):
        remove_staff(post, by=by, now=now)


@meetings.register
def list_meetings(learner: User, person: User) -> list[str]:
    """Cohorts that are not closed on which both have a place, or on which the person works."""
    cohorts = Enrolment.objects.of(learner).exclude(cohort__state=CohortState.CLOSED).values("cohort")
    posts = CohortStaff.objects.filter(person=person, cohort__in=cohorts).select_related("cohort")
    places = Enrolment.objects.of(person).filter(cohort__in=cohorts).select_related("cohort")
    return [
        *[f"{post.get_role_display()} on cohort {post.cohort.code}" for post in posts.order_by("cohort__code", "role")],
        *[f"Learner on the same cohort, {place.cohort.code}" for place in places.order_by("cohort__code")],
    ]
