"""Word documents are taken apart, and put together again from the parts that make up their pages."""

from lxml import etree

from assessments.screening import refusals
from assessments.screening.child import CleanCopy, serve
from assessments.screening.jpegs import strip_jpeg
from assessments.screening.packages import read_package, write_package
from assessments.screening.pictures import has_alpha, open_picture, redraw
from assessments.screening.pngs import strip_png
from assessments.screening.refusals import Refused
from assessments.screening.wordcovers import crop_pictures
from assessments.screening.wordmarkup import Settled, drop_references, find_hidden_styles, settle
from assessments.screening.wordpackage import (
    ROOT_RELATIONSHIPS,
    TYPES,
    clean_relationships,
    parse,
    read_types,
    relationships_of,
    write,
    write_root_relationships,
    write_types,
)
from assessments.screening.wordtext import extract_text

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
TRACKED = "Tracked changes were accepted: deleted words are gone, added words stay."
COMMENTED = "Comments were removed from the document."
HIDDEN = "Hidden text was removed from the document."
LINKED = "Links and connections to other files were removed; their words stay."
MAKER = "The author, organisation and dates of the document were removed."
PICTURES = "Pictures in an unusual format were removed. If one matters, paste it again as PNG or JPEG."
BLACKED = "Words that were blacked out were removed; the black stays."
CROPPED = "Pictures were cut to what is shown of them."
# What a program may read within its time; the rest is for the learner to look at.
MOST_READ = 4


def clean(data: bytes) -> CleanCopy:
    parts = read_package(data)
    types = read_types(parts)
    main = next((name for name, content_type in types.items() if content_type == MAIN), None)
    if main is None or main not in parts:
        raise Refused(refusals.DOCX_DAMAGED)
    kept, notes = _keep_parts(parts, types)
    settled = Settled()
    trees = {name: parse(content) for name, content in kept.items() if types[name] not in STRIPPERS}
    for name, tree in trees.items():
        if types[name].endswith("wordprocessingml.styles+xml"):
            settled.hidden_styles |= find_hidden_styles(tree)
    relationships = {name: clean_relationships(parts, kept, name, settled) for name in trees}
    shown = {target for _, _, targets in relationships.values() for target in targets}
    for name, tree in trees.items():
        settle(tree, settled)
        drop_references(tree, relationships[name][1], settled)
    pictures = sorted(shown - trees.keys())
    for name, cut in crop_pictures(trees, {name: relationships[name][0] for name in trees}, kept).items():
        kept[name] = cut
        notes.append(CROPPED)
    read = [kept[name] for name in sorted(pictures, key=lambda name: -len(kept[name]))][:MOST_READ]
    package = {TYPES: write_types([*trees, *pictures], types), ROOT_RELATIONSHIPS: write_root_relationships(main)}
    for name, tree in trees.items():
        package[name] = write(tree)
        if len(relationships[name][0]):
            package[relationships_of(name)] = write(relationships[name][0])
    # A picture that no page shows is somebody's leftover; the thumbnail of the first page is one.
    package |= {name: kept[name] for name in pictures}
    text = extract_text([trees[name] for name in _in_reading_order(trees, types)])
    return CleanCopy(
        write_package(package), text, list(dict.fromkeys([MAKER, *notes, *_say(settled)])), bool(pictures), read
    )


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
    picture = open_picture(content)
    try:
        if has_alpha(picture):
            return redraw(picture, as_png=True)
        return STRIPPERS[content_type](content)
    except ValueError as error:
        raise Refused(refusals.DOCX_DAMAGED) from error


def _in_reading_order(trees: dict[str, etree._Element], types: dict[str, str]) -> list[str]:
    order = ("document.main", "header", "footer", "footnotes", "endnotes", "chart", "diagramData")
    found = []
    for part in order:
        found += sorted(name for name in trees if types[name].endswith(f".{part}+xml"))
    return found


def _say(settled: Settled) -> list[str]:
    said = {
        TRACKED: settled.tracked,
        COMMENTED: settled.comments,
        HIDDEN: settled.hidden,
        LINKED: settled.links,
        BLACKED: settled.blacked,
    }
    return [note for note, is_so in said.items() if is_so]


if __name__ == "__main__":
    serve(clean)
