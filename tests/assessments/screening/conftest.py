"""Every refusal here is also a proof that nothing was left on the disk."""

import socket

import pytest

from assessments.screening.cleaning import Cleaned, clean_file
from assessments.screening.refusals import Refused


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Where any temporary file would be made."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def clean(temporary):
    """clean_file, which must leave nothing behind."""

    def cleaned(data: bytes, name: str, **more) -> Cleaned:
        result = clean_file(data, name, **more)
        assert list(temporary.iterdir()) == []
        return result

    return cleaned


@pytest.fixture
def refusal(temporary):
    """The sentence with which a file is refused; nothing of it stays."""

    def sentence(data: bytes, name: str) -> str:
        with pytest.raises(Refused) as refused:
            clean_file(data, name)
        assert list(temporary.iterdir()) == []
        return str(refused.value)

    return sentence


@pytest.fixture
def listener():
    """A server on this machine that notes whoever calls."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server
