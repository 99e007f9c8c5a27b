"""What is blacked out is gone: from the text, from the pixels, from the bytes."""

import io

import docx
import pikepdf
import pypdfium2
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Pt, RGBColor
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from assessments.screening import documents, lettering, pdfs, refusals
from tests.assessments.screening.samples import change_docx, make_docx, unpacked, whole, with_body


def draw(build) -> bytes:
    out = io.BytesIO()
    drawing = canvas.Canvas(out, pageCompression=0)
    build(drawing)
    drawing.showPage()
    drawing.save()
    return out.getvalue()


def picture_of(text: str, size=(500, 120)) -> Image.Image:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((20, 30), text, fill="black", font_size=48)
    return image


def black_box(drawing):
    drawing.drawString(72, 700, "The worker listened to")
    drawing.drawString(72, 650, "Agnieszka Wojcik")
    drawing.rect(70, 645, 140, 20, fill=1, stroke=0)


def white_on_white(drawing):
    drawing.drawString(72, 700, "The worker listened to")
    drawing.setFillColorRGB(1, 1, 1)
    drawing.drawString(72, 650, "Agnieszka Wojcik")


def invisible(drawing):
    drawing.drawString(72, 700, "The worker listened to")
    text = drawing.beginText(72, 650)
    text.setTextRenderMode(3)
    text.textLine("Agnieszka Wojcik")
    drawing.drawText(text)


def beside_the_page(drawing):
    drawing.drawString(72, 700, "The worker listened to")
    drawing.drawString(2000, 650, "Agnieszka Wojcik")


@pytest.mark.parametrize("hide", [black_box, white_on_white, invisible, beside_the_page])
def test_words_nobody_sees_are_in_no_byte_of_the_copy(clean, hide):
    data = draw(hide)
    assert b"Agnieszka" in unpacked(data)

    cleaned = clean(data, "a.pdf")

    assert "listened" in cleaned.text
    assert "Agnieszka" not in cleaned.text
    assert b"Agnieszka" not in unpacked(cleaned.data)
    assert b"listened" not in unpacked(cleaned.data)  # the page is a picture now
    assert pdfs.COVERED in cleaned.notes


def test_an_ordinary_page_stays_as_it_is(clean):
    def build(drawing):
        drawing.setFillColorRGB(0.9, 0.9, 0.8)
        drawing.rect(60, 690, 400, 30, fill=1, stroke=0)
        drawing.setFillColorRGB(0, 0, 0)
        drawing.drawString(72, 700, "The worker listened.")
        drawing.setFillColorRGB(0.1, 0.2, 0.6)
        drawing.drawString(72, 660, "A heading in blue")
        drawing.drawImage(ImageReader(picture_of("map")), 72, 400, 200, 50)

    cleaned = clean(draw(build), "a.pdf")

    assert b"listened" in unpacked(cleaned.data)
    assert pdfs.COVERED not in cleaned.notes
    assert cleaned.has_pictures


def test_pixels_under_a_box_are_gone(clean):
    def build(drawing):
        drawing.drawImage(ImageReader(picture_of("AGNIESZKA")), 72, 600, 250, 60)
        drawing.rect(70, 598, 255, 64, fill=1, stroke=0)

    cleaned = clean(draw(build), "a.pdf")

    with pikepdf.open(io.BytesIO(cleaned.data)) as pdf:
        pictures = [page.get_images() for page in pdf.pages]
        assert [list(found.keys()) for found in pictures] == [["/Im0"]]
        shown = pikepdf.PdfImage(pictures[0]["/Im0"]).as_pil_image().convert("L")
    left, upper, right, lower = (round(side * 150 / 72) for side in (80, 841.9 - 655, 310, 841.9 - 605))
    assert shown.crop((left, upper, right, lower)).getextrema()[1] < 40


def test_a_black_box_drawn_as_a_mark_on_the_page_works_the_same(clean):
    data = draw(lambda drawing: drawing.drawString(72, 650, "Agnieszka Wojcik was there"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        form = pikepdf.Stream(pdf, b"0 g 0 0 140 20 re f")
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 140, 20]
        mark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Square,
            Rect=[70, 645, 210, 665],
            F=4,
            AP=pikepdf.Dictionary(N=pdf.make_indirect(form)),
        )
        pdf.pages[0].obj.Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(mark)]))
        out = io.BytesIO()
        pdf.save(out)

    cleaned = clean(out.getvalue(), "a.pdf")

    assert "Agnieszka" not in cleaned.text
    assert b"Agnieszka" not in unpacked(cleaned.data)


def test_what_a_file_says_of_its_pictures_is_read_too(clean):
    def describe(pdf):
        pdf.Root.StructTreeRoot = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=pikepdf.Dictionary(Alt="Photo of Agnieszka"))
        )

    with pikepdf.open(io.BytesIO(draw(lambda drawing: drawing.drawString(72, 700, "Hello there")))) as pdf:
        describe(pdf)
        out = io.BytesIO()
        pdf.save(out)

    assert [finding.text for finding in clean(out.getvalue(), "a.pdf").findings] == ["Agnieszka"]


def test_black_words_on_black_in_a_document_are_gone(clean):
    def build(document):
        run = document.add_paragraph("I met ").add_run("Agnieszka")
        run.font.highlight_color = WD_COLOR_INDEX.BLACK

    cleaned = clean(make_docx(build), "a.docx")

    assert "Agnieszka" not in whole(cleaned.data)
    assert docx.Document(io.BytesIO(cleaned.data)).paragraphs[0].text == "I met ████"
    assert documents.BLACKED in cleaned.notes


@pytest.mark.parametrize("how", ["white", "tiny"])
def test_words_too_pale_or_too_small_to_see_are_gone(clean, how):
    def build(document):
        run = document.add_paragraph("I met Ms A. ").add_run("Agnieszka")
        if how == "white":
            run.font.color.rgb = RGBColor(255, 255, 255)
        else:
            run.font.size = Pt(1)

    cleaned = clean(make_docx(build), "a.docx")

    assert "Agnieszka" not in whole(cleaned.data)
    assert documents.HIDDEN in cleaned.notes


def test_white_words_on_a_dark_cell_stay(clean):
    def build(document):
        cell = document.add_table(1, 1).cell(0, 0)
        cell.paragraphs[0].add_run("What I did").font.color.rgb = RGBColor(255, 255, 255)

    assert "What I did" in clean(make_docx(build), "a.docx").text


COVER = """<w:p><w:r><w:drawing><wp:anchor behindDoc="0" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">
<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><wps:wsp
xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:spPr><a:prstGeom prst="rect"/>
<a:solidFill><a:srgbClr val="000000"/></a:solidFill></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"""


def test_a_shape_over_words_is_refused_since_it_takes_nothing_away(refusal):
    assert refusal(with_body(COVER), "a.docx") == refusals.DOCX_COVERED


def test_a_picture_is_cut_to_what_is_shown_of_it(clean):
    def build(document):
        file = io.BytesIO()
        picture = Image.new("RGB", (100, 50), "white")
        picture.paste((200, 0, 0), (50, 0, 100, 50))
        picture.save(file, "PNG")
        document.add_picture(io.BytesIO(file.getvalue()))

    data = change_docx({"<a:stretch>": '<a:srcRect r="50000"/><a:stretch>'}, data=make_docx(build))
    cleaned = clean(data, "a.docx")

    kept = docx.Document(io.BytesIO(cleaned.data)).part.package.image_parts
    image = Image.open(io.BytesIO(next(iter(kept)).blob))
    assert (image.size, image.convert("RGB").getextrema()) == ((50, 50), ((255, 255),) * 3)
    assert documents.CROPPED in cleaned.notes


@pytest.mark.skipif(not lettering.can_read(), reason="tesseract-ocr is not installed")
def test_words_in_a_picture_are_read_and_checked(clean):
    out = io.BytesIO()
    picture_of("Agnieszka lives", (700, 140)).save(out, "PNG")

    cleaned = clean(out.getvalue(), "a.png")

    assert [finding.text for finding in cleaned.findings] == ["Agnieszka"]
    assert lettering.READ in cleaned.notes


@pytest.mark.skipif(not lettering.can_read(), reason="tesseract-ocr is not installed")
def test_words_on_a_page_that_is_a_picture_are_read_and_checked(clean):
    data = draw(
        lambda drawing: drawing.drawImage(ImageReader(picture_of("Agnieszka lives", (700, 140))), 72, 600, 350, 70)
    )

    assert "Agnieszka" in clean(data, "scan.pdf").text
    with pypdfium2.PdfDocument(data) as document:
        assert not document[0].get_textpage().get_text_bounded().strip()
