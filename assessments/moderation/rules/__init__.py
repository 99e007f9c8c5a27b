"""Who may do what in moderation, and when; import each from here."""

from assessments.moderation.rules.changes import (
    check_can_acknowledge,
    check_can_advise,
    check_can_decide_change,
    check_can_propose,
    check_can_read_interim,
    check_can_withdraw_change,
    check_change_is_whole,
    may_decide,
)
from assessments.moderation.rules.samples import (
    check_can_add,
    check_can_change,
    check_can_confirm,
    check_can_moderate,
    check_can_read,
    check_can_review,
    check_can_send_back,
    check_has_population,
    check_is_slip,
    list_withheld,
    may_be_moderated_by,
)

__all__ = [
    "check_can_acknowledge",
    "check_can_add",
    "check_can_advise",
    "check_can_change",
    "check_can_confirm",
    "check_can_decide_change",
    "check_can_moderate",
    "check_can_propose",
    "check_can_read",
    "check_can_read_interim",
    "check_can_review",
    "check_can_send_back",
    "check_can_withdraw_change",
    "check_change_is_whole",
    "check_has_population",
    "check_is_slip",
    "list_withheld",
    "may_be_moderated_by",
    "may_decide",
]
