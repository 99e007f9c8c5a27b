"""What people do at a board; import each from here."""

from assessments.boards.actions.meetings import act_alone, endorse, note_attendance, schedule
from assessments.boards.actions.minutes import confirm_minutes, draft_minutes
from assessments.boards.actions.papers import decide, declare_conflict, freeze_papers, ratify, withdraw_paper
from assessments.boards.actions.releases import agree_release, ask_release, release, stop_release

__all__ = [
    "act_alone",
    "agree_release",
    "ask_release",
    "confirm_minutes",
    "decide",
    "declare_conflict",
    "draft_minutes",
    "endorse",
    "freeze_papers",
    "note_attendance",
    "ratify",
    "release",
    "schedule",
    "stop_release",
    "withdraw_paper",
]
