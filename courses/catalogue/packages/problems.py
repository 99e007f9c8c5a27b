"""What is wrong with a package, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
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
