"""The moments that tests live at."""

from datetime import UTC, datetime, timedelta

# A Wednesday in summer, so that UK time is not UTC.
NOON = datetime(2026, 6, 3, 11, 0, tzinfo=UTC)
TODAY = NOON.date()


def later(**span: float) -> datetime:
    """NOON plus a span: later(days=3)."""
    return NOON + timedelta(**span)
