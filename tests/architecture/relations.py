"""People who stand near to what a page is about and yet have no right to it: on the same cohort, another, elsewhere."""

from django.test import Client

from courses.delivery.models import Cohort, CohortRole
from cpd.accounts.roles import Role
from tests.architecture.pages import signed_in
from tests.factories import make_accreditation, make_cohort, make_enrolment
from tests.people import make_person, university

POSTS = {
    Role.ASSESSOR: CohortRole.ASSESSOR,
    Role.TUTOR: CohortRole.TUTOR,
    Role.MODERATOR: CohortRole.MODERATOR,
    Role.BOARD: CohortRole.BOARD,
}
SAME_COHORT, OTHER_COHORT, OTHER_ACCREDITATION = "same cohort", "other cohort", "other accreditation"
RELATIONS = (SAME_COHORT, OTHER_COHORT, OTHER_ACCREDITATION)


def make_kin() -> dict[tuple[Role, str], Client]:
    """For each role that reads what is its own, somebody of each relation, signed in."""
    near = list(Cohort.objects.exclude(code__startswith="KIN"))
    first = near[0]
    sister = make_cohort(first.version)
    Cohort.objects.filter(pk=sister.pk).update(accreditation=first.accreditation, code="KIN-SISTER")
    foreign = make_cohort(first.version)
    Cohort.objects.filter(pk=foreign.pk).update(accreditation=make_accreditation(first.version), code="KIN-FOREIGN")
    cohorts = {SAME_COHORT: near, OTHER_COHORT: [sister], OTHER_ACCREDITATION: [foreign]}
    return {
        (role, relation): signed_in(_make(role, relation, cohorts[relation]))
        for role in (Role.LEARNER, *POSTS, Role.AUDITOR)
        for relation in RELATIONS
    }


def _make(role: Role, relation: str, cohorts: list[Cohort]):
    person = make_person(f"{relation.title().replace(' ', '')} {role.label.split()[0]}", role)
    for cohort in cohorts:
        if role == Role.LEARNER:
            make_enrolment(person, Cohort.objects.get(pk=cohort.pk))
        elif role in POSTS:
            cohort.staff.create(person=person, role=POSTS[role])
    if role == Role.AUDITOR:
        # Every agreement of this world is one university's: an auditor of it, with no visit of her own.
        person.appointments.update(organisation=university())
    return person
