"""Starts the limited process for one file and takes its answer, whatever happens to it."""

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import time
from pathlib import Path

from assessments.screening import refusals
from assessments.screening.child import MEGABYTE, OUT_OF_MEMORY, CleanCopy
from assessments.screening.kinds import Kind
from assessments.screening.pieces import LENGTH_BYTES
from assessments.screening.refusals import Refused

SECONDS = 10  # on the clock; the child's own limit of processor time is shorter
LARGEST_ANSWER = 100 * MEGABYTE
PROJECT = Path(__file__).resolve().parents[2]
CLEANERS = {Kind.PDF: "pdfs", Kind.DOCX: "documents", Kind.JPEG: "pictures", Kind.PNG: "pictures"}
DAMAGED = {
    Kind.PDF: refusals.PDF_DAMAGED,
    Kind.DOCX: refusals.DOCX_DAMAGED,
    Kind.JPEG: refusals.IMAGE_DAMAGED,
    Kind.PNG: refusals.IMAGE_DAMAGED,
}
# How a parser in C ends when it may have no more memory, stack or time.
OVERDONE = {-signal.SIGXCPU, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGXFSZ, OUT_OF_MEMORY}

logger = logging.getLogger(__name__)


class _Overdone(Exception):
    """The child took too long or said too much."""


def clean_in_child(kind: Kind, data: bytes) -> CleanCopy:
    """A clean copy of the file; raises Refused when it cannot be had within the limits. Writes nothing to disk."""
    return run_limited(f"assessments.screening.{CLEANERS[kind]}", data, what=kind.value, damaged=DAMAGED[kind])


def rewrite_in_child(kind: Kind, packed: bytes) -> CleanCopy:
    """A copy of a clean file with words replaced; `packed` is what rewriting.pack() made of the words and the file."""
    return run_limited("assessments.screening.rewriting", packed, what=kind.value, damaged=DAMAGED[kind])


def draw_in_child(pdf: bytes, *, first: int) -> CleanCopy:
    """Pictures of a clean PDF's next pages from `first` on (counted from 0), packed, with their texts as JSON."""
    asked = first.to_bytes(LENGTH_BYTES) + pdf
    return run_limited("assessments.screening.pages", asked, what="pdf", damaged=refusals.PDF_DAMAGED)


def run_limited(module: str, data: bytes, *, what: str, damaged: str) -> CleanCopy:
    """What a module that serves makes of a stranger's bytes, in a process without our secrets and with little of everything.

    Raises Refused, with `damaged` as its sentence when the module fell over them.
    """
    command = [sys.executable, "-B", "-s", "-E", "-m", module]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=PROJECT,
        env={"LANG": "C.UTF-8"},  # none of our secrets
        bufsize=0,
    )
    with process:
        try:
            answer = _exchange(process, data)
            code = process.wait(SECONDS)
        except (_Overdone, subprocess.TimeoutExpired):
            raise Refused(refusals.TOO_MUCH_WORK) from None
        finally:
            process.kill()
    return _read_answer(what, damaged, code, answer)


def _exchange(process: subprocess.Popen, data: bytes) -> bytes:
    deadline = time.monotonic() + SECONDS
    unsent = memoryview(data)
    answer = bytearray()
    os.set_blocking(process.stdin.fileno(), False)  # a child that reads nothing must not hold us
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdin, selectors.EVENT_WRITE)
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(max(0, deadline - time.monotonic()))
            if not ready or len(answer) > LARGEST_ANSWER:
                raise _Overdone
            for key, _ in ready:
                if key.fileobj is process.stdout:
                    piece = process.stdout.read(MEGABYTE)
                    answer += piece
                    is_over = not piece
                else:
                    unsent = _send(process, unsent)
                    is_over = not unsent
                if is_over:
                    selector.unregister(key.fileobj)
                    key.fileobj.close()
    return bytes(answer)


def _send(process: subprocess.Popen, unsent: memoryview) -> memoryview:
    try:
        return unsent[process.stdin.write(unsent[:MEGABYTE]) or 0 :]
    except BrokenPipeError:  # the child has its answer already, or is dead; its exit code tells
        return unsent[:0]


def _read_answer(what: str, damaged: str, code: int, answer: bytes) -> CleanCopy:
    if code:
        logger.warning("screening: the reader of a %s ended with %s", what, code)
        raise Refused(refusals.TOO_MUCH_WORK if code in OVERDONE else refusals.STOPPED)
    length = int.from_bytes(answer[:4])
    header = json.loads(answer[4 : 4 + length])
    if "failed" in header:
        logger.warning("screening: a %s could not be read: %s", what, header["failed"])
        raise Refused(damaged)
    if "refused" in header:
        raise Refused(header["refused"])
    at, unread = 4 + length, []
    for size in header["unread"]:
        unread.append(answer[at : at + size])
        at += size
    return CleanCopy(answer[at:], header["text"], header["notes"], header["has_pictures"], unread)
