"""What in an item may identify somebody, for the learner to look at before she goes on."""

from dataclasses import dataclass

from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.places import split_paragraphs
from assessments.portfolios.reading import text_of
from assessments.screening.finders.finding import Finding
from assessments.screening.identifiers import find_identifiers
from courses.catalogue.states import Mode


@dataclass(frozen=True)
class Lookout:
    """One place to look at: the words, the paragraph they stand in, and why."""

    words: str
    place: str
    why: str


def find_lookouts(item: EvidenceItem) -> list[Lookout]:
    """Every place in this version, unless its learner has looked at them and said why they stay."""
    if item.mode == Mode.SUPERVISION_CONFIRMATION:
        # Dates are all that there is of it, and they are of the learner's own meetings.
        return []
    if item.identifier_checks.filter(version=item.version).exists():
        return []
    text = text_of(item)
    # Her own name too: whoever assesses it knows a candidate number and nothing else.
    learner = item.submission.portfolio.enrolment.learner
    own_names = [name for name in (learner.given_names, learner.family_name) if name]
    findings = find_identifiers(text, extra_names=own_names)
    return [Lookout(finding.text, _place(text, finding), finding.why) for finding in findings]


def _place(text: str, finding: Finding) -> str:
    before = text[: finding.start]
    line_start = before.rfind("\n") + 1
    return f"para {len(split_paragraphs(text[:line_start])) + 1}"
