"""The figures of a moderation report, filled in from what was done (screen 25)."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from assessments.moderation.models import RunChange, Sample, SampleReason
from assessments.moderation.queries.samples import STANDS
from assessments.moderation.states import LeftOut, Reason, RunChangeState, Slip, Verdict, Withheld


@dataclass(frozen=True)
class Figure:
    """One line of the report."""

    words: str
    number: int


def figures_of(sample: Sample) -> dict[str, Any]:
    """Plain numbers, kept with the report when it is signed; a constant number of queries."""
    counts = sample.items.aggregate(
        size=Count("pk"),
        again=Count("pk", filter=~STANDS),
    )
    reviews = sample.items.filter(reviews__verdict=Verdict.QUERIED)
    return {
        "population": sample.population,
        "size": counts["size"],
        "queried": reviews.distinct().count(),
        "agreed_after_talking": reviews.filter(STANDS, verdict=Verdict.AGREED).distinct().count(),
        "again": counts["again"],
        "reasons": _tally(SampleReason.objects.filter(item__sample=sample).values_list("reason", flat=True)),
        "left_out": _tally(sample.population_items.exclude(left_out="").values_list("left_out", flat=True)),
        "withheld": _tally(sample.withheld.values_list("reason", flat=True)),
        "slips": _tally(sample.items.exclude(slip="").values_list("slip", flat=True)),
        "changes": _tally(RunChange.objects.filter(item__sample=sample).values_list("state", flat=True)),
    }


def list_figures(sample: Sample) -> list[Figure]:
    """The report's figures in words: those that were signed, or as they stand while the sample is open."""
    figures = sample.figures or figures_of(sample)
    lines = [
        Figure("Marks that the sample was drawn from", figures["population"]),
        Figure("Marks read", figures["size"]),
        *_in_words(figures["reasons"], Reason, "Read: {}"),
        *_in_words(figures["left_out"], LeftOut, "Not read: {}"),
        *_in_words(figures["withheld"], Withheld, "Left for another moderator: {}"),
        Figure("Marks queried", figures["queried"]),
        Figure("Queried, and agreed after talking", figures["agreed_after_talking"]),
        *_in_words(figures["slips"], Slip, "Clerical correction: {}"),
        *_in_words(figures["changes"], RunChangeState, "Change of a run: {}"),
        Figure("Marks of the sample that are marked again", figures["again"]),
    ]
    if "confirmed" in figures:
        lines.append(Figure("Portfolios confirmed", figures["confirmed"]))
    return lines


def _tally(values) -> dict[str, int]:
    return dict(Counter(values.order_by()))


def _in_words(tally: dict[str, int], choices, words: str) -> list[Figure]:
    return [
        Figure(words.format(str(choice.label)[:1].lower() + str(choice.label)[1:]), tally[choice.value])
        for choice in choices
        if choice.value in tally
    ]
