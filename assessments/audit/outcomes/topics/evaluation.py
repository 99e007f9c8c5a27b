"""What learners said of their modules, once the evaluations of a cohort were opened all together."""

from collections import Counter
from collections.abc import Iterable

from assessments.audit.outcomes.counting import Facts
from assessments.audit.outcomes.hiding import SMALL
from assessments.audit.outcomes.topics.bars import chart_of, share_bar
from assessments.audit.outcomes.topics.cells import ALL, Cells
from assessments.audit.outcomes.topics.shown import TOPICS, Sheet, Topic, View
from assessments.evaluations.states import LEAST_SENT, Answer, Statement
from assessments.moderation.agreement import LEAST
from cpd.documents.tables import Column, Kind

# Five answers are told as three: each step more is a number less that can be shown.
SIDES = {
    "agree": (Answer.AGREE, Answer.STRONGLY_AGREE),
    "neither": (Answer.NEITHER,),
    "disagree": (Answer.DISAGREE, Answer.STRONGLY_DISAGREE),
}
MEANS = (
    "What learners say after the last lesson or the submission, if they like. The evaluations of a cohort are opened once and "
    f"all together, when at least {LEAST_SENT} were sent, and nothing leads back to who sent them. Numbers from 1 to "
    f"{SMALL - 1} are not shown, nor others from which they could be worked out; nor a share of fewer than {LEAST}."
)
COLUMNS = [
    Column("Statement"),
    Column("Answers", Kind.COUNT),
    Column("Agree", Kind.COUNT),
    Column("Neither", Kind.COUNT),
    Column("Disagree", Kind.COUNT),
    Column("Share who agree", Kind.SHARE),
]


def evaluation(view: View) -> Topic:
    cells = _cells(view.facts)
    if not cells.counts:
        return Topic("evaluation", TOPICS["evaluation"], f"{MEANS} None was opened yet within this scope.")
    everybody = [("", (*ALL, statement)) for statement in Statement]
    modules = [(code, ("module", code, statement)) for code in view.modules for statement in Statement]
    cohorts = [(cohort.code, ("cohort", cohort.pk, statement)) for cohort in view.shown for statement in Statement]
    return Topic(
        "evaluation",
        TOPICS["evaluation"],
        MEANS,
        [
            _sheet(view, cells, "evaluation", "What learners say", [], everybody),
            _sheet(view, cells, "evaluation-by-module", "What learners say, by module", [Column("Module")], modules),
            _sheet(view, cells, "evaluation-by-cohort", "What learners say, by cohort", [Column("Cohort")], cohorts),
        ],
    )


def _cells(facts: Facts) -> Cells:
    cells = Cells(list(SIDES))
    module_of = {cohort.pk: cohort.version.module.code for cohort in facts.cohorts}
    for cohort, statements in facts.evaluations.items():
        for statement, answers in statements.items():
            for row in ((*ALL, statement), ("module", module_of[cohort], statement), ("cohort", cohort, statement)):
                _add(cells, row, answers)
    rows = list(cells.counts)
    for statement in Statement:
        modules = [row for row in rows if row[0] == "module" and row[2] == statement]
        cells.sums((*ALL, statement), modules)
        for module in modules:
            inside = [row for row in rows if row[0] == "cohort" and row[2] == statement]
            cells.sums(module, [row for row in inside if module_of[row[1]] == module[1]])
    cells.hide()
    return cells


def _add(cells: Cells, row: tuple, answers: Counter) -> None:
    for side, values in SIDES.items():
        cells.add(row, side, sum(answers[value] for value in values))


def _sheet(
    view: View, cells: Cells, name: str, title: str, first: list[Column], rows: Iterable[tuple[str, tuple]]
) -> Sheet:
    known = [(label, row) for label, row in rows if row in cells.counts]
    table = view.table(
        name,
        title,
        [*first, *COLUMNS],
        [
            [*([label] if first else []), Statement(row[-1]).label, *cells.row(row), cells.share(row, "agree")]
            for label, row in known
        ],
    )
    if first:
        # Module or cohort and statement together are too long for a bar on a phone; the chart is of the whole scope.
        return Sheet(table)
    bars = [share_bar(Statement(row[-1]).short, cells.share(row, "agree"), cells.get(row, "total")) for _, row in known]
    return Sheet(table, chart_of(f"chart-{name}", f"{title}: share who agree", bars))
