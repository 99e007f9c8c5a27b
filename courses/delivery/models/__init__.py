"""Cohorts and their staff, live sessions, enrolments and rosters; import each from here."""

from courses.delivery.models.cohorts import ClosureDay, Cohort, CohortRole, CohortStaff, PromisedPost
from courses.delivery.models.enrolments import Attendance, Enrolment, Pause
from courses.delivery.models.rosters import RosterImport
from courses.delivery.models.sessions import LiveSession

__all__ = [
    "Attendance",
    "ClosureDay",
    "Cohort",
    "CohortRole",
    "CohortStaff",
    "Enrolment",
    "LiveSession",
    "Pause",
    "PromisedPost",
    "RosterImport",
]
