"""Marks that wait for this person's countersignature."""

from django.db.models import QuerySet

from assessments.marking.models import Mark
from assessments.marking.suggestions import list_unsigned
from cpd.accounts.models import User


def list_to_countersign(person: User) -> QuerySet[Mark]:
    return (
        list_unsigned(person)
        .filter(allocation__countersigner=person)
        .select_related(
            "allocation__assessor",
            "assessor",
            "submission__previous",
            "submission__portfolio__enrolment__version__module",
        )
    )
