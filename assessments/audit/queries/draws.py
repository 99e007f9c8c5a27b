"""Drawing the auditor's own sample by rule and seed (EE-4): from what, how many, and the same draw made again."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from assessments.audit.exhibits.contents import Scope
from assessments.audit.models import OwnDraw, VisitItem
from assessments.marking.conflicts import gather
from assessments.marking.models import Mark
from assessments.marking.states import Verdict
from assessments.moderation.sampling import Draw, Piece, Rule, digest, draw, target
from assessments.moderation.states import Reason
from assessments.portfolios.models import Submission
from courses.accreditation.rulesets import Rules
from cpd.accounts.models import User

# Fewer than these are all read.
ALL_BELOW = 10
# How a reason of a draw reads where the reader is the university.
WORDS = {Reason.BAND_COVER: "At least one of each outcome or band", Reason.ALL: "So few that all are read"}


@dataclass(frozen=True)
class Line:
    """One candidate of a draw: where it stood in the random order, in or out, and why."""

    number: str
    place: int
    is_in: bool
    why: str


def rule_of(rules: Rules, at_least: int = 0) -> Rule:
    """EE-4: the square root, never fewer than the floor, all of a few, every fail and borderline, each band and assessor."""
    return Rule(
        percent=0,
        floor=max(rules.examiner_floor, at_least),
        all_below=ALL_BELOW,
        random_minimum=0,
        root=1,
        border=rules.sample_border_criteria,
        per_assessor=1,
        per_band=1,
    )


def list_pieces(scope: Scope, person: User, rules: Rules) -> dict[str, tuple[Piece, UUID]]:
    """By candidate number what a draw looks at, with the enrolment: the standing mark of the last attempt of everybody who
    is not in the sample yet, and to whom the auditor does not stand too near."""
    taken = scope.visit.items.values("enrolment")
    last = (
        Submission.objects.filter(portfolio=OuterRef("submission__portfolio"), submitted_at__isnull=False)
        .order_by("-attempt", "-draft_number")
        .values("pk")[:1]
    )
    marks = list(
        Mark.objects.filter(submission__in=scope.submissions, stands=True, submission=Subquery(last))
        .exclude(submission__portfolio__enrolment__in=taken)
        .select_related("submission__portfolio__enrolment")
        .defer("feedback", "submission__manifest")
        .annotate(short=Count("judgements", filter=~Q(judgements__verdict=Verdict.MET)))
        .order_by("pk")
    )
    ties = gather([person], [mark.submission for mark in marks])
    found = {}
    for mark in marks:
        if any(tie.is_bar for tie in ties.between(person, mark.submission)):
            continue
        enrolment = mark.submission.portfolio.enrolment
        near = mark.score is not None and abs(mark.score - rules.pass_mark) <= rules.sample_border_marks
        flags = frozenset({Reason.NEAR_PASS.value} if near else ())
        piece = Piece(
            key=enrolment.candidate_number,
            assessor=scope.code_of(mark.assessor_id),
            short=mark.short,
            band=_band(mark, rules),
            flags=flags,
        )
        found[piece.key] = (piece, enrolment.pk)
    return found


def repeat(own: OwnDraw) -> Draw:
    """The draw again from its stored rule, seed and facts."""
    return draw(_pieces(own), rule=Rule.read(own.rule), seed=own.seed)


def differences_of(own: OwnDraw) -> list[str]:
    """Repeats a draw and says in what it differs from what is stored; an empty list means that it is the same."""
    found = []
    if digest(_pieces(own)) != own.population_digest:
        found.append("The candidates it was drawn from are not those of the digest.")
    stored = set(own.items.values_list("enrolment__candidate_number", flat=True))
    if set(repeat(own).chosen) != stored:
        found.append("The candidates in the sample are not those that the draw gives.")
    return found


def list_lines(own: OwnDraw) -> list[Line]:
    """Every candidate of a draw in its random order, with the reason in or out."""
    again = repeat(own)
    return [
        Line(
            number,
            place,
            number in again.chosen,
            say(again.chosen[number]) if number in again.chosen else str(again.left_out[number].label),
        )
        for number, place in sorted(again.places.items(), key=lambda pair: pair[1])
    ]


def least(own: OwnDraw) -> int:
    """How many the rule asks for, before those that are always read."""
    return target(len(own.facts), Rule.read(own.rule))


def say(reasons: Iterable[Reason]) -> str:
    return "; ".join(WORDS.get(Reason(reason), str(Reason(reason).label)) for reason in reasons)


def list_draws(scope_visit) -> QuerySet[OwnDraw]:
    return scope_visit.draws.annotate(size=Count("items")).order_by("number")


def reasons_in(items: Iterable[VisitItem]) -> dict[UUID, str]:
    """Why each item is in the sample, in words: of the draws read once each, and chosen where there was none."""
    drawn: dict[UUID, Draw] = {}
    said = {}
    for item in items:
        if item.draw is None:
            said[item.pk] = "You chose it"
            continue
        again = drawn.setdefault(item.draw_id, repeat(item.draw))
        said[item.pk] = f"Draw {item.draw.number}: {say(again.chosen.get(item.number, ()))}"
    return said


def with_numbers(items: QuerySet[VisitItem]) -> QuerySet[VisitItem]:
    return items.select_related("draw").annotate(number=F("enrolment__candidate_number"))


def _pieces(own: OwnDraw) -> list[Piece]:
    return [Piece.read(facts) for facts in own.facts]


def _band(mark: Mark, rules: Rules) -> str:
    """The lower end of a numeric mark's band; by criteria the outcome, so that passes are read as well (MRK-6)."""
    if mark.score is None:
        return mark.outcome
    bands = (rules.band_top, rules.band_second, rules.band_third, rules.pass_mark)
    return next((str(band) for band in bands if mark.score >= band), "0")
