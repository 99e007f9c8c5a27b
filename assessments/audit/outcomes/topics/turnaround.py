"""How many working days it took to the mark."""

from dataclasses import replace

from assessments.audit.outcomes.charts import Bar
from assessments.audit.outcomes.topics.bars import chart_of, few
from assessments.audit.outcomes.topics.cells import ALL, Cells
from assessments.audit.outcomes.topics.shown import TOPICS, Sheet, Topic, View
from assessments.moderation.agreement import LEAST
from assessments.moderation.queries import sum_up
from cpd.documents.tables import Column, Kind


def turnaround(view: View) -> Topic:
    rows, bars = [], []
    cells = Cells(["marks"])
    for cohort in view.facts.cohorts:
        for row in (ALL, ("cohort", cohort.pk)):
            cells.add(row, "marks", len(view.facts.turnarounds.get(cohort.pk, [])))
    cells.sums(ALL, [row for row in list(cells.counts) if row != ALL])
    cells.hide()
    rules = {cohort.code: cohort.rules for cohort in view.facts.cohorts}
    targets = sorted({one.feedback_working_days for one in rules.values()})
    found = [
        (label, ids, sum_up([one for cohort in ids for one in view.facts.turnarounds.get(cohort, [])]))
        for label, ids in view.cohorts_and_all()
    ]
    longest = max([*targets, *(took.ninetieth or 0 for _, _, took in found), 1])
    for label, ids, took in found:
        target = rules[label].feedback_working_days if label in rules else (targets[0] if len(targets) == 1 else None)
        row = ("cohort", ids[0]) if label in rules else ALL
        rows.append(
            [
                label,
                cells.get(row, "total"),
                took.median if took.n >= LEAST else few(took.n, LEAST),
                took.ninetieth if took.n >= LEAST else few(took.n, LEAST),
                target,
                took.in_time.number / took.n if took.n >= LEAST else few(took.n, LEAST),
            ]
        )
        words = f"{took.median} days; 90% in {took.ninetieth}" if took.n >= LEAST else "too few to show"
        reach = (took.median / longest, took.ninetieth / longest) if took.n >= LEAST else (None, None)
        bars.append(Bar(label, words, took.median / longest if took.n >= LEAST else None, *reach))
    columns = [
        Column("Cohort"),
        Column("Marks", Kind.COUNT),
        Column("Median", Kind.COUNT),
        Column("90th percentile", Kind.COUNT),
        Column("Target", Kind.COUNT),
        Column("Within the target", Kind.SHARE),
    ]
    chart = chart_of("chart-turnaround", "Working days to the mark: median, and the line to the 90th percentile", bars)
    if chart and len(targets) == 1:
        chart = replace(chart, target=targets[0] / longest, target_words=f"Upright line: the target, {targets[0]} days")
    return Topic(
        "turnaround",
        TOPICS["turnaround"],
        "Working days from the deadline to each final mark, in the calendar of the cohort's nation. Late and extended work "
        "has its own, longer target, which “within the target” uses.",
        [Sheet(view.table("turnaround", "Turnaround in working days", columns, rows), chart)],
    )
