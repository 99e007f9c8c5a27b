"""A text of an author as plain text, for a table or a spreadsheet."""

from courses.catalogue.markdown import to_text

BRIEF = """**What to produce.** Two versions & notes.

**What to include**

- each child's *own* view
- what you [asked](https://example.org/) for

1. First this
"""


def test_a_brief_in_a_table_has_no_marks():
    assert to_text(BRIEF).splitlines() == [
        "What to produce. Two versions & notes.",
        "What to include",
        "– each child's own view",
        "– what you asked for",
        "– First this",
    ]


def test_html_in_a_text_stays_text():
    assert to_text("a <b>bold</b> claim, 3 < 4") == "a <b>bold</b> claim, 3 < 4"
