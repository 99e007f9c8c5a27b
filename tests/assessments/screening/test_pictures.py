"""A picture keeps its pixels."""

import io

import pytest
from PIL import Image

from assessments.screening import lettering, pictures, refusals
from tests.assessments.screening.samples import make_jpeg, make_png, png_of


def test_a_photo_loses_place_device_and_comment_and_stands_upright(clean):
    cleaned = clean(make_jpeg(size=(60, 40)), "a.jpg")

    image = Image.open(io.BytesIO(cleaned.data))
    assert image.size == (40, 60)
    assert not image.getexif()
    assert not any(word in cleaned.data for word in (b"PhoneMaker", b"Taken by", b"Exif"))
    assert cleaned.notes[0] == pictures.PLAIN
    assert {lettering.READ, lettering.UNREAD} & set(cleaned.notes)


def test_a_program_behind_a_photo_is_left_behind(clean):
    cleaned = clean(make_jpeg() + b"<?php system($_GET['c']); ?>", "a.jpg")

    assert b"php" not in cleaned.data


def test_text_in_a_png_is_left_behind(clean):
    cleaned = clean(make_png(pnginfo=None, dpi=(72, 72)), "a.png")

    assert Image.open(io.BytesIO(cleaned.data)).size == (40, 30)


def test_what_was_made_transparent_has_no_colours_left(clean):
    out = io.BytesIO()
    Image.new("RGBA", (5, 5), (1, 2, 3, 0)).save(out, "PNG")

    kept = Image.open(io.BytesIO(clean(out.getvalue(), "a.png").data))

    assert (kept.mode, kept.getpixel((2, 2))) == ("RGB", (255, 255, 255))


def test_a_very_large_photo_is_made_smaller_and_said_to_be(clean):
    cleaned = clean(make_jpeg(size=(5000, 4000)), "a.jpg")

    assert Image.open(io.BytesIO(cleaned.data)).size == (2000, 2500)
    assert cleaned.notes[0] == pictures.SMALLER


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (png_of(50_000, 50_000), "a.png", refusals.IMAGE_TOO_LARGE),
        (png_of(1, 50_000_001), "a.png", refusals.IMAGE_TOO_LARGE),
        (png_of(30, 30), "a.png", refusals.IMAGE_DAMAGED),
        (make_png()[:60], "a.png", refusals.IMAGE_DAMAGED),
        (make_jpeg()[:-30], "a.jpg", refusals.IMAGE_DAMAGED),
        (b"\xff\xd8\xff", "a.jpg", refusals.IMAGE_DAMAGED),
    ],
)
def test_a_picture_that_cannot_be_drawn_is_refused(refusal, data, name, sentence):
    assert refusal(data, name) == sentence
