"""Agreements and where each stands today."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from courses.accreditation.models import Accreditation
from courses.catalogue.models import ModuleVersion

# A new agreement takes a university about half a year.
SOON_DAYS = 180


@dataclass(frozen=True)
class Standing:
    """Where an agreement stands on a day: a tag, and a sentence on what follows."""

    tone: str
    words: str
    sentence: str

    @property
    def needs_attention(self) -> bool:
        return self.tone in ("warn", "danger")


def get_standing(accreditation: Accreditation, today: date) -> Standing:
    """Say plainly whether learners can enrol and be awarded under the agreement, and when that ends."""
    ends, teach_out = _day(accreditation.ends_on), _day(accreditation.teach_out_until)
    left = (accreditation.ends_on - today).days
    if today < accreditation.starts_on:
        start = _day(accreditation.starts_on)
        return Standing("info", "Not in force yet", f"Learners can enrol under it from {start}.")
    if today > accreditation.teach_out_until:
        return Standing("neutral", "Ended", f"Nothing has been awarded under it since {teach_out}.")
    if left < 0:
        return Standing(
            "warn",
            "Teach-out",
            f"It ended on {ends}, so nobody can enrol. Those who enrolled before can be awarded until {teach_out}.",
        )
    if left <= SOON_DAYS:
        days = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
        return Standing(
            "warn",
            f"Lapses {days}",
            f"It lapses on {ends}. After that nobody can enrol under it; those enrolled by then can be awarded until "
            f"{teach_out}. Agree its renewal with the university now.",
        )
    return Standing("ok", "In force", f"Learners can enrol until {ends} and be awarded until {teach_out}.")


def list_accreditations() -> QuerySet[Accreditation]:
    """Every agreement, the one that ends last first, with its number of versions and cohorts."""
    return (
        Accreditation.objects.select_related("university")
        .annotate(covered=Count("versions", distinct=True), cohorts_held=Count("cohorts", distinct=True))
        .order_by("-ends_on", "reference")
    )


def versions_to_cover(accreditation: Accreditation) -> QuerySet[ModuleVersion]:
    """Published versions that the agreement does not cover yet."""
    return (
        ModuleVersion.objects.published()
        .exclude(accreditations__accreditation=accreditation)
        .select_related("module")
        .order_by("module__code", "-number")
    )


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
