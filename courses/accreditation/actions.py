"""Recording an agreement with a university, which versions it covers, and the rules that assessment follows under it."""

import hashlib
from datetime import date, datetime
from typing import Any

import rfc8785

from courses.accreditation.models import Accreditation, AccreditedVersion, RuleSet, Signatory
from courses.accreditation.rules import check_can_adopt
from courses.accreditation.rulesets import Rules, read_rules
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
    rules: dict[str, Any] | None = None,
) -> Accreditation:
    """Record an agreement; `signatories` are (name, office) as printed on certificates, `rules` what differs from the defaults."""
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
    first = _add_rule_set(accreditation, rules or {}, starts_on=starts_on, reason="", by=by, now=now)
    record(
        "accreditation.created",
        by=by,
        about=accreditation,
        now=now,
        university=university.pk,
        until=ends_on,
        rules=first.version,
        rules_digest=_digest(first),
    )
    return accreditation


@action
def adopt_rules(
    accreditation: Accreditation, *, values: dict[str, Any], starts_on: date, reason: str, by: User, now: datetime
) -> RuleSet:
    """The next rule set, for cohorts that begin on `starts_on` or later. Earlier decisions and cohorts keep theirs."""
    accreditation = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    check_can_adopt(accreditation, read_rules("", values), starts_on=starts_on, reason=reason)
    adopted = _add_rule_set(accreditation, values, starts_on=starts_on, reason=reason, by=by, now=now)
    record(
        "accreditation.rules_adopted",
        by=by,
        about=accreditation,
        now=now,
        rules=adopted.version,
        rules_digest=_digest(adopted),
        starts_on=starts_on,
        sealed={"reason": reason},
    )
    return adopted


def _add_rule_set(
    accreditation: Accreditation, values: dict[str, Any], *, starts_on: date, reason: str, by: User, now: datetime
) -> RuleSet:
    number = accreditation.rule_sets.count() + 1
    version = f"{now.year}-{number}"
    return RuleSet.objects.create(
        accreditation=accreditation,
        number=number,
        version=version,
        starts_on=starts_on,
        values=Rules(version=version, **values).values,
        reason=reason,
        adopted_by=by,
        adopted_at=now,
    )


def _digest(rule_set: RuleSet) -> str:
    return hashlib.sha256(rfc8785.dumps(rule_set.values)).hexdigest()


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
