"""The lines of a story: entries of the history in words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from assessments.audit.sentences import DETAILS, SENTENCES, WORDS
from cpd.history.models import Entry


@dataclass(frozen=True)
class Event:
    """One line of the story; `leaf` is its place in the signed tree, once it has one, and `last` that of its last entry."""

    at: datetime
    title: str
    who: str
    body: str
    name: str
    leaf: int | None
    last: int | None = None


def list_events(entries: Iterable[Entry]) -> list[Event]:
    """A line for each entry, but one line for items of evidence that were opened one after the other."""
    events = []
    for (name, _), group in groupby(map(_event, entries), key=lambda event: (event.name, event.body)):
        run = list(group)
        if name == "evidence.opened" and len(run) > 1:
            run = [replace(run[0], title=f"Opened {len(run)} items of evidence", last=run[-1].leaf)]
        events += run
    return events


def _event(entry: Entry) -> Event:
    who, title = SENTENCES[entry.name]
    parts = [
        f"{words}: {_words(entry.detail[key])}"
        for key, words in DETAILS.items()
        if entry.detail.get(key) not in (None, "", False)
    ]
    leaf = getattr(entry, "leaf", None)
    return Event(entry.at, title, who, "; ".join(parts), entry.name, leaf.index if leaf else None)


def _words(value) -> str:
    if value is True:
        return "yes"
    return WORDS.get(value, str(value).replace("_", " "))
