"""The bookkeeping of a Word package: which part is of which type, and which part leads to which."""

import posixpath
from collections.abc import Container
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException, sax
from lxml import etree

from assessments.screening import refusals
from assessments.screening.refusals import Refused
from assessments.screening.wordmarkup import Settled, name_of

TYPES = "[Content_Types].xml"
ROOT_RELATIONSHIPS = "_rels/.rels"
TYPES_NAMESPACE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MACROS = ("macroenabled", "vbaproject", "vbadata", "activex")
EMBEDDED = ("/oleobject", "/package", "/afchunk", "/control", "/subdocument")


def parse(content: bytes) -> etree._Element:
    """One part as a tree; refuses entities, and a part that is not what Word writes."""
    try:
        sax.parseString(content, ContentHandler(), forbid_dtd=True)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(content, parser)
    except DefusedXmlException as error:
        raise Refused(refusals.DOCX_ENTITIES) from error
    except (SAXException, etree.XMLSyntaxError, LookupError, UnicodeError) as error:
        raise Refused(refusals.DOCX_DAMAGED) from error


def write(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def read_types(parts: dict[str, bytes]) -> dict[str, str]:
    """The content type of every part; refuses a package that is not a Word document or can run something."""
    if TYPES not in parts:
        raise Refused(refusals.NAME_DIFFERS)
    table = parse(parts[TYPES])
    by_extension, by_name = {}, {}
    for entry in table:
        if name_of(entry) == "Default":
            by_extension[entry.get("Extension", "").lower()] = entry.get("ContentType", "")
        else:
            by_name[entry.get("PartName", "").lstrip("/")] = entry.get("ContentType", "")
    types = {
        name: by_name.get(name) or by_extension.get(name.rpartition(".")[2].lower(), "")
        for name in parts
        if name != TYPES
    }
    told = " ".join([*types, *types.values(), *by_name.values()]).lower()
    if any(word in told for word in MACROS):
        raise Refused(refusals.DOCX_MACROS)
    if "oleobject" in told or "/embeddings/" in told:
        raise Refused(refusals.DOCX_EMBEDDED)
    return types


def clean_relationships(
    parts: dict[str, bytes], kept: Container[str], name: str, settled: Settled
) -> tuple[etree._Element, set[str], set[str]]:
    """The relationships of a part that lead to kept parts, the identifiers of those that do not, and the parts led to."""
    path = relationships_of(name)
    if path not in parts:
        return etree.Element("none"), set(), set()
    table = parse(parts[path])
    dropped, targets = set(), set()
    for relationship in list(table):
        kind = relationship.get("Type", "").lower()
        if any(kind.endswith(word) for word in EMBEDDED):
            raise Refused(refusals.DOCX_EMBEDDED)
        is_external = relationship.get("TargetMode", "") == "External"
        target = _resolve(name, relationship.get("Target", ""))
        if is_external or target not in kept:
            settled.links |= is_external
            dropped.add(relationship.get("Id", ""))
            table.remove(relationship)
        else:
            targets.add(target)
    return table, dropped, targets


def relationships_of(name: str) -> str:
    """Where the relationships of a part are written."""
    directory, _, file = name.rpartition("/")
    return f"{directory}/_rels/{file}.rels".lstrip("/")


def _resolve(name: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target)).lstrip("/")


def write_types(kept: list[str], types: dict[str, str]) -> bytes:
    table = etree.Element(f"{TYPES_NAMESPACE}Types", nsmap={None: TYPES_NAMESPACE.strip("{}")})
    for extension, content_type in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(table, f"{TYPES_NAMESPACE}Default", Extension=extension, ContentType=content_type)
    for name in kept:
        etree.SubElement(table, f"{TYPES_NAMESPACE}Override", PartName=f"/{name}", ContentType=types[name])
    return write(table)


def write_root_relationships(main: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    table = etree.Element(f"{{{namespace}}}Relationships", nsmap={None: namespace})
    etree.SubElement(
        table,
        f"{{{namespace}}}Relationship",
        Id="rId1",
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
        Target=main,
    )
    return write(table)
