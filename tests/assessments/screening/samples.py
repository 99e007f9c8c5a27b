"""Makes files, honest and hostile, in memory."""

import io
import struct
import zipfile
import zlib

import docx
import pikepdf
from PIL import Image
from reportlab.pdfgen import canvas

RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def make_pdf(text="The worker listened.", pages=1) -> bytes:
    out = io.BytesIO()
    drawing = canvas.Canvas(out)
    drawing.setAuthor("Jane Learner")
    for _ in range(pages):
        drawing.drawString(72, 700, text)
        drawing.showPage()
    drawing.save()
    return out.getvalue()


def change_pdf(change, data=None, **saving) -> bytes:
    """A PDF after this function has had its way with it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data or make_pdf())) as pdf:
        change(pdf)
        pdf.save(out, **saving)
    return out.getvalue()


def make_docx(build=lambda document: document.add_paragraph("The worker listened.")) -> bytes:
    document = docx.Document()
    document.core_properties.author = "Jane Learner"
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def change_docx(replace=None, add=None, data=None) -> bytes:
    """A DOCX with text replaced in every part, and parts added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or make_docx())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            for before, after in (replace or {}).items():
                content = content.replace(before.encode(), after.encode())
            new.writestr(name, content)
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def with_body(xml: str, relationships: str = "", **parts) -> bytes:
    """A DOCX with this markup in front of its body, and these relationships."""
    return change_docx({"<w:body>": f"<w:body>{xml}", "</Relationships>": f"{relationships}</Relationships>"}, parts)


def relationship(kind: str, target: str, mode: str = "") -> str:
    mode = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="rId900" Type="{RELATIONSHIP}/{kind}" Target="{target}"{mode}/>'


def part(data: bytes, name="word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def whole(data: bytes) -> str:
    """All parts of a DOCX, with their names, as one text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(f"{name}\n{package.read(name).decode(errors='replace')}\n" for name in package.namelist())


def unpacked(data: bytes) -> bytes:
    """Every object and stream of a PDF as plain bytes."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(
            out,
            qdf=True,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    return out.getvalue()


def make_jpeg(size=(60, 40), gps=True) -> bytes:
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    if gps:
        exif[0x010F] = "PhoneMaker"
        exif[0x0112] = 6  # lies on its side
        exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"Taken by Jane")
    return out.getvalue()


def make_png(size=(40, 30), **saving) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).save(out, "PNG", **saving)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header promises this size."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
