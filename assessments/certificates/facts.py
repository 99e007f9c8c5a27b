"""The facts a certificate states, taken once from the award; the document is drawn from this snapshot alone."""

from typing import Any

from assessments.certificates.models import Award
from cpd.accounts.models import Organisation, OrganisationKind

# Rises when the drawing changes; documents already issued keep theirs.
TEMPLATE_VERSION = "achievement-1"


def facts_of(award: Award) -> dict[str, Any]:
    """Everything on the certificate but the name and the code, as JSON."""
    enrolment = award.enrolment
    version = enrolment.version
    accreditation = award.accreditation
    return {
        "provider": Organisation.objects.get(kind=OrganisationKind.PROVIDER).name,
        "title": version.title,
        "module_code": version.module.code,
        "module_version": version.number,
        "level": version.level_words,
        "credit": version.credit_words,
        "notional_hours": version.notional_hours,
        "cpd_hours": f"{version.cpd_hours:f}".rstrip("0").rstrip(".")
        if version.cpd_hours % 1
        else f"{version.cpd_hours:.0f}",
        "awarded_on": award.awarded_on.isoformat(),
        "studied_from": enrolment.enrolled_on.isoformat(),
        "university": accreditation.university.name,
        "accreditation": accreditation.reference,
        "wording": accreditation.wording,
        "is_university_award": accreditation.is_university_award,
        "signatories": [[row.name, row.office] for row in accreditation.signatories.order_by("position")],
        "outcomes": [f"{outcome.number}. {outcome.title}" for outcome in version.outcomes.order_by("position")],
    }
