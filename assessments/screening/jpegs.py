"""Takes what a camera wrote out of a JPEG without touching its picture."""

START_OF_SCAN = 0xDA
# JFIF, ICC profile and Adobe's colour transform change how the picture looks; every other APPn, and comments, tell of its maker.
APP_FIRST, APP_LAST, COMMENT = 0xE0, 0xEF, 0xFE
KEPT_APPS = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
END = b"\xff\xd9"


def strip_jpeg(data: bytes) -> bytes:
    """The same picture without EXIF, GPS, XMP, thumbnails, comments and anything after its end."""
    if not data.startswith(b"\xff\xd8"):
        raise ValueError("Not a JPEG.")
    kept = bytearray(data[:2])
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            raise ValueError("A JPEG segment does not begin with a marker.")
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == START_OF_SCAN:
            end = data.rfind(END)
            return bytes(kept + data[position : end + 2 if end > position else len(data)])
        length = int.from_bytes(data[position + 2 : position + 4])
        segment = data[position : position + 2 + length]
        if _is_kept(marker, segment[4:]):
            kept += segment
        position += 2 + length
    raise ValueError("A JPEG without a picture.")


def _is_kept(marker: int, content: bytes) -> bool:
    if marker == COMMENT:
        return False
    if APP_FIRST <= marker <= APP_LAST:
        return marker in KEPT_APPS and content.startswith(KEPT_APPS[marker])
    return True
