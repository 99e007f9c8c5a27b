"""How a submission is marked: by how many, who sees what of the others, and what marks amount to (MRK-1 to MRK-7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assessments.marking.models import Judgement, Mark
from assessments.marking.states import Outcome, Verdict
from courses.accreditation.rulesets import Rules
from courses.catalogue.states import Scheme
from courses.delivery.models import Enrolment

NONE, SIGHTED, DOUBLE_BLIND = "none", "sighted", "double_blind"
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Plan:
    """How one submission is marked: the rules of its cohort, and the scheme of its module version."""

    is_numeric: bool
    second: str
    rules: Rules

    @property
    def is_double(self) -> bool:
        return self.second != NONE

    @property
    def is_blind(self) -> bool:
        return self.second == DOUBLE_BLIND


def plan_for(enrolment: Enrolment) -> Plan:
    """MRK-1: as the rules say, but large modules are always marked twice."""
    rules, version = enrolment.rules, enrolment.version
    is_large = version.credit >= rules.double_mark_credits
    second = DOUBLE_BLIND if rules.second_marking == NONE and is_large else rules.second_marking
    return Plan(version.scheme == Scheme.NUMERIC, second, rules)


def outcome_of(mark: Mark, judgements: Iterable[Judgement], plan: Plan) -> Outcome:
    """MRK-5: every criterion met is a pass, and nothing makes up for one that is not. MRK-6: or the pass mark."""
    if plan.is_numeric:
        return Outcome.PASS if round_score(mark.score) >= plan.rules.pass_mark else Outcome.REFER
    short = any(judgement.verdict != Verdict.MET for judgement in judgements)
    return Outcome.REFER if short else Outcome.PASS


def round_score(score: Decimal) -> int:
    """MRK-7: half up, once, when the result is read; the score itself is kept to two places."""
    return int(score.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def band_of(score: Decimal, rules: Rules) -> int:
    """MRK-6: 4 for the top band down to 1 for a pass, and 0 for less."""
    lines = (rules.pass_mark, rules.band_third, rules.band_second, rules.band_top)
    return sum(round_score(score) >= line for line in dict.fromkeys(lines))


def mean_of(marks: Iterable[Mark]) -> Decimal:
    scores = [mark.score for mark in marks]
    return (sum(scores) / len(scores)).quantize(CENT, rounding=ROUND_HALF_UP)


def crosses_a_line(marks: Iterable[Mark], rules: Rules) -> bool:
    """The scores fall into different bands, or on both sides of the pass mark."""
    return len({band_of(mark.score, rules) for mark in marks}) > 1


def within_tolerance(marks: list[Mark], plan: Plan) -> bool:
    """MRK-2: so near to each other that nothing has to be discussed."""
    if plan.is_numeric:
        scores = [mark.score for mark in marks]
        near = max(scores) - min(scores) <= plan.rules.tolerance_marks
        return near and not crosses_a_line(marks, plan.rules)
    return not find_differences(marks)


def find_differences(marks: list[Mark]) -> set:
    """The criteria of which these marks say different things."""
    said: dict = {}
    for judgement in Judgement.objects.filter(mark__in=marks):
        said.setdefault(judgement.criterion_id, set()).add(judgement.verdict)
    return {criterion for criterion, verdicts in said.items() if len(verdicts) > 1}
