"""Reading the parts of module.yaml: outcomes with their criteria, tasks, sources."""

import re

from courses.catalogue.contents import CriterionContent, OutcomeContent, SourceContent, TaskContent
from courses.catalogue.markdown import find_faults
from courses.catalogue.packages.fields import Fields
from courses.catalogue.packages.lessons import known_criteria
from courses.catalogue.packages.problems import Problem
from courses.catalogue.states import Completion, Mode

ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def read_outcome(fields: Fields) -> OutcomeContent:
    number = fields.words("number", most=4)
    outcome = OutcomeContent(
        number=number,
        title=fields.words("title", most=200),
        text=fields.words("text"),
        criteria=tuple(read_criterion(row, number) for row in fields.rows("criteria")),
    )
    fields.finish()
    return outcome


def read_criterion(fields: Fields, outcome: str) -> CriterionContent:
    criterion = CriterionContent(
        number=fields.words("number", most=8),
        text=fields.words("text"),
        guidance=fields.words("guidance", required=False),
    )
    if outcome and criterion.number and not criterion.number.startswith(f"{outcome}."):
        fields.problem(f"Criterion {criterion.number} is under outcome {outcome}.", "number")
    fields.finish()
    return criterion


def read_task(fields: Fields, numbers: set[str]) -> TaskContent:
    modes = fields.names("modes")
    for mode in modes:
        if mode not in Mode.values:
            fields.problem(f"“{mode[:40]}” is no kind of evidence. Use: {', '.join(Mode.values)}.", "modes")
    task = TaskContent(
        key=fields.key("key"),
        title=fields.words("title", most=200),
        brief=fields.words("brief"),
        words=fields.whole_or_none("words"),
        pages=fields.whole_or_none("pages"),
        modes=tuple(sorted(mode for mode in modes if mode in Mode.values)),
        criteria=known_criteria(fields, numbers),
        completion=fields.choice("completion", Completion.values),
        note=fields.words("note", most=200, required=False),
        instead=fields.words("instead", required=False),
    )
    fields.problems.extend(
        Problem(fields.file, fields.line(key) + line, fault)
        for key, text in (("brief", task.brief), ("instead", task.instead))
        for line, fault in find_faults(text)
    )
    fields.finish()
    return task


def read_source(fields: Fields) -> SourceContent:
    address = fields.words("address", most=500, required=False)
    if address and not ADDRESS.fullmatch(address):
        fields.problem("“address” should begin with https://.", "address")
    source = SourceContent(text=fields.words("text", most=500), address=address)
    fields.finish()
    return source
