"""When a person may be written to: never in the quiet hours she chose, and not twice within minutes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser

from cpd.notices.models import Urgency

UK = ZoneInfo("Europe/London")
DIGEST_AT = time(8)
# Whatever happens, two e-mails to one person are at least so far apart.
WINDOW = timedelta(minutes=10)


def after_quiet(person: AbstractBaseUser, moment: datetime) -> datetime:
    """`moment`, or the end of the person's quiet hours when it falls into them."""
    wishes = getattr(person, "preferences", None)
    if wishes is None or wishes.quiet_from is None or wishes.quiet_until is None:
        return moment
    local = moment.astimezone(UK)
    clock = local.time()
    if wishes.quiet_from <= wishes.quiet_until:
        is_quiet = wishes.quiet_from <= clock < wishes.quiet_until
        ends_on = local.date()
    else:
        is_quiet = clock >= wishes.quiet_from or clock < wishes.quiet_until
        ends_on = local.date() + timedelta(days=1 if clock >= wishes.quiet_from else 0)
    return datetime.combine(ends_on, wishes.quiet_until, UK) if is_quiet else moment


def wishes_mail_at_once(person: AbstractBaseUser, urgency: str) -> bool:
    """Urgent things go out at once unless e-mail is off; the rest only to those who chose so."""
    wish = getattr(getattr(person, "preferences", None), "mail", "digest")
    return wish != "none" and (urgency == Urgency.NOW or (urgency == Urgency.DIGEST and wish == "now"))


def digest_of_day(now: datetime) -> tuple[date, datetime]:
    """The day in the United Kingdom, and the moment at which its digest collects what there is."""
    day = now.astimezone(UK).date()
    return day, datetime.combine(day, DIGEST_AT, UK)
