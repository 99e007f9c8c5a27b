"""Hand a table to a browser as a file."""

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import register_converter
from django.utils.http import content_disposition_header

from cpd.documents.tables import CONTENT_TYPES, WRITERS, Table, stream_csv

SEALED = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store, private",
}


def table_response(table: Table, ending: str) -> HttpResponseBase:
    """The table as an attachment of this kind (csv, xlsx, pdf, json) under its neutral name; a CSV row by row.

    The caller has checked that the person may have it. In an address the ending is `<ending:ending>`.
    """
    if ending == "csv":
        return StreamingHttpResponse(stream_csv(table), headers=_headers(f"{table.name}.csv", CONTENT_TYPES["csv"]))
    return file_response(WRITERS[ending](table), f"{table.name}.{ending}", CONTENT_TYPES[ending])


def file_response(data: bytes, filename: str, content_type: str) -> HttpResponse:
    """Bytes that were made for this answer, as an attachment of which nothing is kept."""
    return HttpResponse(data, headers=_headers(filename, content_type))


def zip_response(pieces: Iterable[bytes], filename: str) -> StreamingHttpResponse:
    """A ZIP that is made while it is sent, of which nothing is kept."""
    return StreamingHttpResponse(pieces, headers=_headers(filename, "application/zip"))


def _headers(filename: str, content_type: str) -> dict[str, str]:
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    return {"Content-Type": content_type, "Content-Disposition": disposition, **SEALED}


class EndingConverter:
    """The ending of a table's file in an address; any other address does not exist."""

    regex = "|".join(WRITERS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(EndingConverter, "ending")
