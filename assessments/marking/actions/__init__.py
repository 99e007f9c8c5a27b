"""What people do in marking; import each from here."""

from assessments.marking.actions.agreeing import agree, ask_third, discuss, settle
from assessments.marking.actions.allocations import allocate, reopen, step_aside, withdraw_allocation
from assessments.marking.actions.appeals import set_aside
from assessments.marking.actions.comments import (
    add_comment,
    add_starters,
    change_comment,
    put_comment_away,
    use_comment,
)
from assessments.marking.actions.countersigning import countersign, send_back
from assessments.marking.actions.marks import begin, finalise
from assessments.marking.actions.sharing import pin, share_out
from assessments.marking.actions.taking import take, take_next
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
    "add_comment",
    "add_starters",
    "agree",
    "allocate",
    "ask_third",
    "begin",
    "countersign",
    "discuss",
    "finalise",
    "judge",
    "pin",
    "change_comment",
    "put_comment_away",
    "reopen",
    "send_back",
    "settle",
    "share_out",
    "step_aside",
    "set_aside",
    "take",
    "take_next",
    "use_comment",
    "withdraw_allocation",
    "write_feedback",
    "write_rationale",
    "write_score",
    "write_team_note",
]
