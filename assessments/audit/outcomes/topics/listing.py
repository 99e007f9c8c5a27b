"""The topics of the page, in their order."""

from collections.abc import Callable
from dataclasses import replace

from assessments.audit.outcomes.counting import Facts
from assessments.audit.outcomes.topics.agreement import agreement
from assessments.audit.outcomes.topics.appeals import appeals
from assessments.audit.outcomes.topics.changes import changes
from assessments.audit.outcomes.topics.evaluation import evaluation
from assessments.audit.outcomes.topics.results import results
from assessments.audit.outcomes.topics.retention import retention
from assessments.audit.outcomes.topics.shown import Filter, Topic, View
from assessments.audit.outcomes.topics.turnaround import turnaround
from cpd.documents.tables import Table


def list_topics(facts: Facts, chosen: Filter) -> list[Topic]:
    """What is shown under a filter."""
    view = View(facts, chosen)
    makers: dict[str, Callable[[View], Topic]] = {
        "results": results,
        "turnaround": turnaround,
        "agreement": agreement,
        "changes": changes,
        "retention": retention,
        "appeals": appeals,
        "evaluation": evaluation,
    }
    return [make(view) for name, make in makers.items() if chosen.topic in ("", name)]


def find_table(facts: Facts, chosen: Filter, name: str) -> Table | None:
    """A table by the name of its files."""
    everything = list_topics(facts, replace(chosen, topic=""))
    return next((sheet.table for topic in everything for sheet in topic.sheets if sheet.table.name == name), None)
