"""Pictures are drawn again from their pixels: what a camera, phone or attacker added beside them is left behind."""

import io

from PIL import Image, ImageOps

from assessments.screening.child import MEGABYTE, CleanCopy, serve
from assessments.screening.refusals import IMAGE_DAMAGED, IMAGE_TOO_LARGE, Refused

MOST_PIXELS = 50_000_000
# Enough to read a photographed A3 page; more is made smaller while it is read.
KEPT_PIXELS = 16_000_000
# Fifty million pixels at Pillow's four bytes each, and a quarter as much again for the smaller copy.
PICTURE_MEMORY = 400 * MEGABYTE
QUALITY = 88
SMALLER = "The picture was made smaller."
PLAIN = "Details that a camera adds to a picture (place, time, device) were removed."
# A photo in MPO holds two JPEGs and is opened as a JPEG; the first is the picture.
FORMATS = ("JPEG", "PNG")


def clean(data: bytes) -> CleanCopy:
    image = open_picture(data)
    notes = [PLAIN]
    is_png = image.format == "PNG"
    if image.width * image.height > KEPT_PIXELS:
        image = _reduce(image)
        notes.insert(0, SMALLER)
    drawn = redraw(image, as_png=is_png)
    return CleanCopy(drawn, "", notes, has_pictures=True, unread=[drawn])


def open_picture(data: bytes) -> Image.Image:
    """The picture with its size checked and its pixels not yet read."""
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(IMAGE_DAMAGED) from error
    if image.width * image.height > MOST_PIXELS:
        raise Refused(IMAGE_TOO_LARGE)
    return image


def redraw(image: Image.Image, *, as_png: bool) -> bytes:
    """The pixels alone, upright, as a new file."""
    try:
        image = ImageOps.exif_transpose(image)
        image = flatten(image) if has_alpha(image) else image.convert("L" if image.mode in ("1", "L") else "RGB")
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(IMAGE_DAMAGED) from error
    out = io.BytesIO()
    image.info = {}
    if as_png:
        image.save(out, "PNG", compress_level=4)
    else:
        image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def has_alpha(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info


def flatten(image: Image.Image) -> Image.Image:
    """On white: what was made transparent still has its colours, and anybody can bring them back."""
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    paper.alpha_composite(layered)
    return paper.convert("RGB")


def _reduce(image: Image.Image) -> Image.Image:
    # A JPEG can be read at half its size, which spares the memory of the whole.
    orientation = image.getexif().get(0x0112)
    image.draft(None, (image.width // 2, image.height // 2))
    try:
        while image.width * image.height > KEPT_PIXELS:
            image = image.reduce(2) if image.mode not in ("P", "1") else image.convert("RGB").reduce(2)
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(IMAGE_DAMAGED) from error
    if orientation:
        image.getexif()[0x0112] = orientation
    return image


if __name__ == "__main__":
    serve(clean)
