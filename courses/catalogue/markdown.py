"""The one renderer of lesson texts, briefs and cases: CommonMark with tables, then cleaned."""

from html import unescape

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

ALLOWED = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "code", "pre", "hr", "br", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
SCHEMES = {"https", "mailto", "tel"}
_renderer = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
_finder = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table")
# The finder has to see a link or picture of any kind, to be able to name it.
_finder.validateLink = lambda address: True


def to_html(text: str) -> SafeString:
    """Safe HTML of a Markdown text; raw HTML in it is shown as text."""
    cleaned = nh3.clean(
        _renderer.render(text),
        tags=ALLOWED,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return SafeString(cleaned)


def to_text(text: str) -> str:
    """The same without marks, for a table or a spreadsheet: a line for each paragraph and each point of a list."""
    marked = to_html(text).replace("<li>", "<li>– ").replace("</p>", "</p>\n")
    lines = (line.strip() for line in unescape(strip_tags(marked)).splitlines())
    return "\n".join(line for line in lines if line not in ("", "–"))


def find_faults(text: str) -> list[tuple[int, str]]:
    """What an author wrote that would not be shown as meant: the line and a sentence for each."""
    faults, line = [], 1
    for token in _finder.parse(text):
        line = token.map[0] + 1 if token.map else line
        for part in [token, *(token.children or [])]:
            if fault := _fault(part):
                faults.append((line, fault))
    return faults


def _fault(token: Token) -> str:
    if token.type in ("html_block", "html_inline") and not token.content.startswith("<!--"):
        return "HTML is not used in a package; write this in Markdown."
    if token.type == "image":
        return "Pictures are not used in a package; say in words what it shows."
    if token.type == "heading_open" and token.tag in ("h1", "h5", "h6"):
        return "Headings begin with two to four number signs: ## for a part, ### inside it."
    if token.type == "link_open" and str(token.attrGet("href")).partition(":")[0] not in SCHEMES:
        return "A link begins with https://, mailto: or tel:."
    return ""
