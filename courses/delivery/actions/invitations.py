"""Inviting those whose places were offered, once a coordinator has looked at the addresses."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from courses.delivery.actions.places import make_learner
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.rules import check_can_send
from courses.delivery.states import EnrolmentState
from cpd.accounts.actions import invite
from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, record_each, unchanged
from cpd.jobs.queue import enqueue
from cpd.notices.actions import notify


@action
def send_invitations(cohort: Cohort, *, enrolments: Iterable[Enrolment], by: User, now: datetime) -> int:
    """Invite these people; gives their number. Who has an account is told in the product, who has none by mail.

    The mail is a job for each, so that a slow mail server holds nobody up and none is forgotten.
    """
    check_can_send(cohort)
    waiting = list(
        Enrolment.objects.select_for_update(of=["self"])
        .select_related("learner")
        .filter(cohort=cohort, pk__in=[enrolment.pk for enrolment in enrolments], state=EnrolmentState.OFFERED)
    )
    if not waiting:
        unchanged()
        return 0
    provider = Organisation.objects.get(kind=OrganisationKind.PROVIDER)
    for enrolment in waiting:
        enrolment.invited_at = now
        if enrolment.learner.confirmed_at or enrolment.learner.has_usable_password():
            _tell(enrolment, by, now)
        else:
            _write_to(enrolment.learner, provider, by, now)
    Enrolment.objects.bulk_update(waiting, ["invited_at"], batch_size=200)
    record_each("enrolment.invited", by=by, about=waiting, now=now)
    record("cohort.invitations_sent", by=by, about=cohort, now=now, people=len(waiting))
    return len(waiting)


def _tell(enrolment: Enrolment, by: User, now: datetime) -> None:
    make_learner(enrolment.learner, by=by, now=now)
    notify(enrolment.learner, "enrolment.offered", now=now, about=enrolment, url=reverse("delivery:enter_code"))


def _write_to(learner: User, provider: Organisation, by: User, now: datetime) -> None:
    invitation, _ = invite(email=learner.email, role=Role.LEARNER, organisation=provider, by=by, now=now)
    enqueue("accounts.mail_invitation", invitation.pk, key=f"invitation:{invitation.pk}", now=now)
