"""A PDF keeps its pages and loses everything else."""

import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from reportlab.pdfgen import canvas

from assessments.screening import lettering, pdfparts, refusals
from tests.assessments.screening.samples import change_pdf, make_jpeg, make_pdf, unpacked

SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def add_script(pdf):
    pdf.Root.OpenAction = pdf.make_indirect(SCRIPT)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", SCRIPT])))


def add_launch(pdf):
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F="cmd.exe"))


def add_attachment(pdf):
    pdf.attachments["tool.exe"] = b"MZ program"


def add_form(pdf):
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp>secret form</xdp>"))


def add_link(pdf):
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=[0, 0, 9, 9],
        A=Dictionary(S=Name.URI, URI="javascript:alert(1)"),
    )
    pdf.pages[0].obj.Annots = Array([link])


def add_note(pdf):
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T="Jane Learner", Contents="she is Sarah")
    pdf.pages[0].obj.Annots = Array([note])


def add_metadata(pdf):
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["Jane Learner"]
    pdf.pages[0].obj.PieceInfo = Dictionary(Word=Dictionary(Private="C:/Users/jane"))


@pytest.mark.parametrize(
    ("change", "gone", "note"),
    [
        (add_script, [b"app.alert", b"/JavaScript", b"/OpenAction"], pdfparts.ACTIVE),
        (add_launch, [b"cmd.exe", b"/Launch"], pdfparts.ACTIVE),
        (add_attachment, [b"MZ program", b"tool.exe", b"/EmbeddedFile"], pdfparts.ATTACHED),
        (add_form, [b"secret form", b"/XFA"], pdfparts.ACTIVE),
        (add_link, [b"javascript:", b"/URI"], pdfparts.ACTIVE),
        (add_note, [b"she is Sarah", b"Jane"], pdfparts.COMMENTED),
        (add_metadata, [b"Jane", b"C:/Users"], pdfparts.MAKER),
    ],
)
def test_what_is_not_on_the_page_is_taken_out(clean, change, gone, note):
    cleaned = clean(change_pdf(change), "a.pdf")

    assert [word for word in gone if word in unpacked(cleaned.data)] == []
    assert note in cleaned.notes
    assert cleaned.text.strip() == "The worker listened."


def test_what_was_typed_into_a_form_stays_on_the_page(clean):
    out = io.BytesIO()
    drawing = canvas.Canvas(out)
    drawing.acroForm.textfield(name="answer", value="I asked first", x=100, y=500)
    drawing.showPage()
    drawing.save()

    cleaned = clean(out.getvalue(), "a.pdf")

    assert "I asked first" in cleaned.text
    assert b"/AcroForm" not in unpacked(cleaned.data)


def test_a_photo_inside_a_pdf_loses_its_place(clean):
    def add_photo(pdf):
        photo = pdf.make_stream(make_jpeg(), Type=Name.XObject, Subtype=Name.Image, Filter=Name.DCTDecode)
        photo.update(Dictionary(Width=60, Height=40, ColorSpace=Name.DeviceRGB, BitsPerComponent=8))
        pdf.pages[0].obj.Resources.XObject = Dictionary(P=photo)

    cleaned = clean(change_pdf(add_photo), "a.pdf")

    assert b"PhoneMaker" not in cleaned.data
    assert b"Taken by Jane" not in cleaned.data
    assert b"/DCTDecode" in unpacked(cleaned.data)


def test_a_page_without_words_is_pointed_out(clean):
    assert {lettering.READ, lettering.UNREAD} & set(clean(make_pdf(text=""), "a.pdf").notes)


def test_every_page_is_kept_and_read(clean):
    cleaned = clean(make_pdf(pages=30), "a.pdf")

    assert cleaned.text.count("The worker listened.") == 30
    with pikepdf.open(io.BytesIO(cleaned.data)) as pdf:
        assert len(pdf.pages) == 30


def remove_pages(pdf):
    del pdf.pages[:]


def make_live_form(pdf):
    pdf.Root.NeedsRendering = True


LOCKED = {"encryption": pikepdf.Encryption(user="pass", owner="pass")}
RESTRICTED = {"encryption": pikepdf.Encryption(user="", owner="pass")}
ZIP = b"PK\x03\x04 an archive"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (change_pdf(lambda pdf: None, **LOCKED), refusals.PDF_LOCKED),
        (change_pdf(lambda pdf: None, **RESTRICTED), refusals.PDF_LOCKED),
        (make_pdf()[:600], refusals.PDF_DAMAGED),
        (make_pdf()[:-40] + b"%%EOF", refusals.PDF_DAMAGED),
        (b"%PDF-1.7\n%%EOF", refusals.PDF_DAMAGED),
        (make_pdf() + ZIP, refusals.PDF_TRAILING),
        (make_pdf() + b"<script>alert(1)</script>", refusals.PDF_TRAILING),
        (change_pdf(remove_pages), refusals.PDF_NO_PAGES),
        (change_pdf(make_live_form), refusals.PDF_LIVE_FORM),
        (make_pdf(pages=301), refusals.PDF_TOO_LONG),
    ],
    ids=["locked", "restricted", "cut", "no table", "hollow", "zip", "html", "no pages", "live form", "301 pages"],
)
def test_a_pdf_that_cannot_be_trusted_is_refused(refusal, data, sentence):
    assert refusal(data, "a.pdf") == sentence


def add_bomb(pdf):
    squeezed = zlib.compress(zlib.compress(b"0 0 m 1 1 l S\n" * 20_000_000, 1), 9)
    bomb = pdf.make_stream(b"")
    bomb.write(squeezed, filter=Array([Name.FlateDecode, Name.FlateDecode]))
    pdf.pages[0].obj.Contents = bomb


def add_many_objects(pdf):
    pdf.Root.Junk = Array([pdf.make_indirect(Dictionary(A=number)) for number in range(100_001)])


def nest_deeply(pdf):
    inner = Array()
    for _ in range(60):
        inner = Array([inner])
    pdf.pages[0].obj.Resources.Deep = inner


@pytest.mark.parametrize("harm", [add_bomb, add_many_objects, nest_deeply])
def test_a_pdf_that_would_exhaust_us_is_stopped(refusal, harm):
    assert refusal(change_pdf(harm), "a.pdf") == refusals.TOO_MUCH_WORK


def turn_round(pdf):
    pdf.Root.Pages.Kids = Array([pdf.Root.Pages])


def test_a_page_tree_that_goes_round_is_refused(refusal):
    assert refusal(change_pdf(turn_round), "a.pdf") in (refusals.PDF_DAMAGED, refusals.PDF_NO_PAGES)
