"""Agreements, their conditions, and the rule sets adopted under them."""

from courses.accreditation.models.agreements import (
    Accreditation,
    AccreditedVersion,
    BoardKind,
    Model,
    Owner,
    Signatory,
)
from courses.accreditation.models.conditions import Condition
from courses.accreditation.models.rulesets import RuleSet

__all__ = [
    "Accreditation",
    "AccreditedVersion",
    "BoardKind",
    "Condition",
    "Model",
    "Owner",
    "RuleSet",
    "Signatory",
]
