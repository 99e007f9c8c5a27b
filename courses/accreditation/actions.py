"""Recording an agreement with a university, and which versions it covers."""

from datetime import date, datetime

from courses.accreditation.models import Accreditation, AccreditedVersion, Signatory
from courses.catalogue.models import ModuleVersion
from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed


@action
def create_accreditation(
    *,
    university: Organisation,
    reference: str,
    model: str,
    starts_on: date,
    ends_on: date,
    teach_out_until: date,
    wording: str,
    by: User,
    now: datetime,
    signatories: list[tuple[str, str]] = (),
    conditions: str = "",
    is_university_award: bool = False,
) -> Accreditation:
    """Record an agreement; `signatories` are (name, office) as printed on certificates."""
    if university.kind != OrganisationKind.UNIVERSITY:
        raise NotAllowed("An accreditation is an agreement with a university. Choose one, or add it first.")
    if ends_on < starts_on or teach_out_until < ends_on:
        raise NotAllowed("The dates run backwards: the end follows the start, and the teach-out follows the end.")
    if Accreditation.objects.filter(reference__iexact=reference).exists():
        raise NotAllowed(f"There is an agreement with the reference {reference}. Check it, or use another reference.")
    accreditation = Accreditation.objects.create(
        university=university,
        reference=reference,
        model=model,
        starts_on=starts_on,
        ends_on=ends_on,
        teach_out_until=teach_out_until,
        wording=wording,
        conditions=conditions,
        is_university_award=is_university_award,
        created_by=by,
        created_at=now,
    )
    Signatory.objects.bulk_create(
        Signatory(accreditation=accreditation, name=name, office=office, position=position)
        for position, (name, office) in enumerate(signatories)
    )
    record("accreditation.created", by=by, about=accreditation, now=now, university=university.pk, until=ends_on)
    return accreditation


@action
def cover_version(
    accreditation: Accreditation, version: ModuleVersion, *, by: User, now: datetime
) -> AccreditedVersion:
    """Bring a published version under an agreement."""
    if not version.is_published:
        raise NotAllowed("Only a published version can be accredited: publish it first.")
    covered, is_new = AccreditedVersion.objects.get_or_create(accreditation=accreditation, version=version)
    if is_new:
        record("accreditation.version_covered", by=by, about=accreditation, now=now, version=version.pk)
    else:
        unchanged()
    return covered
