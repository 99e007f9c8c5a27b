"""What moderation and the board changed."""

from assessments.audit.outcomes.charts import Bar
from assessments.audit.outcomes.counting import Moderated
from assessments.audit.outcomes.topics.bars import chart_of
from assessments.audit.outcomes.topics.shown import TOPICS, Sheet, Topic, View
from assessments.moderation.agreement import LEAST
from cpd.documents.tables import Column, Kind


def changes(view: View) -> Topic:
    facts = view.facts
    rows = []
    for label, ids in view.cohorts_and_all():
        found = [facts.moderated.get(cohort, Moderated()) for cohort in ids]
        rows.append(
            [
                label,
                sum(one.read for one in found),
                sum(one.queried for one in found),
                sum(one.corrected for one in found),
                sum(facts.run_changes.get(cohort, 0) for cohort in ids),
                sum(facts.board_changes.get(cohort, 0) for cohort in ids),
            ]
        )
    titles = ("Marks read", "Queried", "Slips corrected", "Changes of a run", "Changed by the board")
    bars = [
        Bar(row[0], f"{row[2]} of {row[1]} queried", row[2] / row[1] if row[1] >= LEAST else None)
        for row in rows
        if row[1]
    ]
    return Topic(
        "changes",
        TOPICS["changes"],
        "What moderators queried and had corrected, how often one criterion was judged again through a whole run, and how "
        "often a board decided otherwise than its papers proposed. These are about marking, so they are shown in full.",
        [
            Sheet(
                view.table(
                    "changes",
                    "Changes at moderation and at the board",
                    [Column("Cohort"), *(Column(title, Kind.COUNT) for title in titles)],
                    rows,
                ),
                chart_of("chart-changes", "Marks that moderators queried", bars),
            )
        ],
    )
