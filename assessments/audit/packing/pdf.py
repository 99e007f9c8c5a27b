"""Draws the overview of a pack as a tagged, sealed PDF."""

from django.conf import settings

from assessments.audit.packing.overview import HEADINGS, Overview
from cpd.accounts.templatetags.words import when
from cpd.documents.pdf import Sheet
from cpd.files.fonts import BOLD


def draw_overview(overview: Overview) -> bytes:
    sheet = Sheet(
        overview.title,
        author=settings.CPD_SERVICE_NAME,
        made_at=overview.made_at,
        foot=f"Pack {overview.number}. This sheet tells; the files of the pack and verify.py prove.",
    )
    sheet.say(overview.title, tag="H1", font=BOLD, size=20)
    sheet.say(f"Made {when(overview.made_at)}")
    sheet.gap(4)
    sheet.table(["What", "Number"], [0.7, 0.3], [list(row) for row in overview.facts])
    sheet.gap(4)
    sheet.say("The record on that day", tag="H2", font=BOLD, size=13)
    sheet.say(overview.line)
    sheet.gap(4)
    sheet.say("Candidates", tag="H2", font=BOLD, size=13)
    sheet.gap(2)
    sheet.table(HEADINGS, [0.14, 0.17, 0.14, 0.11, 0.13, 0.14, 0.17], overview.rows)
    sheet.gap(4)
    sheet.say("What is in the pack", tag="H2", font=BOLD, size=13)
    sheet.gap(2)
    sheet.table(["File", "What it is"], [0.3, 0.7], [list(row) for row in overview.files])
    sheet.gap(4)
    sheet.say("How to check it", tag="H2", font=BOLD, size=13)
    sheet.say(overview.command)
    sheet.say(
        "What nobody can see from a pack: whether an entry about these candidates was left out of it. The room shows all."
    )
    return sheet.document.seal()
