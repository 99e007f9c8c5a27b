"""An upload stops at the limit, with a sentence and without a temporary file."""

import io

import pytest
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import RequestFactory

from cpd.files.uploads import CappedUploadHandler, upload_refusal

LIMIT = 100_000


@pytest.fixture(autouse=True)
def temporary(settings, tmp_path, monkeypatch):
    """Where any temporary file would be made."""
    settings.CPD_MAX_UPLOAD_BYTES = LIMIT
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def post(*sizes, **fields):
    files = [SimpleUploadedFile(f"evidence {number}.pdf", b"x" * size) for number, size in enumerate(sizes)]
    request = RequestFactory().post("/", {"token": "first", "file": files} | fields)
    request.upload_handlers = [CappedUploadHandler(request)]
    return request


def test_a_file_of_exactly_the_limit_is_taken(temporary):
    request = post(LIMIT)

    assert upload_refusal(request) == ""
    assert request.FILES["file"].size == LIMIT
    assert request.FILES["file"].read() == b"x" * LIMIT
    assert list(temporary.iterdir()) == []


def test_one_byte_more_is_refused_with_a_sentence(settings, temporary):
    settings.CPD_MAX_UPLOAD_BYTES = 1024 * 1024

    request = post(1024 * 1024 + 1)

    assert upload_refusal(request) == (
        "The file is larger than 1 MB, so it was not uploaded and nothing was saved. "
        "Make it smaller (for example, save photos at a lower resolution) or split it into parts, then choose it again."
    )
    assert not request.FILES
    assert request.POST["token"] == "first"
    assert list(temporary.iterdir()) == []


def test_two_files_are_counted_together():
    request = post(LIMIT // 2, LIMIT // 2 + 1)

    assert upload_refusal(request)


def test_a_body_far_too_long_is_not_read_to_its_end():
    request = post(LIMIT * 50)
    stream = request.environ["wsgi.input"] = io.BytesIO(request.environ["wsgi.input"].read())
    request._stream = stream

    assert upload_refusal(request)
    assert stream.tell() < LIMIT * 10


def test_a_body_without_a_length_is_empty():
    request = post(10)
    del request.META["CONTENT_LENGTH"]

    assert upload_refusal(request) == ""
    assert not request.FILES


def test_ten_thousand_parts_are_refused(temporary):
    with pytest.raises(TooManyFilesSent):
        upload_refusal(post(*[1] * 10_000))

    assert list(temporary.iterdir()) == []


def test_the_handler_stops_inside_a_file():
    request = post(1)
    handler = CappedUploadHandler(request)
    handler.handle_raw_input(None, {}, 10 * LIMIT, b"", None)
    handler.new_file("file", "a.pdf", "application/pdf", None)
    handler.receive_data_chunk(b"x" * LIMIT, 0)

    with pytest.raises(StopUpload) as stopped:
        handler.receive_data_chunk(b"x", LIMIT)

    assert stopped.value.connection_reset
