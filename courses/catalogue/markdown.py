"""The one renderer of lesson texts, briefs and cases: CommonMark with tables, then cleaned."""

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

ALLOWED = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "code", "pre", "hr", "br", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_renderer = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def to_html(text: str) -> SafeString:
    """Safe HTML of a Markdown text; raw HTML in it is shown as text."""
    cleaned = nh3.clean(
        _renderer.render(text),
        tags=ALLOWED,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )
    return SafeString(cleaned)
