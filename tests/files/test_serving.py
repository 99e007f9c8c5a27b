"""A stored file leaves as a download that cannot act, under a name that cannot either."""

import pytest

from cpd.files import store
from cpd.files.serving import attachment_response, safe_filename

PDF = "application/pdf"


@pytest.mark.django_db
def test_a_file_is_served_as_an_attachment_that_cannot_act():
    stored = store.put(b"%PDF-1.7 bytes", purpose="evidence", content_type=PDF)

    response = attachment_response(stored, "Evidence 1.pdf")

    assert b"".join(response.streaming_content) == b"%PDF-1.7 bytes"
    assert dict(response.items()) == {
        "Content-Type": PDF,
        "Content-Disposition": 'attachment; filename="Evidence 1.pdf"',
        "Content-Length": "14",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store, private",
    }


@pytest.mark.django_db
def test_a_destroyed_file_is_refused_before_the_answer_begins(django_capture_on_commit_callbacks):
    stored = store.put(b"gone", purpose="evidence", content_type=PDF)
    with django_capture_on_commit_callbacks(execute=True):
        stored = store.destroy(stored, by=None, now=stored.created_at)

    with pytest.raises(store.Destroyed):
        attachment_response(stored, "Evidence 1.pdf")


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("Evidence 1.pdf", "Evidence 1.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ("con.pdf", "file con.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie x.pdf"),
        ('say "hi".pdf', "say hi.pdf"),
        ("annual\u202efdp.exe", "annualfdp.exe.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("....", "file.pdf"),
        ("", "file.pdf"),
        ("😀 Żółć.pdf", "😀 Żółć.pdf"),
        ("x" * 300, "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(given, safe):
    assert safe_filename(given, PDF) == safe


@pytest.mark.django_db
def test_a_name_beyond_ascii_keeps_to_rfc_6266():
    stored = store.put(b"x", purpose="evidence", content_type=PDF)

    response = attachment_response(stored, "Żółć.pdf")

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C5%BB%C3%B3%C5%82%C4%87.pdf"
