"""What must not be destroyed, and what was destroyed beside files and texts. Features above say so here.

A feature named in settings.KEEPING_MODULES registers two functions: `register_hold` gives one that says why a file or a
text is kept, `register_replay` one that destroys again what a line of the vault's list names.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from cpd.files import disk
from cpd.rules import NotAllowed

# Of a file's id, or a text key's: a sentence that says what keeps it, or nothing.
type WhyHeld = Callable[[UUID], str]
type Replay = Callable[[list[str], datetime], None]
_why_held: list[WhyHeld] = []
_replays: list[Replay] = []


def register_hold(why: WhyHeld) -> WhyHeld:
    """Ask this function too before anything is destroyed."""
    if why not in _why_held:
        _why_held.append(why)
    return why


def register_replay(replay: Replay) -> Replay:
    """After a restore give this function every line of the list of destroyed records, split at its blanks."""
    if replay not in _replays:
        _replays.append(replay)
    return replay


def is_held(id: UUID | None) -> bool:
    """For what goes by a clock: a held thing is passed over, and its turn comes when the hold is lifted."""
    return id is not None and any(why(id) for why in _why_held)


def check_not_held(id: UUID) -> None:
    for why in _why_held:
        if sentence := why(id):
            raise NotAllowed(sentence)


def list_destroyed(*words: object, now: datetime) -> None:
    """Write one line of ids and codes into the vault's list, which outlives every backup of the database."""
    disk.append_line(_destroyed(), " ".join([*map(str, words), now.isoformat(timespec="seconds")]))


def replay_destroyed(*, now: datetime) -> int:
    """Destroy again, in a restored database, all that the list names; gives the number of its lines."""
    lines = [line.split() for line in _destroyed().read_text().splitlines()] if _destroyed().exists() else []
    for line in lines:
        for replay in _replays:
            replay(line, now)
    return len(lines)


def _destroyed() -> Path:
    return Path(settings.CPD_VAULT) / "destroyed-records.txt"
