"""Edits the XML of one part of a Word document: what is not on the page goes, tracked changes are settled."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from assessments.screening.refusals import DOCX_COMMANDS, Refused
from assessments.screening.wordcovers import black_out

RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
TRACKED = """
del moveFrom rPrChange pPrChange sectPrChange tblPrChange tblPrExChange trPrChange tcPrChange tblGridChange
numberingChange cellIns cellDel cellMerge moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd
customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart
customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd trackRevisions
"""
COMMENTS = "commentRangeStart commentRangeEnd commentReference annotationRef"
LINKS = "attachedTemplate mailMerge docVars"
NOISE = """
rsids rsid permStart permEnd proofErr smartTagPr customXmlPr dataBinding writeProtection attachedSchema smartTagType
saveThroughXslt
"""
# Removed with all they hold.
GONE = {
    **dict.fromkeys(TRACKED.split(), "tracked"),
    **dict.fromkeys(COMMENTS.split(), "comments"),
    **dict.fromkeys(LINKS.split(), "links"),
    **dict.fromkeys(NOISE.split(), ""),
}
# Replaced by what they hold.
UNWRAPPED = {"ins": "tracked", "moveTo": "tracked", "smartTag": "", "customXml": ""}
GONE_ATTRIBUTES = {"author", "date", "initials", "dateUtc"}
FILE_NAMED = {"cNvPr", "docPr"}
# Fields that run something, fetch something, or build an instruction that cannot be read.
COMMANDS = {
    *("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "DATABASE", "LINK", "EMBED"),
    *("MACROBUTTON", "QUOTE", "PRINT", "CONTROL", "HTMLACTIVEX"),
}
ON = (None, "1", "true", "on")


@dataclass
class Settled:
    """What was found and taken out, for the notes."""

    tracked: bool = False
    comments: bool = False
    hidden: bool = False
    links: bool = False
    blacked: bool = False
    hidden_styles: set[str] = field(default_factory=set)

    def saw(self, what: str) -> None:
        if what:
            setattr(self, what, True)


def name_of(element: etree._Element) -> str:
    return etree.QName(element).localname


def is_word(element: etree._Element) -> bool:
    return etree.QName(element).namespace in WORD


def find_hidden_styles(styles: etree._Element) -> set[str]:
    return {
        _value(style, "styleId")
        for style in styles.iter("{*}style")
        if any(_is_on(mark) for mark in style.iter("{*}vanish"))
    }


def settle(root: etree._Element, settled: Settled) -> None:
    _check_fields(root)
    _drop_hidden(root, settled)
    black_out(root, settled)
    _drop_tracked_rows(root, settled)
    for element in list(root.iter()):
        if element.getparent() is None:
            continue
        name = name_of(element)
        if is_word(element) and name in GONE:
            settled.saw(GONE[name])
            remove(element)
        elif is_word(element) and name in UNWRAPPED:
            settled.saw(UNWRAPPED[name])
            unwrap(element)
    for element in root.iter():
        _plain_attributes(element)


def drop_references(root: etree._Element, dropped: Iterable[str], settled: Settled) -> None:
    """Take out what points at relationships that are no longer there."""
    dropped = set(dropped)
    for element in list(root.iter()):
        for attribute, value in list(element.attrib.items()):
            if etree.QName(attribute).namespace not in RELATIONSHIPS or value not in dropped:
                continue
            del element.attrib[attribute]
            if name_of(element) == "hyperlink":
                settled.links = True
                unwrap(element)
            elif name_of(element) not in ("blip", "imagedata", "fill", "stroke"):
                remove(element)


def remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    parent[place : place + 1] = list(element)


def _is_on(mark: etree._Element) -> bool:
    return _value(mark, "val") in ON


def _value(element: etree._Element, name: str) -> str | None:
    for namespace in WORD:
        if (value := element.get(f"{{{namespace}}}{name}")) is not None:
            return value
    return None


def _drop_hidden(root: etree._Element, settled: Settled) -> None:
    for properties in list(root.iter("{*}rPr")):
        run = properties.getparent()
        if run is None or not is_word(run) or name_of(run) != "r":
            continue
        styles = {_value(style, "val") for style in properties.iter("{*}rStyle")}
        vanish = any(_is_on(mark) for mark in properties.iterchildren("{*}vanish"))
        if vanish or styles & settled.hidden_styles:
            settled.hidden = True
            remove(run)
    for style in list(root.iter("{*}pStyle")):
        if _value(style, "val") in settled.hidden_styles:
            settled.hidden = True
            paragraph = style.getparent().getparent()
            for run in list(paragraph.iter("{*}r")):
                remove(run)


def _drop_tracked_rows(root: etree._Element, settled: Settled) -> None:
    for properties in list(root.iter("{*}trPr")):
        row = properties.getparent()
        if is_word(properties) and any(name_of(mark) == "del" for mark in properties):
            settled.tracked = True
            remove(row)


def _check_fields(root: etree._Element) -> None:
    for instruction in _instructions(root):
        words = instruction.upper().split()
        if words and words[0] in COMMANDS:
            raise Refused(DOCX_COMMANDS)
    for part in root.iter("{*}instrText"):
        if "HYPERLINK" in (part.text or "").upper():
            part.text = " "


def _instructions(root: etree._Element) -> Iterator[str]:
    """The instruction of every field, put together from the runs over which it may be spread to hide it."""
    yield from (_value(field, "instr") or "" for field in root.iter("{*}fldSimple"))
    open_fields: list[list[str]] = [[]]
    for mark in root.iter("{*}fldChar", "{*}instrText"):
        kind = _value(mark, "fldCharType")
        if kind == "begin":
            open_fields.append([])
        elif kind == "end" and len(open_fields) > 1:
            yield "".join(open_fields.pop())
        elif kind is None:
            open_fields[-1].append(mark.text or "")
    yield from ("".join(unended) for unended in open_fields)


def _plain_attributes(element: etree._Element) -> None:
    for attribute in list(element.attrib):
        namespace, _, name = attribute.lstrip("{").rpartition("}")
        is_history = namespace in WORD and (name.startswith("rsid") or name in GONE_ATTRIBUTES)
        if is_history or name == "href" or (name == "title" and namespace.startswith("urn:")):
            del element.attrib[attribute]
    if "name" in element.attrib and name_of(element) in FILE_NAMED:
        # Word keeps the name of the picture's file here.
        element.set("name", "Picture")
