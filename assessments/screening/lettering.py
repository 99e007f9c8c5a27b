"""Reads the words in pictures with Tesseract, where that is installed; in a process as limited as every other here."""

import io
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from PIL import Image

from assessments.screening.child import MEMORY, limit_self

PROJECT = Path(__file__).resolve().parents[2]
# For one file, however many pictures it holds.
SECONDS = 12
# Enough for small print on a photographed page; Tesseract takes time and memory by the pixel.
MOST_PIXELS = 3_500_000
LONGEST = 50_000
READ = "The words in pictures were read by a program, which misses some. Look at them yourself before you submit."
UNREAD = "The words in pictures are not checked for names. Look at them yourself before you submit."


def can_read() -> bool:
    return shutil.which("tesseract") is not None


def read_words(pictures: list[bytes]) -> tuple[str, bool]:
    """The words in these pictures, and whether each of them was read in time."""
    if not can_read():
        return "", not pictures
    texts, until = [], time.monotonic() + SECONDS
    for picture in pictures:
        left = until - time.monotonic()
        text = _read(_make_readable(picture), left) if left > 0 else None
        if text is None:
            break
        texts.append(text)
    return "\n\n".join(texts)[:LONGEST], len(texts) == len(pictures)


def _make_readable(picture: bytes) -> bytes:
    """Grey and not too large. The pixels are our own: they were drawn anew before."""
    with Image.open(io.BytesIO(picture)) as image:
        grey = image.convert("L")
    if grey.width * grey.height > MOST_PIXELS:
        shrink = (MOST_PIXELS / (grey.width * grey.height)) ** 0.5
        grey = grey.resize((max(1, int(grey.width * shrink)), max(1, int(grey.height * shrink))))
    out = io.BytesIO()
    grey.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _read(picture: bytes, seconds: float) -> str | None:
    command = [sys.executable, "-B", "-s", "-E", "-m", "assessments.screening.lettering"]
    environment = {"LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "PATH": os.environ.get("PATH", os.defpath)}
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, timeout=seconds, cwd=PROJECT, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else None


if __name__ == "__main__":
    limit_self(MEMORY)
    os.execvp("tesseract", ["tesseract", "stdin", "stdout", "--psm", "3", "-l", "eng"])  # noqa: S606 - fixed words
