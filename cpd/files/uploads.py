"""Takes uploads into memory up to a limit and stops at the first byte past it; no temporary file is ever made."""

import io

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

# A browser shows our sentence only if the rest of its request is read; past this many limits it is cut off.
READ_ON = 4


class CappedUploadHandler(FileUploadHandler):
    """The only handler in FILE_UPLOAD_HANDLERS. Counts every file of a request together."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.received = 0
        self.is_hopeless = content_length > READ_ON * settings.CPD_MAX_UPLOAD_BYTES

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.held = io.BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > settings.CPD_MAX_UPLOAD_BYTES:
            self.held.close()
            self.request.upload_was_cut = True
            raise StopUpload(connection_reset=self.is_hopeless)
        self.held.write(raw_data)

    def file_complete(self, file_size):
        self.held.seek(0)
        return InMemoryUploadedFile(
            file=self.held,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def upload_refusal(request: HttpRequest) -> str:
    """Why the request's files were not taken, or "" when they were; answer with status 413 and the sentence."""
    request.FILES  # noqa: B018 - reading the body is what sets the mark
    if not getattr(request, "upload_was_cut", False):
        return ""
    limit = settings.CPD_MAX_UPLOAD_BYTES // (1024 * 1024)
    return (
        f"The file is larger than {limit} MB, so it was not uploaded and nothing was saved. "
        "Make it smaller (for example, save photos at a lower resolution) or split it into parts, then choose it again."
    )
