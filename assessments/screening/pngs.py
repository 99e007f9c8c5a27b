"""Takes what a program wrote beside the picture out of a PNG without touching its pixels."""

START = b"\x89PNG\r\n\x1a\n"
# The picture and how its colours are meant; text, dates, EXIF and private chunks are not among them.
KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}


def strip_png(data: bytes) -> bytes:
    """The same picture without text, dates, EXIF and anything after its end."""
    if not data.startswith(START):
        raise ValueError("Not a PNG.")
    kept = bytearray(START)
    position = len(START)
    while position + 12 <= len(data):
        end = position + 12 + int.from_bytes(data[position : position + 4])
        name = data[position + 4 : position + 8]
        if name in KEPT:
            kept += data[position:end]
        if name == b"IEND":
            return bytes(kept)
        position = end
    raise ValueError("A PNG without an end.")
