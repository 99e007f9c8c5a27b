"""What a spreadsheet program may hand us, and what we say to it."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from courses.delivery.rosters.checking import read_roster
from courses.delivery.rosters.reading import MAX_BYTES, MAX_ROWS, RosterError
from courses.delivery.rosters.writing import write_failed, write_template
from cpd.documents.tables import safe

HEADING = "email,given_names,family_name,certificate_name,employer"
AMIRA = "amira@example.org,Amira,Okafor,Amira Okafor,Lantern Advocacy"
RENEE = "renee@example.org,Renée,Łucja-Ŵyn,Renée Ŵyn,Lantern Advocacy"


def roster(*rows: str, heading: str = HEADING) -> bytes:
    return "\r\n".join([heading, *rows]).encode()


def problems(*rows: str, heading: str = HEADING) -> list[tuple[int, str, str]]:
    read = read_roster(roster(*rows, heading=heading))
    return [(row.number, problem.column, problem.text) for row in read.rows for problem in row.problems]


@pytest.mark.parametrize(
    "data",
    [
        roster(RENEE),
        codecs.BOM_UTF8 + roster(RENEE),
        roster(RENEE).decode().encode("utf-16"),
        roster(RENEE).decode().encode("utf-16-le"),
        roster(RENEE).decode().encode("utf-16-be"),
        roster(RENEE).replace(b",", b";"),
        roster(RENEE).replace(b",", b"\t"),
        b"sep=;\r\n" + roster(RENEE).replace(b",", b";"),
        roster(RENEE).replace(b"\r\n", b"\n"),
        roster("", RENEE, " , , , , "),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-le", "utf-16-be", "semicolons", "tabs", "sep line", "lf", "blank rows"],
)
def test_every_usual_way_of_saving_gives_the_same_person(data):
    read = read_roster(data)

    assert [row.name for row in read.rows] == ["Renée Łucja-Ŵyn"]
    assert [row.problems for row in read.rows] == [[]]


def test_windows_1252_is_read_and_said():
    read = read_roster(roster("renee@example.org,Renée,Dubois,Renée Dubois,Lantern").decode().encode("cp1252"))

    assert read.rows[0].values["given_names"] == "Renée"
    assert read.notes[0].startswith("The file was read in the character set Windows-1252.")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\r\n ,, \r\n", "The file is empty."),
        (roster(), "headings and no rows"),
        (b"PK\x03\x04" + b"x" * 50, "an Excel or OpenDocument workbook, not a CSV file"),
        (b"%PDF-1.7 and more", "This is a PDF"),
        (b"amira@example.org,Amira,Okafor,,Lantern\r\n", "does not hold the names of the columns"),
        (roster("a,b", heading="email,given_names"), "These columns are missing: family_name, employer"),
        (roster("a,b", heading="email,E-mail address"), "Two columns are headed “e-mail”"),
        (roster('amira@example.org,"Amira,Okafor,Amira,Lantern', AMIRA), "Row 2 cannot be read: a quotation mark"),
        (b"email\x81\x8d,x\r\n", "its character set is unknown"),
        (b"x" * (MAX_BYTES + 1), "larger than 5 MB"),
        (roster(*[AMIRA] * (MAX_ROWS + 1)), "more than 10,000 rows"),
    ],
    ids=[
        "empty",
        "only signs",
        "no rows",
        "workbook",
        "pdf",
        "no heading",
        "missing columns",
        "twice",
        "quote",
        "charset",
        "too large",
        "too many",
    ],
)
def test_a_file_that_cannot_be_used_gets_one_sentence(data, sentence):
    with pytest.raises(RosterError, match=sentence):
        read_roster(data)


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ("amira,Amira,Okafor,,Lantern", "e-mail", "This is not an e-mail address."),
        (",Amira,Okafor,,Lantern", "e-mail", "This is empty."),
        ("a@example.org,Amira,,,Lantern", "family name", "This is empty."),
        ("a@example.org,=1+1,Okafor,,Lantern", "given names", "This begins with “=”"),
        ("a@example.org,Amira,@SUM(A1),,Lantern", "family name", "This begins with “@”"),
        ("a@example.org,Amira,Okafor,'=cmd|x,Lantern", "name on certificate", "This begins with “=”"),
        ("a@example.org,Am\x00ira,Okafor,,Lantern", "given names", "This holds a NUL"),
        ("a@example.org,Am\u202eira,Okafor,,Lantern", "given names", "an invisible control character"),
        ("a@example.org,RenÃ©e,Okafor,,Lantern", "given names", "garbled"),
        ("a@example.org," + "a" * 101 + ",Okafor,,Lantern", "given names", "This has 101 characters and may have 100."),
        ("a@example.org,123,Okafor,,Lantern", "given names", "A name has at least one letter."),
        ("a@example.org,Amira,Okafor,Amira, Lantern, London", "", "The row has 6 values and the heading has 5."),
        ("Amira,amira@example.org,Okafor,,Lantern", "", "an e-mail address stands under given names"),
    ],
)
def test_a_bad_row_is_told_with_its_row_its_column_and_the_way_out(row, column, sentence):
    found = problems(AMIRA, row)

    assert [(number, where) for number, where, _ in found] == [(3, column)]
    assert sentence in found[0][2]


def test_the_second_of_two_rows_with_one_address_fails():
    found = problems(AMIRA, AMIRA.replace("amira@", "AMIRA@"))

    assert found == [
        (3, "e-mail", "The same address stands in row 2. Give each learner her own address, or delete this row.")
    ]


def test_other_headings_are_understood_and_unknown_ones_named():
    heading = "Surname;First name;E-mail address;Organisation;Line manager's e-mail;Country;Phone"
    read = read_roster(roster("Okafor;Amira;a@example.org;Lantern;-;cymru;07700", heading=heading))

    values = read.rows[0].values
    assert read.rows[0].problems == []
    assert (values["nation"], values["manager_email"], values["certificate_name"]) == ("Wales", "", "Amira Okafor")
    assert read.notes == ["These columns are not used and were passed over: Phone."]


def test_the_template_can_be_uploaded_as_it_is():
    assert [row.problems for row in read_roster(write_template()).rows] == [[]]


def test_failed_rows_can_be_corrected_and_uploaded_again():
    read = read_roster(roster('amira,=HYPERLINK("x"),Okafor,,Lantern'))
    failed = write_failed(read.headings, read.rows)
    again = read_roster(failed)

    assert b"'=HYPERLINK" in failed
    assert [problem.column for problem in again.rows[0].problems] == ["e-mail", "given names"]
    assert again.notes == []


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1"])
def test_no_cell_we_write_is_a_formula(cell):
    assert safe(cell).startswith("'")


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(roster)))
@example(b'email,given_names,family_name,employer\r\n"' + b"x" * 140_000)
@example(b"\xff\xfe\x00")
@example(b"sep=;")
def test_no_file_whatever_ends_in_anything_but_rows_or_a_sentence(data):
    try:
        read = read_roster(data)
        said = write_failed(read.headings, read.rows).decode()
    except RosterError as error:
        said = str(error)
    assert said.endswith((".", "\n"))
