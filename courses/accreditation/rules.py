"""May these numbers be adopted? Says no with a sentence."""

from datetime import date

from courses.accreditation.models import Accreditation
from courses.accreditation.rulesets import Rules
from cpd.rules import NotAllowed


def check_can_adopt(accreditation: Accreditation, rules: Rules, *, starts_on: date, reason: str) -> None:
    newest = accreditation.rule_sets.latest("number")
    if rules.values == newest.values:
        raise NotAllowed("Nothing differs from the rules in force. Change a number, or go back.")
    if starts_on < newest.starts_on:
        raise NotAllowed("These rules would begin before the ones they replace. Choose a later day.")
    if not reason.strip():
        raise NotAllowed("Say why the rules change, and who at the university agreed; it is kept with them.")
    if not rules.band_top > rules.band_second > rules.band_third >= rules.pass_mark:
        raise NotAllowed("The bands run downwards: top, second, third, and the pass mark at or below the third.")
