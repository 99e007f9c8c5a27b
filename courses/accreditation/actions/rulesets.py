"""Adopting the numbers that assessment follows under an agreement."""

import hashlib
from datetime import date, datetime
from typing import Any

import rfc8785

from courses.accreditation.models import Accreditation, RuleSet
from courses.accreditation.rules import check_can_adopt
from courses.accreditation.rulesets import Rules, read_rules
from cpd.accounts.models import User
from cpd.history.actions import action, record


@action
def adopt_rules(
    accreditation: Accreditation, *, values: dict[str, Any], starts_on: date, reason: str, by: User, now: datetime
) -> RuleSet:
    """The next rule set, for cohorts that begin on `starts_on` or later. Earlier decisions and cohorts keep theirs."""
    accreditation = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    check_can_adopt(accreditation, read_rules("", values), starts_on=starts_on, reason=reason)
    adopted = add_rule_set(accreditation, values, starts_on=starts_on, reason=reason, by=by, now=now)
    record(
        "accreditation.rules_adopted",
        by=by,
        about=accreditation,
        now=now,
        rules=adopted.version,
        rules_digest=digest_of(adopted),
        starts_on=starts_on,
        sealed={"reason": reason},
    )
    return adopted


def add_rule_set(
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


def digest_of(rule_set: RuleSet) -> str:
    return hashlib.sha256(rfc8785.dumps(rule_set.values)).hexdigest()
