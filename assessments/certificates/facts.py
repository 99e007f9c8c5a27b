"""The facts a certificate states, taken once from the award; the document is drawn from this snapshot alone."""

from datetime import datetime
from typing import Any

from assessments.certificates.models import Award, Endorsement
from assessments.certificates.states import Design
from courses.accreditation.models import Model
from cpd.accounts.models import Organisation, OrganisationKind

# Rises when the drawing changes; documents already issued keep theirs.
TEMPLATE_VERSION = "2026-2"
NO_CREDIT = {Model.CREDIT_RATING_ONLY, Model.CPD_BADGE}


def facts_of(award: Award, at: datetime) -> dict[str, Any]:
    """Everything on the certificate but the name and the code, as JSON, as it is at that moment."""
    enrolment = award.enrolment
    version = enrolment.version
    accreditation = award.accreditation
    gives_credit = accreditation.model not in NO_CREDIT
    criteria = version.criteria.select_related("outcome").order_by("position")
    return {
        "design": design_of(award),
        "provider": Organisation.objects.get(kind=OrganisationKind.PROVIDER).name,
        "title": version.title,
        "summary": version.summary,
        "module_code": version.module.code,
        "module_version": version.number,
        "level": version.level_words,
        "credit": version.credit_words if gives_credit else "",
        "credit_points": float(version.credit) if gives_credit else None,
        "notional_hours": version.notional_hours,
        "cpd_hours": version.cpd_words,
        "awarded_on": award.awarded_on.isoformat(),
        "studied_from": enrolment.enrolled_on.isoformat(),
        "university": accreditation.university.name,
        "accreditation": accreditation.reference,
        "wording": accreditation.wording,
        # Which picture, if the agreement permits one: the file stays with the agreement.
        "logo": str(accreditation.logo_id) if accreditation.may_use_logo and accreditation.logo_id else "",
        "is_university_award": accreditation.is_university_award,
        "signatories": [[row.name, row.office] for row in accreditation.signatories.order_by("position")],
        "outcomes": [
            [outcome.number, outcome.title, outcome.text] for outcome in version.outcomes.order_by("position")
        ],
        "criteria": [[row.number, row.text] for row in criteria],
        "endorsement": _endorsement_of(award, at),
    }


def _endorsement_of(award: Award, at: datetime) -> str:
    """What the university has signed itself about this version, to the byte; empty where it has signed nothing."""
    kept = Endorsement.objects.in_force(at)
    kept = kept.filter(accreditation=award.accreditation, version=award.enrolment.version)
    return kept.values_list("document", flat=True).first() or ""


def design_of(award: Award) -> str:
    """An activity that a body has checked for attendance is never made to look like an assessed achievement."""
    return str(Design.ATTENDANCE if award.accreditation.model == Model.CPD_BADGE else Design.ACHIEVEMENT)


def disclaimer(facts: dict[str, Any]) -> str:
    """What must be said where the certificate might be taken for more than it is."""
    if facts["is_university_award"]:
        return ""
    if facts.get("design") == Design.ATTENDANCE:
        return "It records attendance. It is not an award of a university and carries no credit."
    return "This certificate is not an award of a university."
