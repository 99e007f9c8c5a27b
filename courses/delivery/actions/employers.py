"""Where a learner works, and who manages her there."""

from datetime import datetime

from courses.delivery.models import Enrolment
from courses.delivery.moves import lock
from courses.delivery.rules import check_can_change_employer
from cpd.accounts.actions import create_organisation
from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.history.actions import action, record, unchanged


@action
def change_employer(
    enrolment: Enrolment, *, employer: str, manager_name: str, manager_email: str, by: User, now: datetime
) -> Enrolment:
    """Another employer or manager. Links that wait at the former employer's answer no more, since they name it."""
    enrolment = lock(enrolment)
    check_can_change_employer(by, enrolment)
    organisation = Organisation.objects.filter(kind=OrganisationKind.EMPLOYER, name__iexact=employer.strip()).first()
    if organisation is None:
        organisation = create_organisation(kind=OrganisationKind.EMPLOYER, name=employer.strip(), by=by, now=now)
    before = (enrolment.employer_id, enrolment.manager_name, enrolment.manager_email)
    if before == (organisation.pk, manager_name, manager_email.strip().casefold()):
        unchanged()
        return enrolment
    has_moved = enrolment.employer_id != organisation.pk
    enrolment.employer = organisation
    enrolment.manager_name = manager_name
    enrolment.manager_email = manager_email.strip().casefold()
    enrolment.save(update_fields=["employer", "manager_name", "manager_email"])
    if has_moved:
        # Her team and line were the former employer's; conflicts of interest are read from these.
        User.objects.filter(pk=enrolment.learner_id).update(employer=organisation, team="", manager=None)
    record(
        "enrolment.employer_changed",
        by=by,
        about=enrolment,
        now=now,
        employer=organisation.pk,
        moved=has_moved,
        sealed={"manager": f"{manager_name} {manager_email}"},
    )
    return enrolment
