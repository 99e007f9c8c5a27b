"""Who took a place and stayed."""

from collections import Counter

from assessments.audit.outcomes.topics.bars import chart_of, share_bar
from assessments.audit.outcomes.topics.cells import ALL, Cells
from assessments.audit.outcomes.topics.shown import TOPICS, WHOLE, Sheet, Topic, View
from courses.delivery.states import EnrolmentState
from cpd.documents.tables import Column, Kind

STAYS = {
    "studying": [EnrolmentState.ENROLLED, EnrolmentState.ACTIVE, EnrolmentState.INTERRUPTED],
    "completed": [EnrolmentState.COMPLETED],
    "left": [EnrolmentState.WITHDRAWN, EnrolmentState.LAPSED],
}


def retention(view: View) -> Topic:
    cells = Cells(list(STAYS))
    for cohort in view.facts.cohorts:
        counts = view.facts.enrolments.get(cohort.pk, Counter())
        for column, states in STAYS.items():
            for row in (ALL, ("cohort", cohort.pk)):
                cells.add(row, column, sum(counts[state] for state in states))
    cells.sums(ALL, [row for row in list(cells.counts) if row != ALL])
    cells.hide()
    known = [*((cohort.code, ("cohort", cohort.pk)) for cohort in view.shown), (WHOLE, ALL)]
    rows, bars = [], []
    for label, row in known:
        left = cells.share(row, "left")
        kept = 1 - left if isinstance(left, float) else left
        rows.append([label, *cells.row(row), kept])
        bars.append(share_bar(label, kept, cells.get(row, "total")))
    titles = ("Enrolled", "Studying or on a break", "Completed", "Withdrawn or lapsed")
    return Topic(
        "retention",
        TOPICS["retention"],
        "Who took a place, and where they are today. Nobody is asked why somebody left.",
        [
            Sheet(
                view.table(
                    "retention",
                    "Retention by cohort",
                    [
                        Column("Cohort"),
                        *(Column(t, Kind.COUNT) for t in titles),
                        Column("Still here or completed", Kind.SHARE),
                    ],
                    rows,
                ),
                chart_of("chart-retention", "Still here or completed", bars),
            )
        ],
    )
