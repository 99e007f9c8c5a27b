"""Reading one lesson: its fields between two lines of “---”, then its text."""

import re
from pathlib import PurePosixPath

from courses.catalogue.contents import CheckContent, LessonContent, OptionContent, PromptContent
from courses.catalogue.markdown import find_faults
from courses.catalogue.packages.fields import Fields
from courses.catalogue.packages.lines import load
from courses.catalogue.packages.problems import Problem

SLUG = re.compile(r"[A-Za-z0-9_-]{1,80}")
LONGEST_MINUTES = 20


def read_lesson(file: str, text: str, numbers: set[str], problems: list[Problem]) -> LessonContent | None:
    lines = text.split("\n")
    end = next((at for at, line in enumerate(lines) if at and line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        problems.append(Problem(file, 1, "A lesson begins with its fields between two lines of “---”."))
        return None
    # An empty line stands for the first “---”, so that lines are counted as in the file.
    data = load(file, "\n".join(["", *lines[1:end]]))
    if isinstance(data, Problem):
        problems.append(data)
        return None
    fields = Fields(file, data, problems)
    slug = PurePosixPath(file).stem
    if not SLUG.fullmatch(slug):
        fields.problem("The name of the file should be at most 80 letters, digits and hyphens, such as 01-first.md.")
    body = "\n".join(lines[end + 1 :])
    if not body.strip():
        problems.append(Problem(file, end + 1, "The lesson has no text."))
    problems.extend(Problem(file, end + 1 + line, fault) for line, fault in find_faults(body))
    lesson = LessonContent(
        slug=slug,
        title=fields.words("title", most=200),
        covers=fields.words("covers", most=300),
        minutes=fields.whole("minutes", low=1, high=LONGEST_MINUTES),
        criteria=known_criteria(fields, numbers),
        prompts=tuple(_prompt(row) for row in fields.rows("reflections")),
        checks=tuple(_check(row) for row in fields.rows("checks")),
        care=fields.words("care", required=False),
        body=body.strip(),
    )
    no_doubles(fields, "reflections", [prompt.key for prompt in lesson.prompts])
    no_doubles(fields, "checks", [check.key for check in lesson.checks])
    fields.finish()
    return lesson


def known_criteria(fields: Fields, numbers: set[str]) -> tuple[str, ...]:
    """The criteria that a lesson or a task names; each has to be one of the module's."""
    named = fields.names("criteria")
    for number in named:
        if number not in numbers:
            fields.problem(f"There is no criterion {number[:20]} in this module.", "criteria")
    return tuple(sorted(number for number in named if number in numbers))


def no_doubles(fields: Fields, key: str, values: list[str]) -> None:
    for value in dict.fromkeys(values):
        if value and values.count(value) > 1:
            fields.problem(f"“{value}” stands twice in “{key}”.", key)


def _prompt(fields: Fields) -> PromptContent:
    # The learner's note to herself is kept under the word “note”.
    prompt = PromptContent(key=fields.key("key", reserved="note"), prompt=fields.words("prompt"))
    fields.finish()
    return prompt


def _check(fields: Fields) -> CheckContent:
    if choose_all := fields.has("choose"):
        fields.choice("choose", ["all"])
    check = CheckContent(
        key=fields.key("key"),
        question=fields.words("question"),
        choose_all=choose_all,
        options=tuple(_option(row) for row in fields.rows("options")),
    )
    right = sum(option.is_right for option in check.options)
    if len(check.options) == 1:
        fields.problem("A question needs at least two options.", "options")
    elif check.options and (not right or (right > 1 and not choose_all)):
        fields.problem("A question has exactly one right answer (or several with “choose: all”).")
    fields.finish()
    return check


def _option(fields: Fields) -> OptionContent:
    option = OptionContent(text=fields.words("text"), is_right=fields.yes("right"), feedback=fields.words("feedback"))
    fields.finish()
    return option
