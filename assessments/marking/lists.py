"""Reading and writing the CSV that says which assessor gets which portfolio."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from assessments.marking.suggestions import Waiting

HEADINGS = ("portfolio", "assessor")


class ListError(Exception):
    """The file cannot be used, with a sentence on what to do."""


@dataclass(frozen=True)
class Listed:
    """Who should have what, and what could not be understood, row by row."""

    wishes: dict[UUID, tuple[UUID, str]]
    problems: list[str]


def write_list(rows: Iterable[Waiting]) -> bytes:
    """What waits, with an empty column for the assessor's e-mail address."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow((row.submission.reference, ""))
    return out.getvalue().encode("utf-8-sig")


def read_list(data: bytes, rows: list[Waiting]) -> Listed:
    """Each row names a portfolio, by reference or candidate number, and an assessor by e-mail address."""
    try:
        text = data.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise ListError("This file is no CSV in UTF-8. Save it as “CSV UTF-8” and choose it again.") from None
    lines = [[cell.strip() for cell in line] for line in lines if any(cell.strip() for cell in line)]
    if not lines or [cell.casefold() for cell in lines[0][:2]] != list(HEADINGS):
        raise ListError(
            "The first row must be: portfolio,assessor. Download the list, fill it in, and choose it again."
        )
    known = {row.submission.reference.casefold(): row for row in rows}
    known |= {row.submission.portfolio.enrolment.candidate_number.casefold(): row for row in rows}
    people = {one.person.email: one.person for row in rows for one in row.candidates}
    wishes: dict[UUID, tuple[UUID, str]] = {}
    problems = []
    for number, line in enumerate(lines[1:], start=2):
        name, address = (*line, "", "")[:2]
        row, person = known.get(name.casefold()), people.get(address.casefold())
        if not address:
            continue
        if row is None:
            problems.append(f"Row {number}: no portfolio {name[:20]} waits in this cohort.")
        elif person is None:
            problems.append(f"Row {number}: nobody who assesses this cohort has that e-mail address.")
        elif row.submission.pk in wishes:
            problems.append(f"Row {number}: {name[:20]} stands in the file twice. The first one counts.")
        else:
            wishes[row.submission.pk] = (person.pk, f"Listed for {person}")
    return Listed(wishes, problems)
