"""The numbers that assessment follows under an agreement: each with its rule, its default and its limits.

Universities differ on nearly all of them, so they are data: a rule set is adopted whole, numbered and never changed.
What a decision was made under is its `rules_version`; `get_rules(accreditation, version=…)` gives those numbers again.
"""

from dataclasses import Field, asdict, dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from courses.accreditation.models import Accreditation

SECOND_MARKING = {
    "none": "One assessor, and moderation of a sample",
    "sighted": "A second assessor who sees the first mark",
    "double_blind": "A second assessor who does not see the first mark",
}
LATE_PENALTY = {"flag": "Accepted and noted, without effect on the mark", "cap": "The mark is capped at the pass mark"}
GROUPS = {
    "sampling": "Moderation samples",
    "marking": "Marking",
    "time": "Deadlines, extensions and late work",
    "attempts": "Attempts and earlier learning",
    "staff": "Who may assess",
    "boards": "Boards, results and appeals",
    "university": "The university",
}


def _number(group: str, rule: str, label: str, default: int, low: int = 0, high: int = 1000) -> Any:
    return field(default=default, metadata={"group": group, "rule": rule, "label": label, "low": low, "high": high})


def _choice(group: str, rule: str, label: str, default: str, options: dict[str, str]) -> Any:
    return field(default=default, metadata={"group": group, "rule": rule, "label": label, "options": options})


def _truth(group: str, rule: str, label: str, default: bool) -> Any:
    return field(default=default, metadata={"group": group, "rule": rule, "label": label})


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One rule set. Times are in the unit that the name ends with; a share is a whole number of per cent."""

    version: str

    sample_root: bool = _truth("sampling", "SAM-1", "Read at least the square root of the number of marks", True)
    sample_percent: int = _number("sampling", "SAM-1", "Share of the marks that is read, in per cent", 10, 1, 100)
    sample_floor: int = _number("sampling", "SAM-1", "Marks read at least", 8, 1)
    sample_all_below: int = _number("sampling", "SAM-2", "Read all when there are fewer marks than", 10)
    sample_ceiling: int = _number("sampling", "SAM-3", "Marks read at most at random; 0 for no limit", 0)
    sample_border_marks: int = _number(
        "sampling", "SAM-4", "Always read within this many marks of the pass mark", 5, 0, 50
    )
    sample_border_criteria: int = _number(
        "sampling", "SAM-4", "Always read when at most this many criteria are short", 1, 1, 20
    )
    sample_per_assessor: int = _number("sampling", "SAM-5", "Marks read of each assessor at least", 1, 1)
    sample_per_band: int = _number("sampling", "SAM-5", "Marks read of each band at least, with numeric marks", 3)
    sample_random_minimum: int = _number("sampling", "SAM-6", "Marks read at random beyond those that must be", 3)
    new_assessor_streak: int = _number(
        "sampling", "SAM-7", "A new assessor's marks are all read until this many in a row were confirmed", 5, 0, 50
    )
    new_assessor_percent: int = _number(
        "sampling", "SAM-7", "Share of her marks read after that, until as many again were, in per cent", 50, 1, 100
    )
    interim_per_assessor: int = _number(
        "sampling", "SAM-8", "Portfolios looked at for each assessor before marking ends", 1, 0, 20
    )

    second_marking: str = _choice("marking", "MRK-1", "How portfolios are marked", "none", SECOND_MARKING)
    double_mark_credits: int = _number("marking", "MRK-1", "Always marked twice from this many credits", 40, 1)
    tolerance_marks: int = _number("marking", "MRK-2", "Two numeric marks may differ by", 10, 0, 100)
    pass_mark: int = _number("marking", "MRK-6", "Pass mark, with numeric marks", 40, 1, 100)
    band_top: int = _number("marking", "MRK-6", "The top band begins at", 70, 1, 100)
    band_second: int = _number("marking", "MRK-6", "The second band begins at", 60, 1, 100)
    band_third: int = _number("marking", "MRK-6", "The third band begins at", 50, 1, 100)
    feedback_working_days: int = _number(
        "marking", "MRK-8", "Feedback within, in working days from the deadline", 20, 1, 250
    )
    late_feedback_working_days: int = _number(
        "marking", "MRK-8", "Feedback on late or extended work within, in working days from the deadline", 30, 1, 250
    )

    late_working_days: int = _number("time", "LAT-1", "Late work is accepted for, in working days", 5, 0, 60)
    late_penalty: str = _choice("time", "LAT-1", "What lateness does to a numeric mark", "cap", LATE_PENALTY)
    word_tolerance_percent: int = _number(
        "time", "LAT-3", "Words beyond the limit that are still read, in per cent", 10, 0, 100
    )
    extension_self_days: int = _number("time", "EXT-1", "Extension that a learner takes by herself, in days", 7, 0, 90)
    extension_approved_days: int = _number(
        "time", "EXT-2", "Extension that a coordinator may approve, in days", 14, 0, 180
    )
    correction_hours: int = _number(
        "time", "ANO-1", "To correct a slip that may identify somebody, in hours", 48, 1, 500
    )
    correction_notice_working_days: int = _number(
        "time", "ANO-1", "The time to correct begins unopened after, in working days", 5, 1, 60
    )
    circumstances_working_days: int = _number(
        "time", "MC-1", "Mitigating circumstances are told within, in working days", 5, 0, 250
    )
    circumstances_panel: int = _number("time", "MC-1", "People on the panel for mitigating circumstances", 3, 1, 20)
    misconduct_panel: int = _number("time", "MIS-1", "People on the panel for questions of misconduct", 3, 1, 20)

    attempts: int = _number("attempts", "REF-1", "Attempts", 2, 1, 5)
    referral_working_days: int = _number("attempts", "REF-2", "Resubmission within, in working days", 20, 1, 250)
    referral_capped: bool = _truth("attempts", "REF-3", "A later attempt is capped at the pass mark", True)
    registration_months: int = _number("attempts", "REG-1", "Longest registration, in months", 18, 1, 120)
    evidence_months: int = _number("attempts", "CUR-1", "Practice counts when at most this old, in months", 24, 1, 120)
    rpl_percent: int = _number(
        "attempts", "RPL-1", "Earlier learning counts for at most, in per cent of the credit", 50, 0, 99
    )
    rpl_years: int = _number("attempts", "RPL-1", "Earlier learning is at most this old, in years", 5, 1, 50)

    standing_is_checked: bool = _truth(
        "staff", "ASR-1", "An assessor's standing is checked on the day; without it a qualified one countersigns", True
    )
    standardisation_months: int = _number(
        "staff", "STD-1", "An assessor took part in a standardisation within, in months", 12, 1, 60
    )
    practice_years: int = _number("staff", "ASR-1", "An assessor worked in practice within, in years", 3, 1, 30)
    malpractice_working_days: int = _number(
        "staff", "MIS-2", "A suspicion about somebody who works here is decided within, in working days", 20, 1, 250
    )

    board_quorum: int = _number("boards", "BRD-1", "Members of a board present at least", 3, 1, 50)
    board_share_percent: int = _number(
        "boards", "BRD-1", "Share of a board's members present at least, in per cent", 33, 1, 100
    )
    board_needs_university: bool = _truth(
        "boards", "BRD-1", "The university is represented, or endorses in writing", True
    )
    board_notice_working_days: int = _number("boards", "BRD-2", "A board is called, in working days before", 20, 0, 120)
    board_papers_working_days: int = _number("boards", "BRD-2", "Its papers are out, in working days before", 5, 0, 120)
    results_working_days: int = _number("boards", "BRD-3", "Results within, in working days after the board", 5, 0, 120)
    certificate_working_days: int = _number(
        "boards", "BRD-3", "Certificates within, in working days after the board", 10, 0, 250
    )
    board_item_minimum: int = _number(
        "boards", "BRD-1", "Members who may decide about each candidate at least, when the others have left", 2, 1, 20
    )
    release_hold_minutes: int = _number(
        "boards", "BRD-3", "Results wait, so that they can be stopped, for, in minutes", 60, 0, 10080
    )
    release_latest_hour: int = _number(
        "boards", "BRD-3", "No result to resubmit or fail goes out before a free day from this hour on", 16, 10, 23
    )
    appeal_working_days: int = _number("boards", "APL-1", "Appeal within, in working days", 20, 1, 250)
    award_reply_working_days: int = _number(
        "boards", "AWD-1", "The holder replies before an award is revoked, within, in working days", 10, 1, 250
    )
    outside_review: bool = _truth(
        "boards", "APL-3", "The award is in the scheme of the Office of the Independent Adjudicator", False
    )
    outside_review_months: int = _number(
        "boards", "APL-3", "Outside review can be asked for within, in months", 12, 1, 36
    )

    examiner_from_level: int = _number("university", "EE-1", "An external examiner is needed from level", 5, 1, 9)
    examiner_from_credits: int = _number(
        "university", "EE-1", "An external examiner is needed above, in credits", 15, 0
    )
    examiner_years: int = _number("university", "EE-2", "Term of an external examiner, in years", 4, 1, 20)
    examiner_floor: int = _number("university", "EE-4", "Portfolios an external examiner reads at least", 5, 1)
    report_weeks: int = _number(
        "university", "EE-5", "Her report is due after the last day of reading, in weeks", 4, 1, 52
    )
    report_months: int = _number(
        "university", "EE-5", "Her report counts for its year until after the day it is due, in months", 3, 1, 12
    )
    response_weeks: int = _number("university", "EE-6", "The provider answers her report within, in weeks", 6, 1, 52)
    visit_working_days: int = _number("university", "EE-4", "A visit lasts, in working days", 20, 1, 120)

    @property
    def values(self) -> dict[str, Any]:
        """Everything but the version, as it is stored."""
        return {name: value for name, value in asdict(self).items() if name != "version"}


def list_numbers() -> list[Field]:
    """The fields of a rule set in the order in which people read them; `metadata` holds rule, label and limits."""
    return [item for item in fields(Rules) if item.metadata]


def read_rules(version: str, values: dict[str, Any]) -> Rules:
    """The rules that were stored. A number that this set does not name yet stands at its default."""
    known = {item.name for item in list_numbers()}
    return Rules(version=version, **{name: value for name, value in values.items() if name in known})


def get_rules(accreditation: "Accreditation", *, began: date | None = None, version: str = "") -> Rules:
    """The rules that a cohort which began on that day follows; without a day the newest; or those of a version.

    A learner keeps the rules under which her cohort began. One query, none when `rule_sets` were prefetched.
    """
    sets = sorted(accreditation.rule_sets.all(), key=lambda one: (one.starts_on, one.number))
    if version:
        (found,) = [one for one in sets if one.version == version]
    else:
        in_force = [one for one in sets if began is None or one.starts_on <= began]
        found = in_force[-1] if in_force else sets[0]
    return read_rules(found.version, found.values)
