"""Writing a package from what a version says, so that reading it gives the same again."""

import io
import zipfile

import yaml

from courses.catalogue.contents import LessonContent, ModuleContent, OutcomeContent, TaskContent

# The same version gives the same bytes, whenever it is written.
WRITTEN = (1980, 1, 1, 0, 0, 0)


class _Quoted(str):
    """Text that is written in quotation marks, so that 1.1 stays a text."""


class _Dumper(yaml.SafeDumper):
    """SafeDumper that writes paragraphs as blocks."""

    def ignore_aliases(self, data):
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(
    _Quoted, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style='"')
)


def write_zip(content: ModuleContent) -> bytes:
    """The package as a ZIP file, in a folder named for the module."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in write_files(content).items():
            archive.writestr(zipfile.ZipInfo(f"{content.code}/{name}", WRITTEN), text, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def write_files(content: ModuleContent) -> dict[str, bytes]:
    """The files of the package, by name."""
    cases = {f"cases/{at:02}.md": case for at, case in enumerate(content.cases, 1)}
    module = _module(content, list(cases))
    files = {"module.yaml": _yaml(module)}
    files |= {f"lessons/{lesson.slug}.md": _lesson(lesson) for lesson in content.lessons}
    files |= {name: f"{case.body}\n" for name, case in cases.items()}
    return {name: text.encode() for name, text in files.items()}


def _module(content: ModuleContent, cases: list[str]) -> dict:
    return _without_empty(
        {
            "code": content.code,
            "title": content.title,
            "summary": content.summary,
            "aims": content.aims,
            "for_whom": content.for_whom,
            "level": {"framework": content.level_framework, "value": _Quoted(content.level)},
            "credit": {"scheme": content.credit_scheme, "value": _Quoted(content.credit)},
            "credit_equivalent": content.equivalent_credit
            and {"scheme": content.equivalent_scheme, "value": _Quoted(content.equivalent_credit)},
            "hours": {
                "notional": content.notional_hours,
                "taught": content.taught_hours,
                "guided": content.guided_hours,
                "portfolio": content.portfolio_hours,
                "reading": content.reading_hours,
                "cpd": _Quoted(content.cpd_hours),
            },
            "scheme": content.scheme,
            "refresh_after_months": content.refresh_after_months,
            "review_due": content.review_due,
            "outcomes": [_outcome(outcome) for outcome in content.outcomes],
            "tasks": [_task(task) for task in content.tasks],
            "cases": [{"file": file, "title": case.title} for file, case in zip(cases, content.cases, strict=True)],
            "lessons": [f"lessons/{lesson.slug}.md" for lesson in content.lessons],
            "sources": [_without_empty({"text": row.text, "address": row.address}) for row in content.sources],
        }
    )


def _outcome(outcome: OutcomeContent) -> dict:
    return {
        "number": _Quoted(outcome.number),
        "title": outcome.title,
        "text": outcome.text,
        "criteria": [
            _without_empty({"number": _Quoted(row.number), "text": row.text, "guidance": row.guidance})
            for row in outcome.criteria
        ],
    }


def _task(task: TaskContent) -> dict:
    return {
        "key": task.key,
        "title": task.title,
        "brief": task.brief,
        "words": task.words,
        "pages": task.pages,
        "modes": list(task.modes),
        "criteria": [_Quoted(number) for number in task.criteria],
        "completion": task.completion,
    } | {name: text for name, text in (("note", task.note), ("instead", task.instead)) if text}


def _lesson(lesson: LessonContent) -> str:
    fields = _without_empty(
        {
            "title": lesson.title,
            "covers": lesson.covers,
            "minutes": lesson.minutes,
            "criteria": [_Quoted(number) for number in lesson.criteria],
            "reflections": [{"key": row.key, "prompt": row.prompt} for row in lesson.prompts],
            "checks": [
                {"key": check.key, "question": check.question}
                | ({"choose": "all"} if check.choose_all else {})
                | {
                    "options": [
                        {"text": row.text} | ({"right": True} if row.is_right else {}) | {"feedback": row.feedback}
                        for row in check.options
                    ]
                }
                for check in lesson.checks
            ],
            "care": lesson.care,
        }
    )
    return f"---\n{_yaml(fields)}---\n{lesson.body}\n"


def _without_empty(fields: dict) -> dict:
    return {key: value for key, value in fields.items() if value not in ("", None, [])}


def _yaml(data: dict) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
