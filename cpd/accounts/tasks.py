"""Mail about accounts, sent after the decision that asks for it has committed; and word of jobs that gave up."""

from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from cpd.accounts.emails import send_invitation, send_to_former_address
from cpd.accounts.leaving.actions import forget_old_forms
from cpd.accounts.models import FormerAddress, Invitation, InvitationState, User
from cpd.accounts.roles import Role
from cpd.accounts.tokens import digest_of, token_of
from cpd.jobs.kinds import job_kind
from cpd.jobs.queries import list_dead_jobs
from cpd.jobs.schedule import schedule
from cpd.notices.actions import notify_once
from cpd.notices.emails import is_final

type Effect = Callable[[], None]


@job_kind("accounts.mail_invitation", seconds=30, batch=20)
def mail_invitation(ref: str) -> Effect | None:
    """Send the link of an invitation that is still open. A failure is kept for the administrator to see."""
    now = timezone.now()
    invitation = Invitation.objects.filter(pk=ref, state=InvitationState.WAITING, expires_at__gt=now).first()
    if invitation is None:
        return None
    token, days = token_of(invitation.pk), (invitation.expires_at - invitation.invited_at).days
    try:
        send_invitation(invitation.email, token, days=days, key=f"invitation:{ref}")
    except OSError as error:
        Invitation.objects.filter(pk=ref).update(mail_error=type(error).__qualname__[:80])
        if is_final(error):
            return None
        raise
    sent = Invitation.objects.filter(pk=ref)
    return lambda: sent.update(mailed_at=now, mail_error="", token_digest=digest_of(token))


@job_kind("accounts.mail_former_address", seconds=30, batch=20)
def mail_former_address(ref: str) -> Effect | None:
    """Tell an address that was replaced, once; then forget it, whether or not it could be reached."""
    former = FormerAddress.objects.filter(pk=ref, told_at__isnull=True).first()
    if former is None:
        return None
    try:
        send_to_former_address(former.email, key=f"former_address:{ref}")
    except OSError as error:
        if not is_final(error):
            raise
    told = FormerAddress.objects.filter(pk=ref)
    return lambda: told.update(email="", told_at=timezone.now())


@schedule("accounts.tell_of_dead_jobs", every=timedelta(minutes=5))
def tell_of_dead_jobs(ref: str) -> Effect | None:
    """Tell administrators that a job gave up; once for each look at which there is one more, however many there are."""
    newest = list_dead_jobs().order_by("-due_at").first()
    if newest is None:
        return None
    now = timezone.now()
    administrators = list(User.objects.holding(Role.ADMINISTRATOR, on=timezone.localdate(now)))

    def tell() -> None:
        for person in administrators:
            key = f"job.dead:{newest.pk}:{newest.due_at.timestamp():.0f}:{person.pk}"
            notify_once(person, "job.dead", key=key, now=now, url=reverse("operations:show_system"))

    return tell


@schedule("accounts.forget_sessions", every=timedelta(days=1))
def forget_sessions(ref: str) -> Effect:
    """Sessions that ended are deleted, and with them from which address somebody came: that may be her home."""
    now = timezone.now()

    def forget() -> None:
        Session.objects.filter(expire_date__lt=now).delete()
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()

    return forget


@schedule("accounts.forget_forms", every=timedelta(hours=1), seconds=120)
def forget_forms(ref: str) -> None:
    """What was typed into a form that was left and for which nobody came back."""
    forget_old_forms(now=timezone.now())
