"""What people do in confidentiality; import each from here."""

from assessments.confidentiality.actions.concerns import ask_to_talk, close_concern, raise_concern, take_concern
from assessments.confidentiality.actions.incidents import close_incident, decide_report, give_item_back, purge_item
from assessments.confidentiality.actions.intake import accept, notice_return, open_for_intake, return_for_correction
from assessments.confidentiality.actions.locking import quarantine_item
from assessments.confidentiality.actions.passages import review_passages
from assessments.confidentiality.actions.reading import close_emergency, look_at_reading, open_in_emergency

__all__ = [
    "accept",
    "ask_to_talk",
    "close_concern",
    "close_emergency",
    "close_incident",
    "decide_report",
    "give_item_back",
    "look_at_reading",
    "notice_return",
    "open_for_intake",
    "open_in_emergency",
    "purge_item",
    "quarantine_item",
    "raise_concern",
    "return_for_correction",
    "review_passages",
    "take_concern",
]
