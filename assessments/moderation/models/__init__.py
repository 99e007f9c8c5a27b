"""The tables of moderation; import each from here."""

from assessments.moderation.models.changes import RunChange, RunChangeMark
from assessments.moderation.models.interims import Escalation, Interim, InterimItem
from assessments.moderation.models.samples import (
    PopulationItem,
    Review,
    Sample,
    SampledMark,
    SampleReason,
    WithheldMark,
)

__all__ = [
    "Escalation",
    "Interim",
    "InterimItem",
    "PopulationItem",
    "Review",
    "RunChange",
    "RunChangeMark",
    "Sample",
    "SampleReason",
    "SampledMark",
    "WithheldMark",
]
