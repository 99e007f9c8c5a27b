"""Draws the report of a visit and the response to it, as tagged PDFs; what is signed always gives the same bytes."""

from django.utils.formats import date_format

from assessments.audit.models import Finding, Report, Response
from assessments.audit.states import Opinion
from cpd.accounts.templatetags.words import when
from cpd.documents.pdf import Sheet

# The restricted part comes last, so that what may be shared is one piece.
TITLES = {
    "standards": "Threshold standards",
    "comparable": "Comparability",
    "rigour": "Rigour and fairness",
    "evidence_seen": "What was seen",
    "earlier": "Earlier points",
    "good_practice": "Good practice",
}


def draw_report(report: Report, findings: list[Finding], *, is_whole: bool) -> bytes:
    """The signed report: whole, or the part that may be shared, in which no finding says whom it is about."""
    visit = report.visit
    agreement = visit.accreditation
    sheet = Sheet(
        "Report of a visit",
        author=str(agreement.university),
        made_at=report.signed_at,
        foot=f"Signed {when(report.signed_at)}. SHA-256 of the whole report {report.digest}"
        + ("" if is_whole else ". This is the part that may be shared."),
    )
    _head(sheet, "Report of a visit", str(agreement.university), agreement.reference)
    sheet.say(str(Opinion(report.opinion).label), font=sheet.BOLD, size=13)
    sheet.gap(2)
    sheet.say(f"Signed by {report.signed_name} on {when(report.signed_at)}.", colour=sheet.SOFT)
    sheet.gap(4)
    _heading(sheet, "What the service counted")
    sheet.table(
        ["Fact", "Count"], [0.75, 0.25], [[label, str(value)] for label, value in report.facts], right=[False, True]
    )
    for name, title in TITLES.items():
        _part(sheet, title, getattr(report, name))
    sheet.gap(4)
    _heading(sheet, "Findings")
    if findings:
        rows = [
            [
                str(finding.number),
                finding.get_kind_display(),
                f"{finding.title}\n{finding.text}",
                _about(finding, is_whole=is_whole),
                date_format(finding.due_on, "j F Y") if finding.due_on else "–",
            ]
            for finding in findings
        ]
        sheet.table(["No.", "Kind", "Finding", "About", "Done by"], [0.07, 0.2, 0.4, 0.16, 0.17], rows)
    else:
        sheet.say("None.")
    if is_whole and report.restricted:
        _part(sheet, "For the provider alone", report.restricted)
    return sheet.document.write()


def draw_response(response: Response, *, provider: str) -> bytes:
    """The provider's written response: each point with its action or its reason."""
    agreement = response.visit.accreditation
    sheet = Sheet(
        "Response to a visit",
        author=provider,
        made_at=response.sent_at,
        foot=f"Sent {when(response.sent_at)}. SHA-256 of its text {response.digest}",
    )
    _head(sheet, "Response to a visit", provider, agreement.reference)
    sheet.say(f"To {agreement.university}. Sent by {response.sent_by} on {when(response.sent_at)}.", colour=sheet.SOFT)
    sheet.gap(4)
    # The first line of the text is its title, which stands above.
    for line in response.text.splitlines()[1:]:
        if line.strip():
            sheet.say(line)
        else:
            sheet.gap(2)
    return sheet.document.write()


def _head(sheet: Sheet, title: str, who: str, reference: str) -> None:
    sheet.say(who, font=sheet.BOLD, size=11, colour=sheet.TEAL)
    sheet.gap(4)
    sheet.say(title, tag="H1", font=sheet.BOLD, size=22)
    sheet.gap(2)
    sheet.say(f"Under the agreement {reference}")
    sheet.gap(4)


def _heading(sheet: Sheet, title: str) -> None:
    sheet.say(title, tag="H2", font=sheet.BOLD, size=13, colour=sheet.TEAL)
    sheet.gap(1)


def _part(sheet: Sheet, title: str, text: str) -> None:
    if text.strip():
        sheet.gap(4)
        _heading(sheet, title)
        sheet.say(text)


def _about(finding: Finding, *, is_whole: bool) -> str:
    if finding.enrolment_id is None:
        return "The whole"
    return finding.enrolment.candidate_number if is_whole else "One candidate"
