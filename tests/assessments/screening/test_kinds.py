"""What a file is, its content says; and its name must not say otherwise."""

import pytest

from assessments.screening import refusals
from assessments.screening.signatures import EICAR
from tests.assessments.screening.samples import make_docx, make_jpeg, make_pdf, make_png

HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.pdf", refusals.EMPTY),
        (b"%", "a.pdf", refusals.NAME_DIFFERS),
        (HTML, "a.pdf", refusals.NAME_DIFFERS),
        (HTML + make_pdf(), "a.pdf", refusals.NAME_DIFFERS),
        (make_pdf(), "a.docx", refusals.NAME_DIFFERS),
        (make_docx(), "a.pdf", refusals.NAME_DIFFERS),
        (make_png(), "a.jpg", refusals.NAME_DIFFERS),
        (make_pdf(), "a.pdf\x00.exe", refusals.NAME_DIFFERS),
        (make_pdf(), "fdp.\u202efdp", refusals.NAME_DIFFERS),
        (make_pdf(), "no ending", refusals.NAME_DIFFERS),
        (make_pdf(), "....", refusals.NAME_DIFFERS),
        (SVG, "a.svg", refusals.UNKNOWN_KIND),
        (b"GIF89a/*" + bytes(50), "a.gif", refusals.UNKNOWN_KIND),
        (b"MZ" + bytes(100), "a.exe", refusals.UNKNOWN_KIND),
        (OLD_WORD, "a.doc", refusals.OLD_OFFICE),
        (OLD_WORD, "locked.docx", refusals.OLD_OFFICE),
        (b"%PDF-1.7\n" + EICAR + b"\n%%EOF", "a.pdf", refusals.VIRUS),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(refusal, data, name, sentence):
    assert refusal(data, name) == sentence


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "con.PDF", "x" * 300 + ".pdf", "a\r\nb.pdf", "\"'.pdf", "😀.pdf"]
)
def test_an_odd_name_does_no_harm(clean, name):
    assert clean(make_pdf(), name).extension == ".pdf"


def test_the_sentences_say_what_happened_what_was_kept_and_what_to_do():
    sentences = {name: text for name, text in vars(refusals).items() if name.isupper() and isinstance(text, str)}
    sentences.pop("NOTHING_SAVED")

    assert [name for name, text in sentences.items() if refusals.NOTHING_SAVED not in text] == []


def test_the_limit_is_taken_and_one_byte_more_is_not(clean, refusal, settings, tmp_path_factory):
    settings.CPD_MAX_UPLOAD_BYTES = len(make_pdf())
    clean(make_pdf(), "a.pdf")
    path = tmp_path_factory.mktemp("upload") / "a.pdf"
    path.write_bytes(make_pdf() + b"\n")

    expected = (
        "The file is larger than 0 MB. Nothing was saved. Make it smaller (for example, save photos at a lower "
        "resolution) or split it into parts, then upload those."
    )
    assert refusal(make_pdf() + b"\n", "a.pdf") == expected
    assert refusal(path, "a.pdf") == expected


def test_a_clean_copy_says_what_it_is(clean):
    cleaned = clean(make_jpeg(), "IMG 1.JPEG")

    assert (cleaned.content_type, cleaned.extension) == ("image/jpeg", ".jpg")
