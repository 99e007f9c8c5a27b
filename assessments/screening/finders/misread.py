"""Numbers as a scanner or a hurried thumb writes them: O for nought, a small L or a capital I for one."""

import re

# Letters that stand inside, before or after figures; each becomes one figure, so that every place stays where it was.
LIKE_FIGURES = re.compile(r"(?<=\d)[OoIl|]+(?=[\W_]|\d|$)|(?<![A-Za-z])[OoIl|]+(?=\d)")
FIGURES = str.maketrans("OoIl|", "00111")
ROUNDS = 3


def as_figures(text: str) -> str:
    """The text with such letters as figures: `O7700 9OO731`, `30/O6/2O14`."""
    for _ in range(ROUNDS):
        reread = LIKE_FIGURES.sub(lambda match: match[0].translate(FIGURES), text)
        if reread == text:
            break
        text = reread
    return text
