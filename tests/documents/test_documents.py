"""Tagged, signed PDFs, looked at by our own means; tests/outside has the judgement of others."""

import io
from datetime import UTC, datetime

import pikepdf
import pypdf
import pytest
from PIL import Image

from cpd.documents.attachments import read_attachments
from cpd.documents.pdf import Document
from cpd.documents.refusals import NotReadable
from cpd.files.fonts import REGULAR, SERIF

NOW = datetime(2026, 7, 3, 12, tzinfo=UTC)


def make(*lines: str, pages: int = 1, seal: bool = True) -> bytes:
    document = Document(
        size=(595, 842), title="A <title> & more", author="Harbour", subject="S", creator="CPD", made_at=NOW
    )
    for page in range(pages):
        if page:
            document.next_page()
        with document.artifact():
            document.fill(0, 0, 595, 842, colour="#fbf7f1")
        for place, line in enumerate(lines):
            with document.tagged("H1" if place == 0 else "P"):
                document.text(
                    40, 700 - 20 * place, line, font=SERIF if place == 0 else REGULAR, size=12, colour="#000000"
                )
    document.attach("data.json", b'{"a": 1}', content_type="application/vc", description="Data")
    return document.seal() if seal else document.write()


def test_title_and_dates_are_the_same_in_both_places():
    pdf = pikepdf.open(io.BytesIO(make("One")))

    with pdf.open_metadata() as xmp:
        assert (xmp["dc:title"], xmp["pdfaid:part"], xmp["xmp:CreateDate"]) == (
            "A <title> & more",
            "3",
            "2026-07-03T12:00:00Z",
        )
    assert str(pdf.docinfo["/Title"]) == "A <title> & more"
    assert str(pdf.docinfo["/CreationDate"]) == str(pdf.docinfo["/ModDate"]) == "D:20260703120000+00'00"


def test_every_page_has_its_place_in_the_structure():
    pdf = pikepdf.open(io.BytesIO(make("One", "Two", pages=3)))

    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    assert [page.StructParents for page in pdf.pages] == [0, 1, 2]
    assert [len(numbers[2 * page + 1]) for page in range(3)] == [2, 2, 2]
    assert numbers[7].S == "/Form"
    assert pdf.Root.AcroForm.Fields[0].StructParent == 3
    assert pdf.Root.StructTreeRoot.ParentTreeNextKey == 4


def test_the_seal_covers_every_byte_but_its_own():
    data = make("One")
    pdf = pikepdf.open(io.BytesIO(data))
    signature = pdf.Root.AcroForm.Fields[0].V

    first, start, after, rest = map(int, signature.ByteRange)
    assert (first, after + rest) == (0, len(data))
    assert data[start : start + 1] + data[after - 1 : after] == b"<>"
    assert signature.Reference[0].TransformParams.P == 1


def test_a_document_may_go_without_a_seal():
    pdf = pikepdf.open(io.BytesIO(make("One", seal=False)))

    assert "/AcroForm" not in pdf.Root


def test_two_documents_at_once_keep_their_letters():
    first = Document(size=(595, 842), title="1", author="a", subject="s", creator="c", made_at=NOW)
    second = Document(size=(595, 842), title="2", author="a", subject="s", creator="c", made_at=NOW)
    for document, text in ((first, "Ł"), (second, "Ŵ"), (first, "Ж"), (second, "Γ")):
        with document.tagged("P"):
            document.text(40, 700, text, font=REGULAR, size=12, colour="#000000")

    texts = [pypdf.PdfReader(io.BytesIO(document.write())).pages[0].extract_text() for document in (first, second)]

    assert ["".join(text.split()) for text in texts] == ["ŁЖ", "ŴΓ"]


def test_a_picture_is_embedded_without_transparency_and_named_for_the_ear():
    out = io.BytesIO()
    Image.new("RGBA", (40, 20), (20, 90, 95, 128)).save(out, "PNG")
    document = Document(size=(595, 842), title="1", author="a", subject="s", creator="c", made_at=NOW)
    document.picture(100, 100, 80, 40, out.getvalue(), alt="Logo of the university")

    pdf = pikepdf.open(io.BytesIO(document.seal()))

    [image] = pdf.pages[0].Resources.XObject.values()
    assert (int(image.Width), int(image.Height), "/SMask" in image) == (40, 20, False)
    assert str(pdf.Root.StructTreeRoot.K.K[0].Alt) == "Logo of the university"


def test_attachments_come_back_byte_for_byte():
    assert read_attachments(make("One")) == {"data.json": b'{"a": 1}'}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nonsense", b"PK\x03\x04", bytes(5000)])
def test_what_is_no_pdf_is_refused_with_a_sentence(data):
    with pytest.raises(NotReadable, match="not a PDF"):
        read_attachments(data)
