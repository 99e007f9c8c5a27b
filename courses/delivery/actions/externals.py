"""Inviting somebody from outside to assess, moderate or sit on the board of one cohort, as simply as an auditor."""

from datetime import date, datetime

from django.utils import timezone

from courses.delivery.actions.cohorts import add_staff
from courses.delivery.models import Cohort, PromisedPost
from courses.delivery.rules import check_can_invite_external
from cpd.accounts import arrivals
from cpd.accounts.actions import invite
from cpd.accounts.models import Invitation, Organisation, OrganisationKind, User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


@action
def invite_external(
    cohort: Cohort,
    *,
    email: str,
    role: str,
    until: date,
    by: User,
    now: datetime,
    employer: Organisation | None = None,
) -> PromisedPost:
    """Invite an address to a post on this cohort until a day; the post is theirs when they accept. Administrators hear
    of it, since a role goes with it."""
    today = timezone.localdate(now)
    check_can_invite_external(by, cohort, role, until, today)
    provider = Organisation.objects.get(kind=OrganisationKind.PROVIDER)
    invitation, _ = invite(email=email, role=Role(role), organisation=provider, until=until, by=by, now=now)
    post = PromisedPost.objects.create(cohort=cohort, role=role, invitation=invitation, employer=employer)
    for administrator in User.objects.holding(Role.ADMINISTRATOR, on=today).exclude(pk=by.pk):
        notify(administrator, "account.external", now=now, about=invitation)
    record("cohort.external_invited", by=by, about=cohort, now=now, post=str(role), until=until)
    return post


@arrivals.register
def take_up_post(invitation: Invitation, person: User, now: datetime) -> None:
    """The post that waited for this invitation; where it cannot be taken up any more, the page of the cohort shows the gap."""
    post = PromisedPost.objects.select_related("cohort").filter(invitation=invitation).first()
    if post is None:
        return
    if post.employer and person.employer is None:
        person.employer = post.employer
        person.save(update_fields=["employer"])
    try:
        add_staff(post.cohort, person=person, role=post.role, by=invitation.invited_by, now=now)
    except NotAllowed:
        return
