"""What people do in moderation; import each from here."""

from assessments.moderation.actions.changes import (
    acknowledge_change,
    approve_change,
    propose_change,
    refuse_change,
    withdraw_change,
)
from assessments.moderation.actions.interims import advise, draw_interim
from assessments.moderation.actions.samples import add_to_sample, confirm, draw_sample, review, send_back
from assessments.moderation.escalating import escalate

__all__ = [
    "acknowledge_change",
    "add_to_sample",
    "advise",
    "approve_change",
    "confirm",
    "draw_interim",
    "draw_sample",
    "escalate",
    "propose_change",
    "refuse_change",
    "review",
    "send_back",
    "withdraw_change",
]
