"""Agreements and where each stands today."""

from dataclasses import Field, dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Count, QuerySet

from courses.accreditation.models import Accreditation, RuleSet
from courses.accreditation.rulesets import GROUPS, Rules, list_numbers, read_rules
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


def describe_rules(rules: Rules) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The rules in groups, each as what it is about, what it says, and its identifier."""
    return [
        (
            label,
            [
                (number.metadata["label"], say(number, getattr(rules, number.name)), number.metadata["rule"])
                for number in list_numbers()
                if number.metadata["group"] == group
            ],
        )
        for group, label in GROUPS.items()
    ]


def list_changes(accreditation: Accreditation) -> list[tuple[RuleSet, list[tuple[str, str, str]]]]:
    """Every rule set, the newest first, with what it changed: label, before, after."""
    sets = list(accreditation.rule_sets.select_related("adopted_by").order_by("number"))
    rules = [read_rules(one.version, one.values) for one in sets]
    changes = [[]] + [_differences(before, after) for before, after in pairwise(rules)]
    return list(zip(sets, changes, strict=True))[::-1]


def say(number: Field, value) -> str:
    """A value of a rule set in words."""
    if "options" in number.metadata:
        return number.metadata["options"][value]
    return ("Yes" if value else "No") if isinstance(value, bool) else str(value)


def _differences(before: Rules, after: Rules) -> list[tuple[str, str, str]]:
    return [
        (number.metadata["label"], say(number, getattr(before, number.name)), say(number, getattr(after, number.name)))
        for number in list_numbers()
        if getattr(before, number.name) != getattr(after, number.name)
    ]


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
