"""What people do with side cases; import each from here."""

from assessments.cases.actions.answering import answer, conclude, give_opinion, seat_panel
from assessments.cases.actions.asking import (
    ask_adjustment,
    ask_break,
    ask_extension,
    claim_circumstances,
    claim_prior_learning,
    raise_misconduct,
    reply,
    take_back_request,
    take_extension,
)
from assessments.cases.actions.ends import come_back, open_after_absence

__all__ = [
    "answer",
    "ask_adjustment",
    "ask_break",
    "ask_extension",
    "claim_circumstances",
    "claim_prior_learning",
    "come_back",
    "conclude",
    "give_opinion",
    "open_after_absence",
    "raise_misconduct",
    "reply",
    "seat_panel",
    "take_back_request",
    "take_extension",
]
