"""How many appealed, and how it came out."""

from collections import Counter

from assessments.appeals.states import UPHELD, AppealState
from assessments.audit.outcomes.topics.cells import ALL, Cells
from assessments.audit.outcomes.topics.shown import TOPICS, WHOLE, Sheet, Topic, View
from cpd.documents.tables import Column, Kind


def appeals(view: View) -> Topic:
    cells = Cells(["upheld", "dismissed", "open"])
    for (state, answer), number in view.facts.appeals.items():
        if state == AppealState.WITHDRAWN:
            continue
        cells.add(ALL, "upheld" if answer in UPHELD else "dismissed" if answer else "open", number)
    cells.counts.setdefault(ALL, Counter())
    cells.hide()
    titles = ("Made", "Upheld", "Not upheld", "Not answered yet")
    return Topic(
        "appeals",
        TOPICS["appeals"],
        "Counts alone, of everything in scope, without those that were taken back.",
        [
            Sheet(
                view.table(
                    "appeals",
                    "Appeals and their answers",
                    [Column("Scope"), *(Column(title, Kind.COUNT) for title in titles)],
                    [[WHOLE, *cells.row(ALL)]],
                )
            )
        ],
    )
