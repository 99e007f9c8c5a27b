"""What an agreement allows today, and what may be done to it. Says no with a sentence."""

from datetime import date
from decimal import Decimal

from courses.accreditation.models import Accreditation, Condition, Model
from courses.accreditation.rulesets import Rules
from courses.accreditation.states import CONDITION_MOVES, ConditionKind, ConditionState
from courses.catalogue.contents import plain
from courses.catalogue.models import ModuleVersion
from cpd.rules import NotAllowed


def check_can_enrol_under(accreditation: Accreditation, today: date) -> None:
    """Nobody enrols outside the dates of an agreement, nor while a condition of it is overdue."""
    if not accreditation.is_live(today):
        raise NotAllowed(
            "The accreditation of this module is not in force today, so nobody can enrol under it. "
            "Your place is kept; your coordinator can help."
        )
    if accreditation.conditions.overdue(today).exists():
        raise NotAllowed(
            "Something that was agreed with the university is overdue, so nobody can enrol just now. It has nothing to do "
            "with you, and your place is kept. Your coordinator can say when it is settled."
        )


def check_dates(starts_on: date, ends_on: date, teach_out_until: date) -> None:
    if ends_on < starts_on or teach_out_until < ends_on:
        raise NotAllowed("The dates run backwards: the end follows the start, and the teach-out follows the end.")


def check_can_renew(accreditation: Accreditation, starts_on: date) -> None:
    if hasattr(accreditation, "replaced_by"):
        raise NotAllowed(f"Edition {accreditation.edition} was renewed already. Renew its newest edition.")
    if starts_on <= accreditation.starts_on:
        raise NotAllowed("The new edition starts after the one it replaces. Choose a later day.")


def check_can_end(accreditation: Accreditation, ended_on: date, reason: str) -> None:
    if accreditation.ended_on is not None:
        raise NotAllowed("This agreement was ended already.")
    if not accreditation.starts_on <= ended_on < accreditation.ends_on:
        raise NotAllowed("Choose a day within the agreement: after its start, and before the end that was agreed.")
    if not reason.strip():
        raise NotAllowed("Say why the agreement ends early, and which letter says so; it is kept with it.")


def check_can_cover(
    accreditation: Accreditation, version: ModuleVersion, *, level: str | None, credit: Decimal | None
) -> None:
    """What the university agreed and what the module says have to be the same, since certificates print it."""
    if not version.is_published:
        raise NotAllowed("Only a published version can be accredited: publish it first.")
    if level is not None and level.strip() != version.level:
        raise NotAllowed(
            f"The agreement says level {level.strip()}, but this version says {version.level_words}. "
            "Publish a version that says what was agreed."
        )
    if credit is not None and accreditation.model != Model.CPD_BADGE and credit != version.credit:
        raise NotAllowed(
            f"The agreement says {plain(credit)} credits, but this version says {version.credit_words}. "
            "Publish a version that says what was agreed."
        )


def check_can_set_condition(kind: str, text: str, due_on: date | None) -> None:
    if not text.strip():
        raise NotAllowed("Write what the university asked for, in its own words.")
    if kind == ConditionKind.CONDITION and due_on is None:
        raise NotAllowed("A condition has a day by which it is met. Without one it is a recommendation.")


def check_can_close_condition(condition: Condition, to: ConditionState, evidence: str, agreed_by: str) -> None:
    if to not in CONDITION_MOVES[ConditionState(condition.state)]:
        raise NotAllowed(f"This is closed already: it is “{ConditionState(condition.state).label.lower()}”.")
    if not evidence.strip():
        raise NotAllowed("Say what shows that it was done, for example a document and where it is kept.")
    if not agreed_by.strip():
        raise NotAllowed("Say who at the university agreed, and when. It is the university that closes a condition.")


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
