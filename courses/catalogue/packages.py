"""Reading a module package: YAML and Markdown in a folder or a ZIP, every problem with its file and line."""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from courses.catalogue.states import Completion, Mode, Scheme

MAX_FILES = 200
MAX_BYTES = 5 * 1024 * 1024
TEXT_FILES = {".md", ".yaml", ".yml"}


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, in words that say how to mend it."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.text}"


class PackageError(Exception):
    """The package cannot be imported; `problems` says all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Line(dict):
    """A YAML mapping that knows the line it began on and the line of each key."""

    line: int
    lines: dict[str, int]


class _Loader(yaml.SafeLoader):
    """SafeLoader whose mappings know their lines."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Line:
    loader.flatten_mapping(node)
    result = Line()
    result.line = node.start_mark.line + 1
    result.lines = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        result[key] = loader.construct_object(value_node, deep=True)
        result.lines[key] = key_node.start_mark.line + 1
    return result


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@dataclass
class PackageLesson:
    """One lesson as written."""

    slug: str
    title: str
    covers: str
    minutes: int
    body: str
    care: str
    criteria: list[str]
    prompts: list[tuple[str, str]]
    checks: list[Line]


@dataclass
class Package:
    """A package that was read without a problem."""

    code: str
    title: str
    digest: str
    data: Line
    lessons: list[PackageLesson]
    cases: list[tuple[str, str]]
    problems: list[Problem] = field(default_factory=list)


def read_package(path: Path) -> Package:
    """Read a package from a folder or a ZIP file; raises PackageError with every problem found."""
    path = Path(path)
    if path.is_dir():
        return read_files({str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()})
    try:
        return read_zip(path.read_bytes())
    except OSError as error:
        raise PackageError([Problem(path.name, 1, f"The package could not be opened: {error.strerror}.")]) from error


def read_zip(data: bytes) -> Package:
    """Read a package from the bytes of a ZIP file, looking at its size before unpacking it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise PackageError([Problem("package", 1, "This is not a ZIP file. Pack the module's folder as a ZIP.")]) from error
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise PackageError([Problem("package", 1, "The package is too large: at most 200 files and 5 MB of text.")])
    names = [entry.filename for entry in entries]
    if any(".." in PurePosixPath(name).parts or name.startswith("/") for name in names):
        raise PackageError([Problem("package", 1, "A file in the package has a path outside it.")])
    tops = {PurePosixPath(name).parts[0] for name in names if "/" in name}
    prefix = f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in names) else ""
    files = {}
    for entry in entries:
        with archive.open(entry) as file:
            files[entry.filename.removeprefix(prefix)] = file.read(MAX_BYTES + 1)
    return read_files(files)


def read_files(files: dict[str, bytes]) -> Package:
    """Read a package from its files by name."""
    reader = _Reader(files)
    package = reader.read()
    if reader.problems or package is None:
        raise PackageError(sorted(reader.problems, key=lambda problem: (problem.file, problem.line)))
    return package


def _digest(files: dict[str, bytes]) -> str:
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return total.hexdigest()


class _Reader:
    """Collects problems while it reads, so that an author sees all of them at once."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.problems: list[Problem] = []

    def problem(self, file: str, line: int, text: str) -> None:
        self.problems.append(Problem(file, line, text))

    def read(self) -> Package | None:
        data = self.yaml("module.yaml", self.text("module.yaml"))
        if data is None:
            return None
        self.check_module(data)
        numbers = self.check_outcomes(data)
        self.check_tasks(data, numbers)
        lessons = [lesson for name in self.names(data, "lessons") if (lesson := self.lesson(name, numbers))]
        for slug in _doubled(lesson.slug for lesson in lessons):
            self.problem("module.yaml", data.lines.get("lessons", 1), f"Two lessons are called {slug}.")
        cases = [case for row in self.rows(data, "cases", required=False) if (case := self.case(row))]
        return Package(
            code=str(data.get("code", "")),
            title=str(data.get("title", "")),
            digest=_digest(self.files),
            data=data,
            lessons=lessons,
            cases=cases,
        )

    def text(self, name: str) -> str | None:
        raw = self.files.get(name)
        if raw is None:
            self.problem(name, 1, "This file is missing from the package.")
            return None
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.problem(name, raw[: error.start].count(b"\n") + 1, "This file is not UTF-8 text. Save it as UTF-8.")
            return None

    def yaml(self, name: str, text: str | None, first_line: int = 0) -> Line | None:
        if text is None:
            return None
        try:
            data = _Loader(text).get_single_data()
        except yaml.MarkedYAMLError as error:
            line = (error.problem_mark.line + 1 if error.problem_mark else 1) + first_line
            self.problem(name, line, f"The YAML cannot be read here: {error.problem}.")
            return None
        if not isinstance(data, Line):
            self.problem(name, 1 + first_line, "This should be a list of fields such as “title: …”.")
            return None
        return data

    def names(self, data: Line, key: str) -> list[str]:
        value = data.get(key)
        if not isinstance(value, list) or not value:
            self.problem("module.yaml", data.lines.get(key, 1), f"“{key}” should list at least one file.")
            return []
        return [str(name) for name in value]

    def rows(self, data: Line, key: str, *, required: bool = True, file: str = "module.yaml") -> list[Line]:
        value = data.get(key)
        if value is None and not required:
            return []
        if not isinstance(value, list) or not value or not all(isinstance(row, Line) for row in value):
            self.problem(file, data.lines.get(key, data.line), f"“{key}” should be a list of entries.")
            return []
        return value

    def words(self, data: Line, key: str, *, file: str = "module.yaml", most: int | None = None) -> str:
        value = data.get(key)
        line = data.lines.get(key, data.line)
        if not isinstance(value, str) or not value.strip():
            self.problem(file, line, f"“{key}” is missing or is not text.")
            return ""
        if most is not None and len(value) > most:
            self.problem(file, line, f"“{key}” has {len(value)} characters; at most {most} fit.")
        return value.strip()

    def number(self, data: Line, key: str, *, file: str = "module.yaml", low: int = 0, high: int = 100_000) -> int:
        value = data.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.problem(file, data.lines.get(key, data.line), f"“{key}” should be a whole number from {low} to {high}.")
            return low
        return value

    def decimal(self, data: Line, key: str) -> Decimal:
        try:
            value = Decimal(str(data.get(key)))
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or not 0 <= value < 1000:
            self.problem("module.yaml", data.lines.get(key, data.line), f"“{key}” should be a number such as 10 or 2.5.")
            return Decimal(0)
        return value

    def part(self, data: Line, key: str) -> Line:
        value = data.get(key)
        if isinstance(value, Line):
            return value
        self.problem("module.yaml", data.lines.get(key, 1), f"“{key}” is missing.")
        empty = Line()
        empty.line, empty.lines = data.lines.get(key, 1), {}
        return empty

    def choice(self, data: Line, key: str, allowed: Iterable[str]) -> None:
        if data.get(key) not in set(allowed):
            line = data.lines.get(key, data.line)
            self.problem("module.yaml", line, f"“{key}” should be one of: {', '.join(sorted(allowed))}.")

    def check_module(self, data: Line) -> None:
        code = self.words(data, "code", most=8)
        if code and not (code.isascii() and code.isalnum() and code.isupper()):
            self.problem("module.yaml", data.lines["code"], "“code” should be 2 to 8 capital letters or digits.")
        self.words(data, "title", most=200)
        self.words(data, "summary", most=200)
        self.words(data, "aims")
        level = self.part(data, "level")
        self.words(level, "framework", most=20)
        if not str(level.get("value", "")):
            self.problem("module.yaml", level.line, "“level” needs a “value”.")
        credit = self.part(data, "credit")
        self.words(credit, "scheme", most=10)
        self.decimal(credit, "value")
        if "credit_equivalent" in data:
            equivalent = self.part(data, "credit_equivalent")
            self.words(equivalent, "scheme", most=10)
            self.decimal(equivalent, "value")
        hours = self.part(data, "hours")
        for key in ("notional", "taught", "guided", "portfolio", "reading"):
            self.number(hours, key)
        self.decimal(hours, "cpd")
        self.choice(data, "scheme", Scheme.values)

    def check_outcomes(self, data: Line) -> set[str]:
        numbers: list[str] = []
        for outcome in self.rows(data, "outcomes"):
            self.words(outcome, "number", most=4)
            self.words(outcome, "title", most=200)
            self.words(outcome, "text")
            for criterion in self.rows(outcome, "criteria"):
                number = self.words(criterion, "number", most=8)
                if number and not number.startswith(f"{outcome.get('number')}."):
                    self.problem("module.yaml", criterion.line, f"Criterion {number} is under outcome {outcome.get('number')}.")
                self.words(criterion, "text")
                numbers.append(number)
        for number in _doubled(numbers):
            self.problem("module.yaml", data.lines.get("outcomes", 1), f"Criterion {number} stands twice.")
        return set(numbers)

    def check_tasks(self, data: Line, numbers: set[str]) -> None:
        covered: set[str] = set()
        tasks = self.rows(data, "tasks")
        for task in tasks:
            self.words(task, "key", most=8)
            self.words(task, "title", most=200)
            self.words(task, "brief")
            self.choice(task, "completion", Completion.values)
            for mode in task.get("modes") or [None]:
                if mode not in Mode.values:
                    self.problem("module.yaml", task.lines.get("modes", task.line), f"“{mode}” is no kind of evidence.")
            covered |= self.criteria(task, numbers, "module.yaml")
        for key in _doubled(str(task.get("key")) for task in tasks):
            self.problem("module.yaml", data.lines.get("tasks", 1), f"Task {key} stands twice.")
        for number in sorted(numbers - covered):
            self.problem("module.yaml", data.lines.get("tasks", 1), f"No task gives evidence for criterion {number}.")

    def criteria(self, data: Line, numbers: set[str], file: str) -> set[str]:
        named = {str(number) for number in data.get("criteria") or []}
        for number in sorted(named - numbers):
            line = data.lines.get("criteria", data.line)
            self.problem(file, line, f"There is no criterion {number} in this module.")
        return named & numbers

    def case(self, row: Line) -> tuple[str, str] | None:
        title = self.words(row, "title", most=200)
        body = self.text(str(row.get("file", "")))
        return (title, body.strip()) if body else None

    def lesson(self, name: str, numbers: set[str]) -> PackageLesson | None:
        text = self.text(name)
        if text is None:
            return None
        parts = text.split("---\n", 2)
        if len(parts) != 3 or parts[0].strip():
            self.problem(name, 1, "A lesson begins with its fields between two lines of “---”.")
            return None
        data = self.yaml(name, parts[1], first_line=1)
        if data is None:
            return None
        before = len(self.problems)
        lesson = PackageLesson(
            slug=PurePosixPath(name).stem[:80],
            title=self.words(data, "title", file=name, most=200),
            covers=self.words(data, "covers", file=name, most=300),
            minutes=self.number(data, "minutes", file=name, low=1, high=20),
            body=parts[2].strip(),
            care=str(data.get("care") or "").strip(),
            criteria=sorted(self.criteria(data, numbers, name)),
            prompts=[
                (self.words(row, "key", file=name, most=8), self.words(row, "prompt", file=name))
                for row in self.rows(data, "reflections", file=name)
            ],
            checks=self.rows(data, "checks", file=name),
        )
        if not lesson.body:
            self.problem(name, text.count("\n") + 1, "The lesson has no text.")
        for check in lesson.checks:
            self.check_check(name, check)
        # Lines inside the front matter are counted from its first field; the file has one line before it.
        self.problems[before:] = [
            Problem(found.file, found.line + 1 if found.file == name else found.line, found.text)
            for found in self.problems[before:]
        ]
        return lesson

    def check_check(self, name: str, check: Line) -> None:
        self.words(check, "key", file=name, most=8)
        self.words(check, "question", file=name)
        options = self.rows(check, "options", file=name)
        right = sum(bool(option.get("right")) for option in options)
        if not right or (right > 1 and check.get("choose") != "all"):
            self.problem(name, check.line, "A question has exactly one right answer (or several with “choose: all”).")
        for option in options:
            self.words(option, "text", file=name)
            self.words(option, "feedback", file=name)


def _doubled(values: Iterable[str]) -> list[str]:
    seen, doubled = set(), []
    for value in values:
        if value in seen and value not in doubled:
            doubled.append(value)
        seen.add(value)
    return doubled
