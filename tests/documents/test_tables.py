"""Tables as files, read back by others: Python's csv and json, openpyxl, pypdf, pikepdf."""

import csv
import io
import json
import platform
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pikepdf
import pypdf
import pytest
from django.template.loader import render_to_string

from cpd.documents.serving import table_response
from cpd.documents.tables import (
    LONGEST_CELL,
    Column,
    Kind,
    Table,
    stream_csv,
    write_csv,
    write_json,
    write_pdf,
    write_xlsx,
)

NOW = datetime(2026, 7, 3, 12, 30, tzinfo=UTC)
COLUMNS = [
    Column("Cohort"),
    Column("Candidates", Kind.COUNT),
    Column("Share", Kind.SHARE),
    Column("Credit", Kind.NUMBER),
    Column("Board", Kind.DAY),
    Column("Made", Kind.MOMENT),
]
ROWS = [
    ["March", 1200, 0.455, Decimal("7.50"), date(2026, 6, 1), NOW],
    ["Łódź, “quoted”\nline", 0, "fewer than 5", None, None, None],
]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "＝1", "\x00=1"]


def make(rows=ROWS, columns=COLUMNS, **values) -> Table:
    given = {
        "name": "outcomes-by-cohort",
        "title": "Outcomes by cohort",
        "as_at": NOW,
        "note": "A note.",
        "source": "S",
    }
    return Table(**(given | values), columns=columns, rows=rows)


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def read_xlsx(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_csv_reads_back_with_bare_numbers_and_iso_dates():
    data = write_csv(make())

    assert data.startswith(b"\xef\xbb\xbf")
    assert read_csv(data) == [
        ["Cohort", "Candidates", "Share", "Credit", "Board", "Made"],
        ["March", "1200", "0.455", "7.50", "2026-06-01", "2026-07-03T13:30:00+01:00"],
        ["Łódź, “quoted”\nline", "0", "fewer than 5", "", "", ""],
    ]


def test_csv_comes_row_by_row():
    given = []

    def rows():
        for number in range(1000):
            given.append(number)
            yield [number]

    lines = stream_csv(make(rows(), [Column("N", Kind.COUNT)]))

    next(lines), next(lines)
    assert given == [0]
    assert sum(1 for _ in lines) == 999


def test_xlsx_reads_back_with_types():
    sheet = read_xlsx(write_xlsx(make()))["Table"]

    values = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert values[1] == ["March", 1200, 0.455, 7.5, datetime(2026, 6, 1), datetime(2026, 7, 3, 13, 30)]
    assert values[2] == ["Łódź, “quoted”\nline", 0, "fewer than 5", None, None, None]
    assert sheet["C2"].number_format == "0.0%"
    assert sheet.freeze_panes == "A2"


def test_xlsx_says_what_it_is_and_nobodys_name():
    book = read_xlsx(write_xlsx(make()))

    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about == {"Title": "Outcomes by cohort", "As at": "3 July 2026, 13:30", "Source": "S", "Note": "A note."}
    assert (book.properties.creator or "", book.properties.lastModifiedBy or "") == ("", "")
    assert book.properties.created == datetime(2026, 7, 3, 12, 30)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text):
    table = make([[text]], [Column(text)])

    for line in read_csv(write_csv(table)):
        assert line[0].startswith("'")
    for (cell,) in read_xlsx(write_xlsx(table))["Table"].iter_rows():
        assert cell.data_type == "s"
        assert cell.value.startswith("'")


def test_a_negative_number_stays_a_number():
    table = make([[-5, -0.25]], [Column("N", Kind.COUNT), Column("S", Kind.SHARE)])

    assert read_csv(write_csv(table))[1] == ["-5", "-0.25"]
    assert read_xlsx(write_xlsx(table))["Table"]["A2"].value == -5


def test_no_address_becomes_a_link():
    book = read_xlsx(write_xlsx(make([["http://evil.example/"]], [Column("A")])))

    assert book["Table"]["A2"].hyperlink is None


def test_a_text_that_no_cell_can_hold_says_that_it_was_cut():
    table = make([["x" * 40_000]], [Column("A")])

    value = read_xlsx(write_xlsx(table))["Table"]["A2"].value
    assert len(value) == LONGEST_CELL
    assert value.endswith("(cut here; the CSV has all of it)")
    assert read_csv(write_csv(table))[1] == ["x" * 40_000]


def test_json_reads_back_with_what_is_needed_to_understand_it():
    data = json.loads(write_json(make()))

    assert data["as_at"] == "2026-07-03T12:30:00+00:00"
    assert data["columns"][2] == {"title": "Share", "kind": "share"}
    assert data["rows"][0] == ["March", 1200, 0.455, "7.50", "2026-06-01", "2026-07-03T13:30:00+01:00"]
    assert data["rows"][1][2:] == ["fewer than 5", None, None, None]


def test_pdf_reads_back_as_text_and_as_a_table():
    data = write_pdf(make())

    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    for words in ("Outcomes by cohort", "A note.", "1,200", "45.5%", "fewer than 5", "1 June 2026"):
        assert words in text
    pdf = pikepdf.open(io.BytesIO(data))
    table = next(kid for kid in pdf.Root.StructTreeRoot.K.K if kid.S == "/Table")
    assert [row.S for row in table.K] == ["/TR"] * 3
    assert [cell.S for cell in table.K[0].K] == ["/TH"] * 6
    assert all(cell.A.Scope == "/Column" for cell in table.K[0].K)


def test_the_headings_stand_on_every_page_of_a_pdf_and_are_heard_once():
    data = write_pdf(make([[f"Row {number}"] for number in range(200)], [Column("Heading")]))

    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    assert len(pages) > 3
    assert all("Heading" in page.extract_text() for page in pages)
    pdf = pikepdf.open(io.BytesIO(data))
    table = next(kid for kid in pdf.Root.StructTreeRoot.K.K if kid.S == "/Table")
    assert len(table.K) == 201


def test_what_stands_on_lines_of_its_own_stays_there():
    data = write_pdf(make([["A title\nAnd what it is about"]], [Column("Finding")]))

    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "A title\nAnd what it is about" in text


def test_a_word_wider_than_its_column_is_broken_and_not_drawn_over_the_next():
    digest = "0123456789abcdef" * 8
    data = write_pdf(make([[digest, digest]], [Column("A"), Column("B")]))

    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert digest not in text
    assert "".join(text.split()).count("0123456789abcdef") >= 8


def test_a_row_that_is_higher_than_a_page_goes_on_there():
    words = [f"word{number}" for number in range(3000)]
    data = write_pdf(make([["P1", " ".join(words)]], [Column("Task"), Column("Brief")]))

    reader = pypdf.PdfReader(io.BytesIO(data))
    text = " ".join(page.extract_text() for page in reader.pages)

    assert len(reader.pages) > 2
    assert all(word in text for word in words)


@pytest.mark.parametrize("write", [write_csv, write_json, write_pdf, write_xlsx])
def test_the_same_table_gives_the_same_bytes(write, monkeypatch):
    first = write(make())
    monkeypatch.setenv("USER", "somebody-else")

    assert write(make()) == first


def test_a_table_without_rows_says_so():
    assert "nothing to list" in pypdf.PdfReader(io.BytesIO(write_pdf(make([])))).pages[0].extract_text()
    assert len(read_csv(write_csv(make([])))) == 1
    assert read_xlsx(write_xlsx(make([])))["Table"].max_row == 1


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        write_csv(make([["one"]]))


@pytest.mark.parametrize("name", ["Ann Smith", "a/b", "", "a..b", "Über", "a\r\nX: y"])
def test_a_file_has_a_neutral_name_or_the_table_is_refused(name):
    with pytest.raises(ValueError, match="names no file"):
        make(name=name)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf", "json"])
def test_a_file_is_an_attachment_that_nothing_keeps(ending):
    response = table_response(make(), ending)

    assert response["Content-Disposition"] == f'attachment; filename="outcomes-by-cohort.{ending}"'
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.streaming == (ending == "csv")
    assert b"".join(response) if response.streaming else response.content


def test_the_spreadsheet_names_no_machine_and_no_folder():
    with zipfile.ZipFile(io.BytesIO(write_xlsx(make()))) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
        stamps = {info.date_time for info in archive.infolist()}

    assert str(Path.cwd()).encode() not in whole
    assert platform.node().encode() not in whole
    assert stamps == {(1980, 1, 1, 0, 0, 0)}


def test_the_page_heads_each_row_and_escapes():
    html = render_to_string(
        "components/data_table.html", {"table": make([["<b>", 5, 0.5, None, None, None]]), "address": "/x/t."}
    )

    assert '<th scope="row">&lt;b&gt;</th>' in html
    assert '<td class="number">50%</td>' in html
    assert 'href="/x/t.xlsx"' in html


def test_two_documents_have_two_identifiers():
    first, second = (
        pikepdf.open(io.BytesIO(write_pdf(make([[words]], [Column("A")])))).trailer.ID[0] for words in ("a", "b")
    )

    assert bytes(first) != bytes(second)
