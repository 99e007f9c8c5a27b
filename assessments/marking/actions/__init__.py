"""What people do in marking; import each from here."""

from assessments.marking.actions.allocations import allocate, reopen, withdraw_allocation
from assessments.marking.actions.marks import begin, finalise
from assessments.marking.actions.writing import Stale, judge, write_feedback, write_team_note

__all__ = [
    "Stale",
    "allocate",
    "begin",
    "finalise",
    "judge",
    "reopen",
    "withdraw_allocation",
    "write_feedback",
    "write_team_note",
]
