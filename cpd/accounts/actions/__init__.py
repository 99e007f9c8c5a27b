"""Everything that is done with people and organisations, a file for each noun."""

from cpd.accounts.actions.appointments import appoint, end_appointment
from cpd.accounts.actions.away import keep_away, recognise, withdraw_name
from cpd.accounts.actions.invitations import INVITATION_DAYS, accept_invitation, cancel_invitation, invite
from cpd.accounts.actions.organisations import create_organisation
from cpd.accounts.actions.own import (
    DETAILS,
    PREFERENCES,
    TERMS_VERSION,
    choose_preferences,
    confirm_contact,
    confirm_details,
)
from cpd.accounts.actions.people import (
    change_address,
    close_account,
    create_person,
    give_support_access,
    reopen_account,
    reset_second_factor,
)
from cpd.accounts.tokens import digest_of

__all__ = [
    "DETAILS",
    "INVITATION_DAYS",
    "PREFERENCES",
    "TERMS_VERSION",
    "accept_invitation",
    "appoint",
    "cancel_invitation",
    "change_address",
    "choose_preferences",
    "close_account",
    "confirm_contact",
    "confirm_details",
    "create_organisation",
    "create_person",
    "digest_of",
    "end_appointment",
    "give_support_access",
    "invite",
    "keep_away",
    "recognise",
    "reopen_account",
    "reset_second_factor",
    "withdraw_name",
]
