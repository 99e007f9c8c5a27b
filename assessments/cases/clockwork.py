"""What the calendar does to attempts, without a person."""

from datetime import datetime

from assessments.cases.queries import list_overdue
from assessments.portfolios.actions import close_unsubmitted
from cpd.rules import NotAllowed


def close_overdue(*, now: datetime) -> int:
    """Close every attempt whose last moment has passed and for which no request waits; gives their number."""
    closed = 0
    for submission in list_overdue(now):
        try:
            close_unsubmitted(submission, by=None, now=now)
        except NotAllowed:
            continue  # handed in, or given more time, since the list was read
        closed += 1
    return closed
