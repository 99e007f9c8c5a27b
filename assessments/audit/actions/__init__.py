"""What a university does in its rooms, and what the provider does for it."""

from assessments.audit.actions.checks import ask_for_check
from assessments.audit.actions.draws import draw_own_sample
from assessments.audit.actions.exhibits import (
    look_again,
    note_exhibit,
    provide_document,
    review_exhibit,
    withdraw_document,
)
from assessments.audit.actions.findings import (
    answer_finding,
    ask_again,
    change_finding,
    close_finding,
    discard_finding,
    raise_finding,
    write_finding,
)
from assessments.audit.actions.own_marks import give_own_mark, save_own_mark
from assessments.audit.actions.packs import (
    agree_to_archive,
    ask_for_archive,
    ask_for_pack,
    drop_archive,
    take_pack,
)
from assessments.audit.actions.reports import save_report, send_response, sign_report
from assessments.audit.actions.samples import add_to_visit
from assessments.audit.actions.views import delete_view, keep_view, note_export, note_outcomes, rename_view
from assessments.audit.actions.visits import (
    cancel_visit,
    close_visit,
    invite_to_visit,
    note_reading,
    open_visit,
    take_up_visit,
)
from assessments.audit.actions.witnessing import end_key, hand_over_cosignatures, mail_line, register_key

__all__ = [
    "add_to_visit",
    "agree_to_archive",
    "answer_finding",
    "ask_again",
    "ask_for_archive",
    "ask_for_check",
    "ask_for_pack",
    "cancel_visit",
    "change_finding",
    "close_finding",
    "close_visit",
    "delete_view",
    "discard_finding",
    "draw_own_sample",
    "drop_archive",
    "end_key",
    "give_own_mark",
    "hand_over_cosignatures",
    "invite_to_visit",
    "keep_view",
    "look_again",
    "mail_line",
    "note_exhibit",
    "note_export",
    "note_outcomes",
    "note_reading",
    "open_visit",
    "provide_document",
    "raise_finding",
    "register_key",
    "rename_view",
    "review_exhibit",
    "save_own_mark",
    "save_report",
    "send_response",
    "sign_report",
    "take_pack",
    "take_up_visit",
    "withdraw_document",
    "write_finding",
]
