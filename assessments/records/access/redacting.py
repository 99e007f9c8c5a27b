"""Takes other people out of what a person is given about herself."""

import re
from collections.abc import Iterable

SOMEBODY = "[somebody else]"
SHORTEST = 3


class Redactor:
    """Replaces the names and addresses of these others in any text; her own are left, also where somebody shares them."""

    def __init__(self, others: Iterable[str], own: Iterable[str]) -> None:
        mine = {name.casefold().strip() for name in own}
        names = {name.strip() for name in others if len(name.strip()) >= SHORTEST}
        names = sorted((name for name in names if name.casefold() not in mine), key=len, reverse=True)
        self.pattern = (
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE) if names else None
        )

    def clean(self, text: str) -> str:
        return self.pattern.sub(SOMEBODY, text) if self.pattern else text
