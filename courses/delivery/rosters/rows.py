"""A roster as rows with their values and problems."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """`column` is a label, or "" for the whole row; `text` says what is wrong and how to put it right."""

    column: str
    text: str


@dataclass
class Row:
    """One learner. `number` is the row in the spreadsheet; `notes` are worth a look and stop nothing."""

    number: int
    cells: list[str]
    values: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def blame(self, column: str, text: str) -> None:
        self.problems.append(Problem(column, text))

    @property
    def name(self) -> str:
        return f"{self.values.get('given_names', '')} {self.values.get('family_name', '')}".strip()


@dataclass(frozen=True)
class Roster:
    """`notes` concern the whole file."""

    headings: list[str]
    rows: list[Row]
    notes: list[str]
