"""What people do in marking; import each from here."""

from assessments.marking.actions.agreeing import agree, ask_third, discuss, settle
from assessments.marking.actions.allocations import allocate, reopen, withdraw_allocation
from assessments.marking.actions.marks import begin, finalise
from assessments.marking.actions.writing import (
    Stale,
    judge,
    write_feedback,
    write_rationale,
    write_score,
    write_team_note,
)

__all__ = [
    "Stale",
    "agree",
    "allocate",
    "ask_third",
    "begin",
    "discuss",
    "finalise",
    "judge",
    "reopen",
    "settle",
    "withdraw_allocation",
    "write_feedback",
    "write_rationale",
    "write_score",
    "write_team_note",
]
