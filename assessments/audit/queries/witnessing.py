"""For which universities a person speaks, with which keys, and what those have signed."""

from datetime import date

from django.db.models import QuerySet

from assessments.audit.models import WitnessKey
from cpd.accounts.models import Organisation, User
from cpd.accounts.roles import Role
from cpd.history.models import Cosignature


def universities_of(person: User, on: date) -> QuerySet[Organisation]:
    held = person.appointments.in_force(on).filter(role=Role.AUDITOR).values("organisation")
    return Organisation.objects.filter(pk__in=held).order_by("name")


def keys_of(person: User, on: date) -> QuerySet[WitnessKey]:
    """The keys of her universities, the newest first."""
    return (
        WitnessKey.objects.filter(university__in=universities_of(person, on))
        .select_related("witness", "university", "registered_by")
        .order_by("-registered_at", "pk")
    )


def cosignatures_of(person: User, on: date) -> QuerySet[Cosignature]:
    """What her universities have co-signed, the newest first."""
    return (
        Cosignature.objects.filter(witness__university_key__university__in=universities_of(person, on))
        .select_related("checkpoint", "witness")
        .order_by("-checkpoint__size", "-signed_at")
    )
