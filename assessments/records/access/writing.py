"""A person's copy as one archive: her files, then the same words as a page, as a document and as data."""

import json
from collections.abc import Iterable, Iterator

from django.template.loader import render_to_string

from assessments.records.access.compiling import Copy
from assessments.records.access.pdf import draw_copy
from assessments.records.access.wording import entries_to_read, tables_to_read
from cpd.documents.zips import Listed, Member, write_zip

FORMAT = "cpd-own-information@v1"


def write_archive(copy: Copy, files: Iterable[Member], *, provider: str) -> Iterator[bytes]:
    """The archive as a stream, so that no file is held as a whole. Names in it are ours: no title of hers, so that a look
    at the list tells nothing."""

    def words(listed: Listed) -> Iterator[Member]:
        names = [file["name"] for file in listed.files]
        page = render_to_string(
            "assessments/records/copy.html",
            {"copy": copy, "tables": tables_to_read(copy), "entries": entries_to_read(copy), "files": names},
        )
        yield Member("read-me-first.html", [page.encode()])
        yield Member("read-me-first.pdf", [draw_copy(copy, names, provider=provider)], is_packed=True)
        yield Member("everything.json", [write_json(copy, names).encode()])

    return write_zip(files, words)


def write_json(copy: Copy, files: list[str]) -> str:
    data = {
        "format": FORMAT,
        "name": copy.name,
        "made_at": copy.made_at.isoformat(timespec="seconds"),
        "left_out": copy.left_out,
        "tables": [{"title": table.title, "kept_as": table.kind.value, "rows": table.rows} for table in copy.tables],
        "record": copy.entries,
        "files": sorted(files),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
