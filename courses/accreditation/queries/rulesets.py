"""Rule sets in words, and what each changed."""

from dataclasses import Field
from itertools import pairwise

from courses.accreditation.models import Accreditation, RuleSet
from courses.accreditation.rulesets import GROUPS, Rules, list_numbers, read_rules


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
