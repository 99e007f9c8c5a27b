"""Who may do what at a board, and when; import each from here."""

from assessments.boards.rules.meetings import (
    check_can_act_alone,
    check_can_decide,
    check_can_freeze,
    check_can_move,
    check_can_ratify,
    check_can_withdraw_paper,
    check_enough_stay,
    check_is_far_enough,
    check_is_member,
    check_may_sit,
    check_notice,
    check_papers_in_time,
    check_result_fits,
    is_hidden_from,
    list_changed_papers,
)
from assessments.boards.rules.minutes import check_can_confirm_minutes, check_can_draft, check_can_endorse
from assessments.boards.rules.quorum import check_can_examine, check_quorum, count_quorum, needs_examiner
from assessments.boards.rules.releases import (
    check_can_agree,
    check_can_ask,
    check_can_stop,
    check_is_due,
    check_marks_stand,
)

__all__ = [
    "check_can_act_alone",
    "check_can_agree",
    "check_can_ask",
    "check_can_confirm_minutes",
    "check_can_decide",
    "check_can_draft",
    "check_can_endorse",
    "check_can_examine",
    "check_can_freeze",
    "check_can_move",
    "check_can_ratify",
    "check_can_stop",
    "check_can_withdraw_paper",
    "check_enough_stay",
    "check_is_due",
    "check_is_far_enough",
    "check_is_member",
    "check_marks_stand",
    "check_may_sit",
    "check_notice",
    "check_papers_in_time",
    "check_quorum",
    "check_result_fits",
    "count_quorum",
    "is_hidden_from",
    "list_changed_papers",
    "needs_examiner",
]
