"""A person's copy as one archive: a page to read, the same as JSON, and her files."""

import io
import json
import zipfile

from django.template.loader import render_to_string

from assessments.records.access.compiling import Copy

FORMAT = "cpd-own-information@v1"


def write_archive(copy: Copy) -> bytes:
    """The bytes of the archive. Names in it are ours: no title of hers, so that a look at the list tells nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("read-me-first.html", render_to_string("assessments/records/copy.html", {"copy": copy}))
        archive.writestr("everything.json", write_json(copy))
        for name, data in copy.files.items():
            archive.writestr(name, data)
    return out.getvalue()


def write_json(copy: Copy) -> str:
    data = {
        "format": FORMAT,
        "name": copy.name,
        "made_at": copy.made_at.isoformat(timespec="seconds"),
        "left_out": copy.left_out,
        "tables": [{"title": table.title, "kept_as": table.kind.value, "rows": table.rows} for table in copy.tables],
        "record": copy.entries,
        "files": sorted(copy.files),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)
