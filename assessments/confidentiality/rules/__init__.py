"""Who may do what in confidentiality; import each from here."""

from assessments.confidentiality.rules.cases import (
    LONGEST_NOTE,
    check_can_ask_to_talk,
    check_can_close_concern,
    check_can_close_incident,
    check_can_decide_report,
    check_can_give_back,
    check_can_purge,
    check_can_raise,
    check_can_take,
    check_somebody_else_leads,
)
from assessments.confidentiality.rules.intake import (
    check_can_decide,
    check_can_do_intake,
    check_can_open_for_intake,
    check_can_quarantine,
    check_can_read,
    check_can_return,
    has_opened,
)
from assessments.confidentiality.rules.reading import (
    check_can_look_at_reading,
    check_can_open_in_emergency,
    check_can_read_in_emergency,
)

__all__ = [
    "LONGEST_NOTE",
    "check_can_ask_to_talk",
    "check_can_close_concern",
    "check_can_close_incident",
    "check_can_decide",
    "check_can_decide_report",
    "check_can_do_intake",
    "check_can_give_back",
    "check_can_look_at_reading",
    "check_can_open_for_intake",
    "check_can_open_in_emergency",
    "check_can_purge",
    "check_can_quarantine",
    "check_can_raise",
    "check_can_read",
    "check_can_read_in_emergency",
    "check_can_return",
    "check_can_take",
    "check_somebody_else_leads",
    "has_opened",
]
