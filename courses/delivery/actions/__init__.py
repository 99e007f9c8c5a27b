"""Every write of this feature, by noun; other features import from here."""

from courses.delivery.actions.clocks import restart_clocks, stop_clocks
from courses.delivery.actions.closures import add_closure, drop_closure
from courses.delivery.actions.cohorts import (
    add_staff,
    change_dates,
    close_cohort,
    create_cohort,
    open_cohort,
    remove_staff,
)
from courses.delivery.actions.employers import change_employer
from courses.delivery.actions.enrolments import (
    cancel_enrolment,
    complete,
    interrupt,
    renew_calendar,
    resume,
    state_access_needs,
    withdraw,
)
from courses.delivery.actions.externals import invite_external
from courses.delivery.actions.invitations import send_invitations
from courses.delivery.actions.places import accept_offer, add_learner, offer_place
from courses.delivery.actions.rosters import import_roster, upload_roster
from courses.delivery.actions.sessions import add_session, cancel_session, change_session, take_attendance
from courses.delivery.clockwork import lapse, start

__all__ = [
    "accept_offer",
    "add_closure",
    "add_learner",
    "add_session",
    "add_staff",
    "cancel_enrolment",
    "cancel_session",
    "change_dates",
    "change_employer",
    "change_session",
    "close_cohort",
    "complete",
    "create_cohort",
    "drop_closure",
    "import_roster",
    "interrupt",
    "invite_external",
    "lapse",
    "offer_place",
    "open_cohort",
    "remove_staff",
    "renew_calendar",
    "restart_clocks",
    "resume",
    "send_invitations",
    "start",
    "state_access_needs",
    "stop_clocks",
    "take_attendance",
    "upload_roster",
    "withdraw",
]
