"""Black-outs in a Word document: what is under them goes, and what cannot be told apart from a cover is refused."""

import io
import posixpath
from collections.abc import Mapping

from lxml import etree
from PIL import Image

from assessments.screening import refusals
from assessments.screening.pictures import open_picture
from assessments.screening.refusals import Refused

BLOCK = "████"
DARKEST = 60
LIGHTEST = 235
SMALLEST = 4  # half-points
WHOLE = 100_000  # srcRect counts in thousandths of a per cent
EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
EMBED_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}embed"


def black_out(root: etree._Element, settled) -> None:
    """Replace words that are dark on dark by a block, take out those that are white on white or too small to see."""
    for cover in root.iter("{*}anchor"):
        if _is_cover(cover):
            raise Refused(refusals.DOCX_COVERED)
    for shape in root.iter("{urn:schemas-microsoft-com:vml}rect", "{urn:schemas-microsoft-com:vml}shape"):
        is_floating = "absolute" in (shape.get("style") or "")
        if (
            is_floating
            and _shade(shape.get("fillcolor", "")) is not None
            and next(shape.iter("{*}textbox"), None) is None
        ):
            raise Refused(refusals.DOCX_COVERED)
    for properties in list(root.iter("{*}rPr")):
        run = properties.getparent()
        if run is None or etree.QName(run).localname != "r":
            continue
        words = [text for text in run.iterchildren("{*}t") if (text.text or "").strip()]
        if not words:
            continue
        ground, ink = _ground(properties), _shade(_value(properties, "color"))
        if ground is not None and ground < DARKEST and (ink is None or ink < DARKEST * 2):
            for text in words:
                text.text = BLOCK
            settled.blacked = True
        elif (ground is None and ink is not None and ink > LIGHTEST and not _in_shade(run)) or _is_tiny(properties):
            for text in words:
                text.text = ""
            settled.hidden = True


def crop_pictures(
    trees: Mapping[str, etree._Element], relationships: Mapping[str, etree._Element], pictures: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Pictures of which a page shows a part, cut to that part; refuses one that is shown in two ways."""
    cuts: dict[str, set[tuple]] = {}
    for name, tree in trees.items():
        targets = {found.get("Id"): found.get("Target", "") for found in relationships[name]}
        for fill in tree.iter("{*}blipFill"):
            blip = next(fill.iter("{*}blip"), None)
            target = targets.get(blip.get(EMBED) or blip.get(EMBED_STRICT)) if blip is not None else None
            if not target:
                continue
            path = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target)).lstrip("/")
            rect = next(fill.iterchildren("{*}srcRect"), None)
            sides = tuple(max(0, int(rect.get(side, "0"))) for side in "ltrb") if rect is not None else (0, 0, 0, 0)
            cuts.setdefault(path, set()).add(sides)
            if rect is not None:
                fill.remove(rect)
    if any(len(sides) > 1 for sides in cuts.values()):
        raise Refused(refusals.DOCX_COVERED_PICTURE)
    return {
        path: _cut(pictures[path], *sides)
        for path, (sides,) in ((path, tuple(found)) for path, found in cuts.items())
        if any(sides) and path in pictures
    }


def _cut(content: bytes, left: int, top: int, right: int, bottom: int) -> bytes:
    picture = open_picture(content)
    width, height = picture.size
    kept = (
        width * left // WHOLE,
        height * top // WHOLE,
        max(width * left // WHOLE + 1, width - width * right // WHOLE),
        max(height * top // WHOLE + 1, height - height * bottom // WHOLE),
    )
    out = io.BytesIO()
    cut: Image.Image = picture.crop(kept)
    if picture.format == "PNG":
        cut.save(out, "PNG")
    else:
        cut.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()


def _is_cover(anchor: etree._Element) -> bool:
    """A filled shape in front of the text, with nothing written in it."""
    shape = next(anchor.iter("{*}wsp"), None)
    if shape is None or anchor.get("behindDoc") in ("1", "true") or next(shape.iter("{*}txbx"), None) is not None:
        return False
    properties = next(shape.iterchildren("{*}spPr"), None)
    if properties is None:
        return False
    if next(properties.iterchildren("{*}noFill"), None) is not None:
        return False
    kind = next(properties.iterchildren("{*}prstGeom"), None)
    if kind is not None and ("line" in kind.get("prst", "").lower() or "connector" in kind.get("prst", "").lower()):
        return False
    if next(properties.iterchildren("{*}solidFill", "{*}gradFill", "{*}pattFill", "{*}blipFill"), None) is not None:
        return True
    by_style = next(shape.iter("{*}fillRef"), None)
    return by_style is not None and by_style.get("idx", "0") != "0"


def _ground(properties: etree._Element) -> int | None:
    """How light the ground of a run is, 0 to 255; None where it has none of its own."""
    if _value(properties, "highlight") == "black":
        return 0
    shading = next(properties.iterchildren("{*}shd"), None)
    return _shade(_attribute(shading, "fill")) if shading is not None else None


def _in_shade(run: etree._Element) -> bool:
    """Whether a cell, a paragraph or a text box around the run gives it a ground of its own."""
    for around in run.iterancestors():
        name = etree.QName(around).localname
        if name in ("txbxContent", "tbl"):
            return True
        properties = next(around.iterchildren("{*}pPr", "{*}tcPr"), None)
        if properties is not None and next(properties.iterchildren("{*}shd"), None) is not None:
            return True
    return False


def _is_tiny(properties: etree._Element) -> bool:
    size = _value(properties, "sz")
    return size.isdigit() and 0 < int(size) <= SMALLEST


def _value(properties: etree._Element, name: str) -> str:
    found = next(properties.iterchildren(f"{{*}}{name}"), None)
    return _attribute(found, "val") if found is not None else ""


def _attribute(element: etree._Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def _shade(colour: str) -> int | None:
    """How light a colour is, told as RRGGBB, #RRGGBB or black; None for one that says nothing."""
    colour = colour.strip().lstrip("#").split()[0].lower() if colour.strip() else ""
    if colour == "black":
        return 0
    try:
        return max(int(colour[at : at + 2], 16) for at in (0, 2, 4)) if len(colour) == 6 else None
    except ValueError:
        return None
