"""A Word document keeps its pages and loses its history."""

import io
import re
import struct
import zipfile

import docx
import pytest

from assessments.screening import documents, lettering, refusals
from assessments.screening.signatures import EICAR
from tests.assessments.screening.samples import (
    change_docx,
    make_docx,
    make_jpeg,
    part,
    relationship,
    whole,
    with_body,
)

TRACKED = (
    '<w:p w:rsidR="00AB12CD"><w:ins w:id="1" w:author="Jane Learner" w:date="2026-01-01T00:00:00Z"><w:r><w:t>Child A'
    '</w:t></w:r></w:ins><w:del w:id="2" w:author="Jane Learner"><w:r><w:delText>Sarah</w:delText></w:r></w:del></w:p>'
)
HIDDEN_RUN = "<w:p><w:r><w:t>seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Sarah</w:t></w:r></w:p>"
LINK = '<w:p><w:hyperlink r:id="rId900" w:tooltip="t"><w:r><w:t>her page</w:t></w:r></w:hyperlink></w:p>'


def field(instruction: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{letter}</w:instrText></w:r>" for letter in instruction)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{runs}{end}</w:p>"


def test_every_word_on_the_pages_is_read_and_kept(clean):
    def build(document):
        document.add_paragraph("In a paragraph")
        document.add_table(1, 1).cell(0, 0).text = "In a table"
        document.sections[0].header.paragraphs[0].text = "In a header"
        document.sections[0].footer.paragraphs[0].text = "In a footer"

    cleaned = clean(make_docx(build), "a.docx")

    assert " ".join(cleaned.text.split()) == "In a paragraph In a table In a header In a footer"
    assert docx.Document(io.BytesIO(cleaned.data)).tables[0].cell(0, 0).text == "In a table"


def test_a_list_of_styles_and_a_page_setup_survive(clean):
    def build(document):
        document.add_heading("A heading", 1)
        document.add_paragraph("An item", style="List Bullet")

    copy = docx.Document(io.BytesIO(clean(make_docx(build), "a.docx").data))

    assert [paragraph.style.name for paragraph in copy.paragraphs] == ["Heading 1", "List Bullet"]
    assert copy.sections[0].page_width == docx.Document().sections[0].page_width


def test_who_made_it_and_when_is_taken_out(clean):
    cleaned = clean(make_docx(), "a.docx")

    assert "Jane" not in whole(cleaned.data)
    assert not re.search(r"docProps|thumbnail|w:rsid|customXml", whole(cleaned.data))
    assert cleaned.notes == [documents.MAKER]


def test_tracked_changes_are_accepted(clean):
    cleaned = clean(with_body(TRACKED), "a.docx")

    assert cleaned.text.startswith("Child A\n")
    assert not re.search("Sarah|Jane|<w:ins |<w:del |rsidR", whole(cleaned.data))
    assert documents.TRACKED in cleaned.notes


def test_a_deleted_row_goes(clean):
    row = "<w:tr><w:trPr><w:del w:id='3'/></w:trPr><w:tc><w:p><w:r><w:t>Sarah</w:t></w:r></w:p></w:tc></w:tr>"
    kept = "<w:tr><w:tc><w:p><w:r><w:t>Ms B</w:t></w:r></w:p></w:tc></w:tr>"

    cleaned = clean(with_body(f"<w:tbl>{row}{kept}</w:tbl>"), "a.docx")

    assert cleaned.text.startswith("Ms B")
    assert "Sarah" not in whole(cleaned.data)


def test_comments_and_hidden_text_are_removed(clean):
    def build(document):
        paragraph = document.add_paragraph("seen ")
        document.add_comment(paragraph.runs[0], text="this is Sarah", author="Jane Learner", initials="JL")
        paragraph.add_run("hidden Sarah").font.hidden = True

    cleaned = clean(make_docx(build), "a.docx")

    assert cleaned.text == "seen"
    assert not re.search("Sarah|Jane|commentReference|comments.xml", whole(cleaned.data))
    assert cleaned.notes == [documents.MAKER, documents.COMMENTED, documents.HIDDEN]


def test_text_hidden_by_a_style_is_removed(clean):
    style = '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    run = '<w:p><w:r><w:rPr><w:rStyle w:val="Secret"/></w:rPr><w:t>Sarah</w:t></w:r></w:p>'

    cleaned = clean(change_docx({"<w:body>": f"<w:body>{run}", "</w:styles>": style}), "a.docx")

    assert "Sarah" not in whole(cleaned.data)


def test_a_picture_loses_its_place_and_its_name(clean):
    def build(document):
        document.add_picture(io.BytesIO(make_jpeg()))

    cleaned = clean(change_docx({'name="Picture 1"': 'name="Sarah.jpg"'}, data=make_docx(build)), "a.docx")

    assert not re.search("PhoneMaker|Taken by Jane|Sarah.jpg|Exif", whole(cleaned.data))
    assert {lettering.READ, lettering.UNREAD} & set(cleaned.notes)
    assert len(docx.Document(io.BytesIO(cleaned.data)).inline_shapes) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (LINK, "hyperlink"),
        ('<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a" r:link="rId900"/></w:drawing></w:r></w:p>', "image"),
        ('<w:attachedTemplate r:id="rId900"/>', "attachedTemplate"),
        ('<w:p><w:r><w:pict><v:imagedata o:href="{address}" r:id="rId900"/></w:pict></w:r></w:p>', "image"),
    ],
)
def test_links_to_elsewhere_are_cut_and_nobody_is_called(clean, listener, body, kind):
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/sarah"
    body = body.replace("{address}", address)

    cleaned = clean(with_body(body, relationship(kind, address, "External")), "a.docx")

    assert not re.search(r"127\.0\.0\.1|rId900", whole(cleaned.data))
    assert documents.LINKED in cleaned.notes
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_the_words_of_a_link_stay(clean):
    assert clean(with_body(LINK, relationship("hyperlink", "https://a.example", "External")), "a.docx").text.startswith(
        "her page\n"
    )


def test_a_link_in_a_field_is_emptied(clean):
    cleaned = clean(
        with_body(field(' HYPERLINK "https://a.example/sarah" ').replace("</w:instrText></w:r><w:r><w:instrText>", "")),
        "a.docx",
    )

    assert "a.example" not in whole(cleaned.data)


XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_doctype(doctype: str) -> bytes:
    return change_docx({"<w:document": f"{doctype}<w:document"})


def lie_about_size() -> bytes:
    """The central directory promises ten bytes of a part that has a hundred thousand."""
    data = bytearray(change_docx(add={"word/lie.xml": "x" * 100_000}))
    entry = data.rfind(b"word/lie.xml") - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(make_docx())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def with_symlink() -> bytes:
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    return change_docx(add={link: "/etc/passwd"})


def with_many_parts() -> bytes:
    return change_docx(add={f"word/part{number}.xml": "" for number in range(2_001)})


def nested() -> bytes:
    return change_docx(add={"word/media/inner.bin": make_docx()})


MACRO_TYPE = {"document.main+xml": "document.macroEnabled.main+xml"}
EMBEDDED_REL = relationship("oleObject", "embeddings/x.bin")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: change_docx(add={"word/vbaProject.bin": b"macro"}), refusals.DOCX_MACROS),
        (lambda: change_docx(MACRO_TYPE), refusals.DOCX_MACROS),
        (lambda: change_docx(add={"word/activeX/activeX1.xml": "<x/>"}), refusals.DOCX_MACROS),
        (lambda: with_body("", EMBEDDED_REL), refusals.DOCX_EMBEDDED),
        (lambda: with_body("", relationship("oleObject", "file:///c:/x.xls", "External")), refusals.DOCX_EMBEDDED),
        (lambda: with_body('<w:altChunk r:id="rId900"/>', relationship("aFChunk", "x.html")), refusals.DOCX_EMBEDDED),
        (lambda: change_docx(add={"word/embeddings/x.bin": b"x"}), refusals.DOCX_EMBEDDED),
        (nested, refusals.DOCX_EMBEDDED),
        (lambda: with_body(field('DDEAUTO c:\\\\windows "cmd"')), refusals.DOCX_COMMANDS),
        (lambda: with_body('<w:p><w:fldSimple w:instr="DDE cmd"/></w:p>'), refusals.DOCX_COMMANDS),
        (lambda: with_body(field('INCLUDETEXT "http://a.example"')), refusals.DOCX_COMMANDS),
        (lambda: with_doctype(XXE), refusals.DOCX_ENTITIES),
        (lambda: with_doctype(LAUGHS), refusals.DOCX_ENTITIES),
        (lambda: change_docx(add={"../../x.xml": "x"}), refusals.DOCX_PATHS),
        (lambda: change_docx(add={"/etc/x.xml": "x"}), refusals.DOCX_PATHS),
        (lambda: change_docx(add={"C:\\x.xml": "x"}), refusals.DOCX_PATHS),
        (lambda: change_docx(add={"word/Document.xml": "x"}), refusals.DOCX_PATHS),
        (with_symlink, refusals.DOCX_PATHS),
        (lambda: change_docx(add={"word/bomb.xml": "0" * 50_000_000}), refusals.DOCX_BOMB),
        (lambda: change_docx(add={"word/bomb.xml": "0" * 5_000_000}), refusals.DOCX_BOMB),
        (with_many_parts, refusals.DOCX_BOMB),
        (lie_about_size, refusals.DOCX_DAMAGED),
        (encrypted, refusals.OLD_OFFICE),
        (lambda: change_docx(add={"word/media/x.txt": EICAR}), refusals.VIRUS),
        (lambda: make_docx()[:-200], refusals.DOCX_DAMAGED),
        (lambda: change_docx({"</w:body>": "</w:wrong>"}), refusals.DOCX_DAMAGED),
        (lambda: b"PK\x03\x04" + bytes(50), refusals.DOCX_DAMAGED),
    ],
)
def test_a_document_that_cannot_be_trusted_is_refused(refusal, make, sentence):
    assert refusal(make(), "a.docx") == sentence


def test_a_plain_archive_is_not_a_document(refusal):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "text")

    assert refusal(out.getvalue(), "a.docx") == refusals.NAME_DIFFERS


def test_the_copy_has_no_loose_ends(clean):
    cleaned = clean(with_body(LINK + TRACKED + HIDDEN_RUN, relationship("hyperlink", "http://x", "External")), "a.docx")

    used = set(re.findall(r'r:(?:id|embed|link)="(\w+)"', part(cleaned.data)))
    known = set(re.findall(r' Id="(\w+)"', part(cleaned.data, "word/_rels/document.xml.rels")))
    assert used <= known
