"""Cohorts, live sessions and attendance, enrolment, candidate numbers, roster import."""
