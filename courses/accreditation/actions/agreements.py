"""Recording an agreement with a university, renewing it, ending it early, and saying which versions it covers."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from courses.accreditation.actions.rulesets import add_rule_set, digest_of
from courses.accreditation.models import Accreditation, AccreditedVersion, Model, Signatory
from courses.accreditation.rules import check_can_cover, check_can_end, check_can_renew, check_dates
from courses.accreditation.states import ConditionState
from courses.catalogue.models import ModuleVersion
from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.files.models import StoredFile
from cpd.files.store import put
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
    rules: dict[str, Any] | None = None,
    logo: bytes | None = None,
    **terms: Any,
) -> Accreditation:
    """Record the first edition of an agreement; `signatories` are (name, office) as printed on certificates.

    `rules` holds the numbers that differ from the defaults. `terms` are the other columns: parties, owner of the records,
    board, data terms, day of review, permission for the logo; `logo` is a PNG that we drew.
    """
    if university.kind != OrganisationKind.UNIVERSITY:
        raise NotAllowed("An accreditation is an agreement with a university. Choose one, or add it first.")
    check_dates(starts_on, ends_on, teach_out_until)
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
        logo=_keep(logo),
        created_by=by,
        created_at=now,
        **terms,
    )
    _sign(accreditation, signatories)
    first = add_rule_set(accreditation, rules or {}, starts_on=starts_on, reason="", by=by, now=now)
    record(
        "accreditation.created",
        by=by,
        about=accreditation,
        now=now,
        university=university.pk,
        until=ends_on,
        rules=first.version,
        rules_digest=digest_of(first),
    )
    return accreditation


@action
def renew_accreditation(
    accreditation: Accreditation,
    *,
    model: str,
    starts_on: date,
    ends_on: date,
    teach_out_until: date,
    wording: str,
    by: User,
    now: datetime,
    signatories: list[tuple[str, str]] = (),
    logo: bytes | None = None,
    **terms: Any,
) -> Accreditation:
    """The next edition after a re-approval. Covered versions, rules and open conditions come along; what was decided
    under the earlier edition stays under it."""
    accreditation = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    check_dates(starts_on, ends_on, teach_out_until)
    check_can_renew(accreditation, starts_on)
    renewed = Accreditation.objects.create(
        university=accreditation.university,
        reference=accreditation.reference,
        edition=accreditation.edition + 1,
        replaces=accreditation,
        model=model,
        starts_on=starts_on,
        ends_on=ends_on,
        teach_out_until=teach_out_until,
        wording=wording,
        logo=_keep(logo) or (accreditation.logo if terms.get("may_use_logo") else None),
        created_by=by,
        created_at=now,
        **terms,
    )
    _sign(renewed, signatories)
    _bring_along(accreditation, renewed, now)
    rules = accreditation.rules.values
    first = add_rule_set(renewed, rules, starts_on=starts_on, reason="", by=by, now=now)
    record(
        "accreditation.renewed",
        by=by,
        about=renewed,
        now=now,
        replaces=accreditation.pk,
        edition=renewed.edition,
        until=ends_on,
        rules=first.version,
        rules_digest=digest_of(first),
    )
    return renewed


@action
def end_accreditation(
    accreditation: Accreditation, *, ended_on: date, reason: str, by: User, now: datetime
) -> Accreditation:
    """End an agreement before its time: nobody enrols after `ended_on`, and those who did may be awarded in the teach-out."""
    accreditation = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    check_can_end(accreditation, ended_on, reason)
    accreditation.ended_on, accreditation.ended_reason = ended_on, reason
    accreditation.ended_by, accreditation.ended_at = by, now
    accreditation.save(update_fields=["ended_on", "ended_reason", "ended_by", "ended_at"])
    record("accreditation.ended", by=by, about=accreditation, now=now, until=ended_on, sealed={"reason": reason})
    return accreditation


@action
def cover_version(
    accreditation: Accreditation,
    version: ModuleVersion,
    *,
    by: User,
    now: datetime,
    level: str | None = None,
    credit: Decimal | None = None,
) -> AccreditedVersion:
    """Bring a published version under an agreement; `level` and `credit` are what the agreement says, to be compared."""
    check_can_cover(accreditation, version, level=level, credit=credit)
    covered, is_new = AccreditedVersion.objects.get_or_create(
        accreditation=accreditation,
        version=version,
        defaults={
            "level_framework": version.level_framework,
            "level": version.level,
            "credit_scheme": version.credit_scheme,
            "credit": 0 if accreditation.model == Model.CPD_BADGE else version.credit,
            "covered_by": by,
            "covered_at": now,
        },
    )
    if is_new:
        record("accreditation.version_covered", by=by, about=accreditation, now=now, version=version.pk)
    else:
        unchanged()
    return covered


def _keep(logo: bytes | None) -> StoredFile | None:
    return put(logo, purpose="logo", content_type="image/png") if logo else None


def _sign(accreditation: Accreditation, signatories: list[tuple[str, str]]) -> None:
    Signatory.objects.bulk_create(
        Signatory(accreditation=accreditation, name=name, office=office, position=position)
        for position, (name, office) in enumerate(signatories)
    )


def _bring_along(earlier: Accreditation, renewed: Accreditation, now: datetime) -> None:
    for covered in earlier.versions.all():
        covered.pk, covered.accreditation, covered.covered_at = None, renewed, now
        covered.save(force_insert=True)
    still_open = earlier.conditions.filter(state=ConditionState.OPEN).order_by("number")
    for number, condition in enumerate(still_open, start=1):
        condition.pk, condition.accreditation, condition.number = uuid.uuid4(), renewed, number
        condition.set_at = now
        condition.save(force_insert=True)
