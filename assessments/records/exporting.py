"""A CPD record as a spreadsheet and as JSON."""

import csv
import io
import json
from datetime import datetime
from typing import Any

from assessments.records.compiling import Record, Row
from cpd.documents.tables import safe

HEADINGS = ["Activity", "Date", "CPD hours", "Level", "Credit", "State", "Type", "Certificate", "Reflection"]


def write_csv(record: Record) -> str:
    """A line for each award and activity, with a byte-order mark so that spreadsheets read the letters."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for row in record.rows:
        writer.writerow(
            [
                safe(row.title),
                row.done_on.isoformat(),
                row.hours,
                row.level,
                row.credit,
                row.state,
                row.kind.label,
                row.number,
                safe("\n".join(f"{question}: {words}" for question, words in row.reflections)),
            ]
        )
    return out.getvalue()


def write_json(record: Record, now: datetime) -> str:
    """The same with a name for each value; hours and credit are texts, so that no decimal is bent."""
    data = {
        "format": "cpd-record@v1",
        "name": record.name,
        "made_at": now.isoformat(timespec="seconds"),
        "from": record.since.isoformat() if record.since else None,
        "to": record.until.isoformat() if record.until else None,
        "hours_by_type": {kind: str(hours) for kind, hours in record.hours},
        "total_hours": str(record.total),
        "entries": [_entry(row) for row in record.rows],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _entry(row: Row) -> dict[str, Any]:
    values = {
        "activity": row.title,
        "type": row.kind.value,
        "date": row.done_on.isoformat(),
        "hours": str(row.hours),
        "level": row.level,
        "credit": row.credit,
        "state": row.state,
        "certificate": row.number,
        "reflections": dict(row.reflections),
    }
    return {name: value for name, value in values.items() if value not in ("", {})}
