"""What a university does in its rooms, and what the provider does for it."""

from assessments.audit.actions.visits import (
    cancel_visit,
    close_visit,
    invite_to_visit,
    note_reading,
    open_visit,
    take_up_visit,
)

__all__ = ["cancel_visit", "close_visit", "invite_to_visit", "note_reading", "open_visit", "take_up_visit"]
