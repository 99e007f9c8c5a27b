"""Everything a person can do to a portfolio."""

from assessments.portfolios.actions.addresses import confirm_address, refuse_address
from assessments.portfolios.actions.attestations import answer_manager, ask_manager, cancel_request
from assessments.portfolios.actions.claims import claim, unclaim
from assessments.portfolios.actions.deadlines import move_correction, move_deadline
from assessments.portfolios.actions.ends import (
    close_unsubmitted,
    credit_criteria,
    defer,
    end_hold,
    forgive_lateness,
    hold,
    reopen_result,
    void,
)
from assessments.portfolios.actions.items import (
    add_file,
    give_back,
    note_refusal,
    purge_content,
    remove_item,
)
from assessments.portfolios.actions.layers import choose_layer
from assessments.portfolios.actions.portfolios import (
    open_next_attempt,
    open_portfolio,
    open_same_attempt,
    reopen_draft,
)
from assessments.portfolios.actions.submissions import Changed, submit, take_back
from assessments.portfolios.actions.texts import (
    Stale,
    complete_item,
    date_practice,
    drop_set_aside,
    start_text,
    write_text,
)
from assessments.portfolios.actions.unwritten import add_sighted, add_supervision
from assessments.portfolios.actions.ways import choose_way
from assessments.portfolios.actions.words import keep_word, look_for_names, reopen_word, replace_word

__all__ = [
    "Changed",
    "Stale",
    "add_file",
    "add_sighted",
    "add_supervision",
    "answer_manager",
    "ask_manager",
    "cancel_request",
    "choose_layer",
    "choose_way",
    "claim",
    "close_unsubmitted",
    "complete_item",
    "confirm_address",
    "credit_criteria",
    "date_practice",
    "defer",
    "drop_set_aside",
    "end_hold",
    "give_back",
    "forgive_lateness",
    "hold",
    "keep_word",
    "look_for_names",
    "move_correction",
    "move_deadline",
    "note_refusal",
    "open_next_attempt",
    "open_portfolio",
    "open_same_attempt",
    "purge_content",
    "refuse_address",
    "remove_item",
    "reopen_draft",
    "reopen_result",
    "start_text",
    "reopen_word",
    "replace_word",
    "submit",
    "take_back",
    "unclaim",
    "void",
    "write_text",
]
