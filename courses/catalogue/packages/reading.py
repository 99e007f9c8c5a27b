"""Reading a whole package; every problem is collected before anything is refused."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from courses.catalogue.contents import (
    CaseContent,
    LessonContent,
    ModuleContent,
)
from courses.catalogue.markdown import find_faults
from courses.catalogue.packages.archives import files_of_folder, files_of_zip
from courses.catalogue.packages.fields import UNREADABLE, Fields
from courses.catalogue.packages.lessons import no_doubles, read_lesson
from courses.catalogue.packages.lines import load
from courses.catalogue.packages.parts import read_outcome, read_source, read_task
from courses.catalogue.packages.problems import PackageError, Problem
from courses.catalogue.states import Scheme

MODULE = "module.yaml"
CODE = re.compile(r"[A-Z0-9]{2,8}")
HOURS = ("notional", "taught", "guided", "portfolio", "reading")


@dataclass(frozen=True)
class Package:
    """A package that was read without a problem."""

    content: ModuleContent
    digest: str

    @property
    def code(self) -> str:
        return self.content.code

    @property
    def title(self) -> str:
        return self.content.title


def read_package(path: Path) -> Package:
    """Read a package from a folder or a ZIP file; raises PackageError with every problem found."""
    path = Path(path)
    try:
        return read_files(files_of_folder(path)) if path.is_dir() else read_zip(path.read_bytes())
    except OSError as error:
        raise PackageError([Problem(path.name, 1, f"The package could not be opened: {error.strerror}.")]) from error


def read_zip(data: bytes) -> Package:
    """Read a package from the bytes of a ZIP file."""
    return read_files(files_of_zip(data))


def read_files(files: dict[str, bytes]) -> Package:
    """Read a package from its files by name."""
    reader = _Reader(files)
    content = reader.read()
    if reader.problems or content is None:
        raise PackageError(sorted(set(reader.problems)))
    return Package(content, content.digest)


class _Reader:
    """Collects problems while it reads, so that an author sees all of them at once."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self.used = {MODULE}

    def read(self) -> ModuleContent | None:
        text = self.text(MODULE, missing_at=(MODULE, 1))
        data = load(MODULE, text) if text is not None else None
        if isinstance(data, Problem):
            self.problems.append(data)
        if data is None or isinstance(data, Problem):
            return None
        fields = Fields(MODULE, data, self.problems)
        content = ModuleContent(**self.facts(fields), **self.parts(fields))
        fields.finish()
        self.check_files()
        return content

    def text(self, name: str, *, missing_at: tuple[str, int]) -> str | None:
        self.used.add(name)
        raw = self.files.get(name)
        if raw is None:
            words = "This file is missing from the package." if name == MODULE else f"There is no file {name[:100]}."
            self.problems.append(Problem(*missing_at, words))
            return None
        try:
            text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            self.problems.append(Problem(name, line, "This file is not UTF-8 text. Save it as UTF-8."))
            return None
        if found := UNREADABLE.search(text):
            line = text[: found.start()].count("\n") + 1
            self.problems.append(Problem(name, line, "There is a character here that cannot be shown. Type it again."))
            return None
        return text

    def facts(self, fields: Fields) -> dict:
        code = fields.words("code", most=8)
        if code and not CODE.fullmatch(code):
            fields.problem("“code” should be 2 to 8 capital letters or digits.", "code")
        level, credit, hours = fields.part("level"), fields.part("credit"), fields.part("hours")
        equivalent = fields.part("credit_equivalent") if fields.has("credit_equivalent") else None
        facts = {
            "code": code,
            "title": fields.words("title", most=200),
            "summary": fields.words("summary", most=160),
            "aims": fields.words("aims"),
            "for_whom": fields.words("for_whom", required=False),
            "level_framework": level.words("framework", most=20),
            "level": level.words("value", most=20),
            "credit_scheme": credit.words("scheme", most=10),
            "credit": credit.amount("value"),
            "equivalent_scheme": equivalent.words("scheme", most=10) if equivalent else "",
            "equivalent_credit": equivalent.amount("value") if equivalent else "",
            "cpd_hours": hours.amount("cpd"),
            "scheme": fields.choice("scheme", Scheme.values),
            "refresh_after_months": fields.whole("refresh_after_months", low=1, high=240, default=36),
            "review_due": fields.day("review_due"),
        } | {f"{name}_hours": hours.whole(name) for name in HOURS}
        for part in (level, credit, hours, equivalent):
            if part:
                part.finish()
        return facts

    def parts(self, fields: Fields) -> dict:
        outcomes = tuple(read_outcome(row) for row in fields.rows("outcomes"))
        numbers = [criterion.number for outcome in outcomes for criterion in outcome.criteria]
        no_doubles(fields, "outcomes", [outcome.number for outcome in outcomes] + numbers)
        tasks = tuple(read_task(row, set(numbers)) for row in fields.rows("tasks"))
        no_doubles(fields, "tasks", [task.key for task in tasks])
        for number in sorted(set(numbers) - {number for task in tasks for number in task.criteria} - {""}):
            fields.problem(f"No task gives evidence for criterion {number}.", "tasks")
        lessons = [self.lesson(name, fields, set(numbers)) for name in fields.names("lessons")]
        lessons = tuple(lesson for lesson in lessons if lesson)
        no_doubles(fields, "lessons", [lesson.slug for lesson in lessons])
        return {
            "outcomes": outcomes,
            "tasks": tasks,
            "lessons": lessons,
            "cases": tuple(self.case(row) for row in fields.rows("cases", required=False)),
            "sources": tuple(read_source(row) for row in fields.rows("sources", required=False)),
        }

    def lesson(self, name: str, fields: Fields, numbers: set[str]) -> LessonContent | None:
        text = self.text(name, missing_at=(MODULE, fields.line("lessons")))
        return read_lesson(name, text, numbers, self.problems) if text is not None else None

    def case(self, fields: Fields) -> CaseContent:
        title, file = fields.words("title", most=200), fields.words("file")
        text = (self.text(file, missing_at=(MODULE, fields.line("file"))) if file else None) or ""
        self.problems.extend(Problem(file, line, fault) for line, fault in find_faults(text))
        fields.finish()
        return CaseContent(title=title, body=text.strip())

    def check_files(self) -> None:
        for name in sorted(set(self.files) - self.used):
            suffix = PurePosixPath(name).suffix.lower()
            if suffix not in (".md", ".yaml", ".yml", ".txt"):
                words = "This file does not belong in a package: it holds YAML and Markdown only. Take it out."
                self.problems.append(Problem(name, 1, words))
            elif "/" in name:
                words = "module.yaml does not name this file, so nobody would see it. Name it there, or take it out."
                self.problems.append(Problem(name, 1, words))
