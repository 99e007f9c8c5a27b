"""The candidates of a cohort, and who could be decided on beforehand to mark each."""

from datetime import date

from django.db.models import QuerySet

from assessments.marking.conflicts import gather_for
from courses.delivery.models import Cohort, CohortRole, CohortStaff, Enrolment
from courses.delivery.states import ATTENDING
from cpd.accounts.models import User
from cpd.accounts.roles import Role


def list_pinnable(cohort: Cohort, person: User) -> QuerySet[Enrolment]:
    """The candidates of a cohort who may still hand something in, by number, each with its pin."""
    candidates = cohort.enrolments.filter(state__in=ATTENDING).seen_by(person)
    return candidates.select_related("learner__employer", "employer", "pin__assessor").order_by("candidate_number")


def suggest_pins(enrolments: list[Enrolment], today: date) -> list[tuple[Enrolment, list[User]]]:
    """Each of these candidates of one cohort with the assessors who stand far enough from them."""
    people = list(User.objects.holding(Role.ASSESSOR, on=today).order_by("family_name", "given_names", "pk"))
    named = CohortStaff.objects.filter(
        cohort__in={enrolment.cohort_id for enrolment in enrolments}, role=CohortRole.ASSESSOR
    )
    posts = set(named.values_list("person", flat=True))
    people = [person for person in people if person.pk in posts] if posts else people
    ties = gather_for(people, enrolments)
    return [
        (
            enrolment,
            [one for one in people if not any(tie.is_bar for tie in ties.on_enrolment(one, enrolment))],
        )
        for enrolment in enrolments
    ]
