"""What a hold and a destruction both lock, so that one of the two comes first and the other sees it."""

from uuid import UUID

from assessments.records.keeping.places import COHORT, ENROLMENT, PERSON
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User

BELONGS = {ENROLMENT: "pk", COHORT: "cohort", PERSON: "learner"}


def lock_subject(subject: str, pk: UUID) -> None:
    """The enrolments that it is about, in one order for everybody, and the cohort or person itself; until the caller's
    transaction ends."""
    if subject != ENROLMENT:
        list((Cohort if subject == COHORT else User).objects.select_for_update(of=["self"]).filter(pk=pk).values("pk"))
    rows = Enrolment.objects.select_for_update(of=["self"]).filter(**{BELONGS[subject]: pk})
    list(rows.order_by("pk").values_list("pk", flat=True))


def subject_of(thing: User | Enrolment | Cohort) -> str:
    return {User: PERSON, Enrolment: ENROLMENT, Cohort: COHORT}[type(thing)]
