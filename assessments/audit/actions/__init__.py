"""What a university does in its rooms, and what the provider does for it."""

from assessments.audit.actions.checks import ask_for_check
from assessments.audit.actions.findings import (
    answer_finding,
    ask_again,
    change_finding,
    close_finding,
    discard_finding,
    raise_finding,
    write_finding,
)
from assessments.audit.actions.reports import save_report, send_response, sign_report
from assessments.audit.actions.samples import add_to_visit
from assessments.audit.actions.visits import (
    cancel_visit,
    close_visit,
    invite_to_visit,
    note_reading,
    open_visit,
    take_up_visit,
)

__all__ = [
    "add_to_visit",
    "answer_finding",
    "ask_again",
    "ask_for_check",
    "cancel_visit",
    "change_finding",
    "close_finding",
    "close_visit",
    "discard_finding",
    "invite_to_visit",
    "note_reading",
    "open_visit",
    "raise_finding",
    "save_report",
    "send_response",
    "sign_report",
    "take_up_visit",
    "write_finding",
]
