"""What makes a PDF fit for the archive (PDF/A-3): described in XMP, colours defined, attachments declared."""

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from xml.sax.saxutils import escape

from PIL import ImageCms
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFCatalog,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFObjectReference,
    PDFStream,
    PDFString,
)

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate><xmp:MetadataDate>{made}</xmp:MetadataDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True)
class Attachment:
    """A file that travels inside the PDF."""

    name: str
    data: bytes
    content_type: str
    description: str


@dataclass(frozen=True)
class About:
    """What the document says of itself, the same in its Info and its XMP."""

    title: str
    author: str
    subject: str
    creator: str
    producer: str
    language: str
    made_at: datetime


class Catalog(PDFCatalog):
    """reportlab's catalogue with the entries it does not know."""

    __NoDefault__ = [*PDFCatalog.__NoDefault__, "AF", "OutputIntents", "Perms"]
    __Refs__ = PDFCatalog.__Refs__


def describe(document: PDFDocument, catalog: Catalog, about: About) -> None:
    catalog.Metadata = PDFStream(
        PDFDictionary({"Type": PDFName("Metadata"), "Subtype": PDFName("XML")}), _write_xmp(about), []
    )
    catalog.MarkInfo = PDFDictionary({"Marked": "true"})
    catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
    profile = PDFStream(PDFDictionary({"N": 3, "Filter": PDFName("FlateDecode")}), _profile(), [])
    intent = PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString("sRGB IEC61966-2.1"),
            "Info": PDFString("sRGB IEC61966-2.1"),
            "RegistryName": PDFString("http://www.color.org"),
            "DestOutputProfile": document.Reference(profile),
        }
    )
    catalog.OutputIntents = PDFArray([document.Reference(intent)])


def attach(
    document: PDFDocument, catalog: Catalog, attachments: list[Attachment], made_at: datetime
) -> dict[str, PDFObjectReference]:
    """Embed the files and declare each as data of the document as a whole; the references of their streams."""
    if not attachments:
        return {}
    files: dict[str, PDFObjectReference] = {}
    names: list = []
    references: list[PDFObjectReference] = []
    for attachment in sorted(attachments, key=lambda one: one.name):
        file = files[attachment.name] = document.Reference(_Raw(write_file(attachment, made_at)))
        specification = PDFDictionary(
            {
                "Type": PDFName("Filespec"),
                "F": PDFString(attachment.name),
                "UF": PDFString(attachment.name),
                "Desc": PDFString(attachment.description),
                "AFRelationship": PDFName("Data"),
                "EF": PDFDictionary({"F": file, "UF": file}),
            }
        )
        references.append(document.Reference(specification))
        names += [PDFString(attachment.name), references[-1]]
    catalog.Names = PDFDictionary({"EmbeddedFiles": PDFDictionary({"Names": PDFArray(names)})})
    catalog.AF = PDFArray(references)
    return files


def write_file(attachment: Attachment, made_at: datetime) -> bytes:
    """The embedded file as an object of PDF."""
    # A token hardly shrinks, and looking harder for it costs more than the rest of the document.
    packed = zlib.compress(attachment.data, 1)
    # The slash would end a name of PDF.
    kind = attachment.content_type.replace("/", "#2F").replace("+", "#2B").encode()
    date = made_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ").encode()
    return (
        b"<< /Filter /FlateDecode /Length %d /Params << /CreationDate (%s) /ModDate (%s) /Size %d >> "
        b"/Subtype /%s /Type /EmbeddedFile >>\nstream\n%s\nendstream"
        % (len(packed), date, date, len(attachment.data), kind, packed)
    )


class _Raw(PDFObject):
    """An object whose bytes are written already."""

    __RefOnly__ = 1

    def __init__(self, data: bytes) -> None:
        self.data = data

    def format(self, document: PDFDocument) -> bytes:
        return self.data


def _write_xmp(about: About) -> bytes:
    values = {
        name: escape(getattr(about, name)) for name in ("title", "author", "subject", "creator", "producer", "language")
    }
    return XMP.format(**values, made=about.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")).encode()


@cache
def _profile() -> bytes:
    return zlib.compress(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), 9)
