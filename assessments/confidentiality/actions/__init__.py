"""What people do in confidentiality; import each from here."""

from assessments.confidentiality.actions.cases import close_concern, close_incident, purge_item, raise_concern
from assessments.confidentiality.actions.intake import (
    accept,
    notice_return,
    open_for_intake,
    quarantine_item,
    return_for_correction,
)

__all__ = [
    "accept",
    "close_concern",
    "close_incident",
    "notice_return",
    "open_for_intake",
    "purge_item",
    "quarantine_item",
    "raise_concern",
    "return_for_correction",
]
