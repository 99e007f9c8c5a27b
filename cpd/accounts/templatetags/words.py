"""How dates, counts and names are written on every page."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def when(value: datetime | date | None) -> str:
    """Friday 3 July 2026, 5pm; a plain date has no time."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return date_format(value, "l j F Y")
    return f"{date_format(timezone.localtime(value), 'l j F Y')}, {clock(value)}"


@register.filter
def clock(value: datetime) -> str:
    """5pm, or 5:30pm."""
    local = timezone.localtime(value)
    hour = local.strftime("%I").lstrip("0")
    minutes = local.strftime(":%M") if local.minute else ""
    return f"{hour}{minutes}{local.strftime('%p').lower()}"


@register.filter
def day(value: datetime | date | None) -> str:
    """3 July 2026."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return date_format(value, "j F Y")


@register.filter
def counted(number: int, words: str) -> str:
    """`{{ 2|counted:"criterion,criteria" }}` is "2 criteria"; one form alone takes an s."""
    one, _, many = words.partition(",")
    return f"{number} {one if number == 1 else many or one + 's'}"


@register.filter
def score(value: Decimal | None) -> str:
    """62.5, not 62.50."""
    return "" if value is None else f"{value.normalize():f}"


@register.filter
def get(mapping: dict, key):
    """The value of a key that is known only in the template."""
    return mapping.get(key)
