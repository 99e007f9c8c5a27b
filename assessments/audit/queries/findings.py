"""Findings as each side sees them."""

from django.db.models import QuerySet

from assessments.audit.models import Finding, Visit
from assessments.audit.states import FindingState


def list_findings(visit: Visit) -> QuerySet[Finding]:
    """Every finding of a visit but the discarded, for the auditor, with drafts."""
    return visit.findings.exclude(state=FindingState.DISCARDED).select_related("enrolment", "owner").order_by("number")


def list_raised(visit: Visit) -> QuerySet[Finding]:
    """What the provider sees of them."""
    return visit.findings.raised().select_related("enrolment", "owner").order_by("number")


def raised_findings() -> QuerySet[Finding]:
    """Every finding that the provider may open."""
    return Finding.objects.raised().select_related("visit__accreditation__university", "enrolment", "owner")
