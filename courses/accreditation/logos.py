"""Draws an uploaded logo anew: what is kept is our own PNG, never the bytes that came."""

import io

from PIL import Image, UnidentifiedImageError

MAX_BYTES = 2_000_000
MAX_PIXELS = 25_000_000
WIDEST = 1200


class LogoError(ValueError):
    """The file is no logo that can be used; says what to do."""


def redraw(data: bytes) -> bytes:
    """A PNG of at most 1200 pixels a side, with nothing in it but the picture."""
    if len(data) > MAX_BYTES:
        raise LogoError("The logo is larger than 2 MB. Save it smaller and choose it again.")
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise LogoError("The logo has too many pixels. Save it smaller and choose it again.")
            drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, LogoError):
            raise
        raise LogoError(
            "This is not a PNG or JPEG that can be read. Ask the university for its logo as a PNG."
        ) from error
    drawn.thumbnail((WIDEST, WIDEST))
    out = io.BytesIO()
    Image.frombytes("RGBA", drawn.size, drawn.tobytes()).save(out, "PNG", optimize=True)
    return out.getvalue()
