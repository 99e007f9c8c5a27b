"""Live sessions as an iCalendar file: neutral words, stable ids, times of the UK. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vUri

from courses.delivery.calendar import LONDON
from courses.delivery.models import LiveSession

# A calendar is read over shoulders and on shared devices, so it says nothing about what the session is.
TITLE = "CPD session"
CONTENT_TYPE = "text/calendar; charset=utf-8"


def write_calendar(sessions: Iterable[LiveSession], *, address: str, is_feed: bool) -> bytes:
    """The sessions as VEVENTs; a cancelled one stays, marked, so that calendars take it away."""
    calendar = Calendar()
    calendar.add("prodid", "-//CPD//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if is_feed:
        calendar.add("x-wr-calname", "CPD sessions")
        calendar.add("x-wr-timezone", "Europe/London")
        calendar.add("refresh-interval;value=duration", "PT6H")
        calendar.add("x-published-ttl", "PT6H")
    else:
        calendar.add("method", "PUBLISH")
    calendar.add_component(_london())
    for session in sessions:
        calendar.add_component(_event(session, address))
    return calendar.to_ical()


def _london() -> Timezone:
    """The UK's rule for summer time since 1996, which calendars take far more readily than a list of dates."""
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    for part, name, starts, before, after, month in (  # a zone is described in clock times that have no zone
        (TimezoneDaylight(), "BST", datetime(1996, 3, 31, 1), 0, 1, 3),  # noqa: DTZ001
        (TimezoneStandard(), "GMT", datetime(1996, 10, 27, 2), 1, 0, 10),  # noqa: DTZ001
    ):
        part.add("dtstart", starts)
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone


def _event(session: LiveSession, address: str) -> Event:
    event = Event()
    event.add("uid", str(session.pk))
    event.add("dtstamp", session.changed_at)
    event.add("last-modified", session.changed_at)
    event.add("sequence", session.sequence)
    event.add("dtstart", session.starts_at.astimezone(LONDON))
    event.add("dtend", session.ends_at.astimezone(LONDON))
    event.add("summary", TITLE)
    event.add("description", "Sign in to see how to join.")
    event.add("url", vUri(address))
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if session.cancelled_at else "OPAQUE")
    return event
