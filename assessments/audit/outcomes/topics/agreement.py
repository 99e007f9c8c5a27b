"""How alike two people judged."""

from assessments.audit.outcomes.counting import Moderated, add
from assessments.audit.outcomes.topics.bars import chart_of, few, interval, interval_bar
from assessments.audit.outcomes.topics.shown import TOPICS, Sheet, Topic, View
from assessments.moderation.agreement import LEAST, weighted_kappa
from cpd.documents.tables import Column, Kind


def agreement(view: View) -> Topic:
    pairs, moderated = view.facts.pairs, view.facts.moderated
    marked, read, bars, read_bars = [], [], [], []
    for label, ids in view.cohorts_and_all():
        table = [[0, 0], [0, 0]]
        for cohort in ids:
            table = add(table, pairs.get(cohort, [[0, 0], [0, 0]]))
        n = sum(map(sum, table))
        kappa = weighted_kappa(table)
        same = interval(table[0][0] + table[1][1], n)
        marked.append(
            [label, n, *same, *([kappa.value, kappa.low, kappa.high] if kappa else [few(n, LEAST) or None] * 3)]
        )
        bars.append(interval_bar(label, same, n))
        agreed, of = (
            sum(getattr(moderated.get(cohort, Moderated()), name) for cohort in ids) for name in ("agreed", "read")
        )
        shared = interval(agreed, of)
        read.append([label, of, *shared])
        read_bars.append(interval_bar(label, shared, of))
    share = [Column(words, Kind.SHARE) for words in ("The same", "95% from", "95% to")]
    kappas = [Column(words, Kind.NUMBER) for words in ("Weighted kappa", "Kappa from", "Kappa to")]
    return Topic(
        "agreement",
        TOPICS["agreement"],
        "How often two judged alike: first and second assessors, judgement against judgement and before they talked; and "
        "moderators with the marks they read. The interval holds the true share 95 times in 100 (Wilson). Kappa is agreement "
        f"beyond chance. Nothing is worked out from fewer than {LEAST}.",
        [
            Sheet(
                view.table(
                    "agreement-of-assessors",
                    "First and second assessors",
                    [Column("Cohort"), Column("Judgements", Kind.COUNT), *share, *kappas],
                    marked,
                ),
                chart_of("chart-assessors", "First and second assessors: judged the same", bars),
            ),
            Sheet(
                view.table(
                    "agreement-of-moderators",
                    "Moderators and assessors",
                    [Column("Cohort"), Column("Marks read", Kind.COUNT), *share],
                    read,
                ),
                chart_of("chart-moderators", "Moderators agreed with the marking", read_bars),
            ),
        ],
    )
