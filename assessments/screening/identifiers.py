"""Where a text may identify somebody: every family of finders, and each place told once."""

import re
from collections.abc import Iterable
from dataclasses import replace

from assessments.screening.finders import (
    combinations,
    contacts,
    dates,
    institutions,
    numbers,
    people,
    places,
    references,
    towns,
)
from assessments.screening.finders.cited import cited_places
from assessments.screening.finders.finding import Finding
from assessments.screening.finders.misread import as_figures
from assessments.screening.finders.told import WHY_TOLD, WHY_UNMASKING, find_told, find_unmasking

# Earlier families win where two find the same place: a more exact shape says more.
FAMILIES = (numbers, contacts, places, dates, references, institutions)
# Those that look for figures.
FIGURED = (numbers, contacts, dates, references)
# What may be cited or allowed does not make these less than exact.
NAMES = {"name", "institution"}


def find_identifiers(
    text: str, extra_names: Iterable[str] = (), allowed: Iterable[str] = (), unmasking: Iterable[str] = ()
) -> list[Finding]:
    """Places to look at, in order and not overlapping but for combinations. A hint: an empty list proves nothing.

    `extra_names` are names the caller knows of; `allowed` are phrases the writer has said are harmless; `unmasking` are
    phrases that tell who the writer is.
    """
    cited = _mask(len(text), cited_places(text))
    permitted = _mask(len(text), _places_of(text, allowed))
    taken = bytearray(len(text))
    kept = []
    found = [*find_unmasking(text, unmasking), *find_told(text, extra_names)]
    found += [finding for family in FAMILIES for finding in family.find(text)]
    reread = as_figures(text)
    if reread != text:
        found += [
            replace(finding, text=text[finding.start : finding.end])
            for family in FIGURED
            for finding in family.find(reread)
        ]
    # A combination spans others, so it comes last and gives way to them.
    found += [*people.find(text), *towns.find(text), *combinations.find(text)]
    for finding in found:
        span = slice(finding.start, finding.end)
        is_cited = finding.kind in NAMES and any(cited[span]) and finding.why not in (WHY_TOLD, WHY_UNMASKING)
        is_taken = any(taken[span]) if finding.kind != "combination" else all(taken[span])
        if is_taken or is_cited or all(permitted[span]):
            continue
        if finding.kind != "combination":
            taken[span] = b"\1" * (finding.end - finding.start)
        kept.append(finding)
    return sorted(kept, key=lambda finding: (finding.start, finding.end))


def _places_of(text: str, phrases: Iterable[str]) -> Iterable[tuple[int, int]]:
    wanted = [re.escape(phrase.strip()) for phrase in phrases if phrase.strip()]
    if not wanted:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)", re.IGNORECASE)
    return [match.span() for match in pattern.finditer(text)]


def _mask(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    mask = bytearray(length)
    for start, end in spans:
        mask[start:end] = b"\1" * (end - start)
    return mask
