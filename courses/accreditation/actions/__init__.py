"""What administrators do with agreements, their conditions and their rules."""

from courses.accreditation.actions.agreements import (
    cover_version,
    create_accreditation,
    end_accreditation,
    renew_accreditation,
)
from courses.accreditation.actions.conditions import close_condition, set_condition
from courses.accreditation.actions.rulesets import adopt_rules

__all__ = [
    "adopt_rules",
    "close_condition",
    "cover_version",
    "create_accreditation",
    "end_accreditation",
    "renew_accreditation",
    "set_condition",
]
