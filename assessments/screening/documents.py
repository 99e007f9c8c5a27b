"""Word documents are taken apart, and put together again from the parts that make up their pages."""

import posixpath
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException, sax
from lxml import etree

from assessments.screening import refusals
from assessments.screening.child import CleanCopy, serve
from assessments.screening.jpegs import strip_jpeg
from assessments.screening.packages import read_package, write_package
from assessments.screening.pictures import open_picture
from assessments.screening.pngs import strip_png
from assessments.screening.refusals import Refused
from assessments.screening.wordmarkup import Settled, drop_references, find_hidden_styles, name_of, settle
from assessments.screening.wordtext import extract_text

TYPES = "[Content_Types].xml"
ROOT_RELATIONSHIPS = "_rels/.rels"
TYPES_NAMESPACE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "application/vnd.openxmlformats-officedocument."
# The parts that make up pages; comments, people, properties, custom data, thumbnails and fonts are not among them.
KEPT_TYPES = {
    MAIN,
    *(
        f"{OFFICE}wordprocessingml.{part}+xml"
        for part in ("styles", "settings", "webSettings", "numbering", "fontTable", "header", "footer")
    ),
    *(f"{OFFICE}wordprocessingml.{part}+xml" for part in ("footnotes", "endnotes")),
    f"{OFFICE}theme+xml",
    *(f"{OFFICE}drawingml.{part}+xml" for part in ("chart", "chartshapes", "diagramData", "diagramLayout")),
    *(f"{OFFICE}drawingml.{part}+xml" for part in ("diagramStyle", "diagramColors")),
    "application/vnd.ms-office.drawingml.diagramDrawing+xml",
    "application/vnd.ms-office.chartstyle+xml",
    "application/vnd.ms-office.chartcolorstyle+xml",
}
STRIPPERS = {"image/jpeg": strip_jpeg, "image/jpg": strip_jpeg, "image/png": strip_png}
MACROS = ("macroenabled", "vbaproject", "vbadata", "activex", "keymapcustomizations", "ms-word.attachedtoolbars")
EMBEDDED = ("/oleobject", "/package", "/afchunk", "/control", "/subdocument")
TRACKED = "Tracked changes were accepted: deleted words are gone, added words stay."
COMMENTED = "Comments were removed from the document."
HIDDEN = "Hidden text was removed from the document."
LINKED = "Links and connections to other files were removed; their words stay."
MAKER = "The author, organisation and dates of the document were removed."
PICTURES = "Pictures in an unusual format were removed. If one matters, paste it again as PNG or JPEG."
UNREAD = "The words in pictures are not checked for names. Look at them yourself before you submit."


def clean(data: bytes) -> CleanCopy:
    parts = read_package(data)
    types = _read_types(parts)
    main = next((name for name, content_type in types.items() if content_type == MAIN), None)
    if main is None or main not in parts:
        raise Refused(refusals.DOCX_DAMAGED)
    kept, notes = _keep_parts(parts, types)
    settled = Settled()
    trees = {name: parse(content) for name, content in kept.items() if types[name] not in STRIPPERS}
    for name, tree in trees.items():
        if types[name].endswith("wordprocessingml.styles+xml"):
            settled.hidden_styles |= find_hidden_styles(tree)
    relationships = {name: _clean_relationships(parts, kept, name, settled) for name in trees}
    shown = {target for _, _, targets in relationships.values() for target in targets}
    for name, tree in trees.items():
        settle(tree, settled)
        drop_references(tree, relationships[name][1], settled)
    pictures = sorted(shown - trees.keys())
    package = {TYPES: _write_types([*trees, *pictures], types), ROOT_RELATIONSHIPS: _write_root_relationships(main)}
    for name, tree in trees.items():
        package[name] = write(tree)
        if len(relationships[name][0]):
            package[_relationships_of(name)] = write(relationships[name][0])
    # A picture that no page shows is somebody's leftover; the thumbnail of the first page is one.
    package |= {name: kept[name] for name in pictures}
    notes += [UNREAD] if pictures else []
    text = extract_text([trees[name] for name in _in_reading_order(trees, types)])
    return CleanCopy(write_package(package), text, list(dict.fromkeys([MAKER, *notes, *_say(settled)])))


def parse(content: bytes) -> etree._Element:
    """One part as a tree; refuses entities, and a part that is not what Word writes."""
    try:
        sax.parseString(content, ContentHandler(), forbid_dtd=True)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
        return etree.fromstring(content, parser)
    except DefusedXmlException as error:
        raise Refused(refusals.DOCX_ENTITIES) from error
    except (SAXException, etree.XMLSyntaxError, LookupError, UnicodeError) as error:
        raise Refused(refusals.DOCX_DAMAGED) from error


def write(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _read_types(parts: dict[str, bytes]) -> dict[str, str]:
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


def _keep_parts(parts: dict[str, bytes], types: dict[str, str]) -> tuple[dict[str, bytes], list[str]]:
    kept, notes = {}, []
    for name, content_type in types.items():
        if content_type in KEPT_TYPES:
            kept[name] = parts[name]
        elif content_type in STRIPPERS:
            kept[name] = _strip_picture(parts[name], content_type)
        elif content_type.startswith("image/"):
            notes.append(PICTURES)
        elif "comments" in content_type:
            notes.append(COMMENTED)
    return kept, notes


def _strip_picture(content: bytes, content_type: str) -> bytes:
    open_picture(content)
    try:
        return STRIPPERS[content_type](content)
    except ValueError as error:
        raise Refused(refusals.DOCX_DAMAGED) from error


def _clean_relationships(
    parts: dict[str, bytes], kept: dict[str, bytes], name: str, settled: Settled
) -> tuple[etree._Element, set[str], set[str]]:
    """The relationships of a part that lead to kept parts, the identifiers of those that do not, and the parts led to."""
    path = _relationships_of(name)
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


def _relationships_of(name: str) -> str:
    directory, _, file = name.rpartition("/")
    return f"{directory}/_rels/{file}.rels".lstrip("/")


def _resolve(name: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target)).lstrip("/")


def _write_types(kept: list[str], types: dict[str, str]) -> bytes:
    table = etree.Element(f"{TYPES_NAMESPACE}Types", nsmap={None: TYPES_NAMESPACE.strip("{}")})
    for extension, content_type in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(table, f"{TYPES_NAMESPACE}Default", Extension=extension, ContentType=content_type)
    for name in kept:
        etree.SubElement(table, f"{TYPES_NAMESPACE}Override", PartName=f"/{name}", ContentType=types[name])
    return write(table)


def _write_root_relationships(main: str) -> bytes:
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


def _in_reading_order(trees: dict[str, etree._Element], types: dict[str, str]) -> list[str]:
    order = ("document.main", "header", "footer", "footnotes", "endnotes", "chart", "diagramData")
    found = []
    for part in order:
        found += sorted(name for name in trees if types[name].endswith(f".{part}+xml"))
    return found


def _say(settled: Settled) -> list[str]:
    said = {TRACKED: settled.tracked, COMMENTED: settled.comments, HIDDEN: settled.hidden, LINKED: settled.links}
    return [note for note, is_so in said.items() if is_so]


if __name__ == "__main__":
    serve(clean)
