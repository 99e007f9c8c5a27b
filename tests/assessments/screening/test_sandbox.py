"""Reading a stranger's file cannot outlast its limits, reach the network or leave anything."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assessments.screening import refusals, sandbox
from assessments.screening.cleaning import clean_file
from assessments.screening.kinds import Kind
from assessments.screening.refusals import Refused
from assessments.screening.sandbox import clean_in_child
from tests.assessments.screening.samples import change_pdf, make_jpeg, make_pdf
from tests.assessments.screening.test_pdfs import add_bomb


def children() -> set[int]:
    return {int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}


def signal_next_child(number: int, before: set[int]) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for pid in children() - before:
            # Not before it has become the reader: until then whoever starts it waits for it.
            if b"assessments.screening" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, number)
                return
        time.sleep(0.001)


def send_to_next_child(number: int) -> threading.Thread:
    thread = threading.Thread(target=signal_next_child, args=(number, children()))
    thread.start()
    return thread


def test_a_reader_that_is_killed_in_the_middle_is_told_in_a_sentence(temporary):
    killer = send_to_next_child(signal.SIGKILL)

    with pytest.raises(Refused) as refused:
        clean_file(make_pdf(), "a.pdf")

    killer.join()
    assert str(refused.value) == refusals.STOPPED
    assert list(temporary.iterdir()) == []
    assert clean_file(make_pdf(), "a.pdf").text.strip() == "The worker listened."


def test_a_reader_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    before = children()
    stopper = send_to_next_child(signal.SIGSTOP)

    with pytest.raises(Refused, match="more time or memory"):
        clean_in_child(Kind.PDF, make_pdf())

    stopper.join()
    assert children() <= before


DEEDS = {
    "call": "socket.create_connection(('127.0.0.1', 9))",
    "write": "open('/tmp/screening-wrote-this', 'w')",
    "run": "os.system('true')",
}


@pytest.mark.parametrize("deed", DEEDS)
def test_the_reader_can_neither_call_nor_write_nor_run(deed):
    program = f"import os, socket; from assessments.screening.child import serve; serve(lambda data: {DEEDS[deed]})"

    ended = subprocess.run(
        [sys.executable, "-c", program], input=b"", capture_output=True, timeout=20, cwd=sandbox.PROJECT, check=False
    )

    assert ended.stdout[4:] == b'{"failed": "PermissionError"}'
    assert not Path("/tmp/screening-wrote-this").exists()


MOST_MEMORY, MOST_SECONDS = 300 * 1024, 6  # kB; the kernel ends it within a second after its five
GREEDY = "lambda data: bytearray(b'x') * (2**29)"
BUSY = "lambda data: all(True for _ in iter(int, 1))"


def cost_of(clean: str, data: bytes = b"", *, memory: str = "child.MEMORY") -> tuple[int, int, float]:
    """How a reader of these bytes ended, the memory that it had at most in kB, and its seconds of the processor."""
    program = f"from assessments.screening import child, pdfs; child.serve({clean}, {memory})"
    command = [sys.executable, "-m", "tests.assessments.screening.measured", program]
    told = subprocess.run(command, input=data, capture_output=True, timeout=60, cwd=sandbox.PROJECT, check=True)
    return tuple(json.loads(told.stdout))


@pytest.mark.parametrize(
    ("clean", "data"), [(GREEDY, b""), ("pdfs.clean", change_pdf(add_bomb))], ids=["greedy", "a real bomb"]
)
def test_a_reader_gets_no_more_than_300_megabytes(clean, data):
    """And would take more if it could, so that this fails when the bound is broken."""
    code, most, seconds = cost_of(clean, data)
    unbounded = cost_of(clean, data, memory="4 * 2**30")

    assert code in sandbox.OVERDONE
    assert most <= MOST_MEMORY < unbounded[1]
    assert seconds <= MOST_SECONDS


def test_a_reader_gets_no_more_than_five_seconds():
    code, _, seconds = cost_of(BUSY)

    assert code in sandbox.OVERDONE
    assert 4 < seconds <= MOST_SECONDS


class Scanner(threading.Thread):
    """Speaks as much of clamd's protocol as an upload needs."""

    def __init__(self, path: Path, answer: bytes):
        super().__init__(daemon=True)
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen()
        self.answer = answer
        self.scanned = b""

    def run(self):
        client, _ = self.server.accept()
        with self.server, client, client.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := int.from_bytes(stream.read(4)):
                self.scanned += stream.read(length)
            client.sendall(self.answer)


@pytest.fixture
def scanner(tmp_path_factory, settings):
    def started(answer: bytes) -> Scanner:
        path = tmp_path_factory.mktemp("clamd") / "socket"
        settings.CPD_CLAMD = str(path)
        thread = Scanner(path, answer)
        thread.start()
        return thread

    return started


def test_a_clean_file_passes_the_scanner(scanner, clean):
    clamd = scanner(b"stream: OK\0")

    clean(make_jpeg(), "a.jpg")

    assert clamd.scanned == make_jpeg()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b"stream: Win.Test.EICAR FOUND\0", refusals.VIRUS),
        (b"INSTREAM size limit exceeded. ERROR\0", refusals.VIRUS_CHECK_AWAY),
        (b"", refusals.VIRUS_CHECK_AWAY),
    ],
)
def test_what_the_scanner_does_not_pass_is_refused(scanner, refusal, answer, sentence):
    scanner(answer)

    assert refusal(make_jpeg(), "a.jpg") == sentence


def test_a_scanner_that_is_away_refuses_files(settings, refusal, tmp_path_factory):
    settings.CPD_CLAMD = str(tmp_path_factory.mktemp("clamd") / "nobody")

    assert refusal(make_jpeg(), "a.jpg") == refusals.VIRUS_CHECK_AWAY
