"""The hostile files of rows 1 to 15: each gets its sentence over the page, an entry of history, and leaves nothing.

How each is refused inside is tried in tests/assessments/screening; here it is what a person, the disk and the record see.
"""

import io
import os
import resource
import socket
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from assessments.screening import refusals
from assessments.screening.signatures import EICAR
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.notices.models import Notice
from tests.assessments.portfolios.test_item_pages import add
from tests.assessments.screening import test_documents as documents
from tests.assessments.screening import test_pdfs as pdfs
from tests.assessments.screening.samples import (
    change_docx,
    change_pdf,
    make_docx,
    make_jpeg,
    make_pdf,
    make_png,
    png_of,
    relationship,
    with_body,
)
from tests.factories import make_ready_portfolio
from tests.people import make_person, sign_in

CPU_SECONDS = 5


def eicar_in_a_zip() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.txt", EICAR)
    return change_docx(add={"word/media/x.zip": inner.getvalue()})


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
REFUSED = {
    "1 a virus": (lambda: EICAR, "a.pdf", refusals.VIRUS),
    "1 a virus in a document": (lambda: change_docx(add={"word/media/x.txt": EICAR}), "a.docx", refusals.VIRUS),
    "1 a virus in an archive in a document": (eicar_in_a_zip, "a.docx", refusals.VIRUS),
    "2 a page called a PDF": (lambda: b"<html><script>1</script>", "a.pdf", refusals.NAME_DIFFERS),
    "2 a PDF called a document": (make_pdf, "a.docx", refusals.NAME_DIFFERS),
    "3 a PDF and a page": (lambda: make_pdf() + b"<script>1</script>", "a.pdf", refusals.PDF_TRAILING),
    "3 a PDF and an archive": (lambda: make_pdf() + pdfs.ZIP, "a.pdf", refusals.PDF_TRAILING),
    "3 a GIF and a script": (lambda: b"GIF89a/*" + bytes(9) + b"*/=1;alert(1)", "a.gif", refusals.UNKNOWN_KIND),
    "4 a live form": (lambda: change_pdf(pdfs.make_live_form), "a.pdf", refusals.PDF_LIVE_FORM),
    "5 a locked PDF": (lambda: change_pdf(lambda pdf: None, **pdfs.LOCKED), "a.pdf", refusals.PDF_LOCKED),
    "5 a locked document": (documents.encrypted, "a.docx", refusals.OLD_OFFICE),
    "6 a bomb": (lambda: change_pdf(pdfs.add_bomb), "a.pdf", refusals.TOO_MUCH_WORK),
    "6 a million objects": (lambda: change_pdf(pdfs.add_many_objects), "a.pdf", refusals.TOO_MUCH_WORK),
    "6 deep nesting": (lambda: change_pdf(pdfs.nest_deeply), "a.pdf", refusals.TOO_MUCH_WORK),
    "6 a page that holds itself": (lambda: change_pdf(pdfs.turn_round), "a.pdf", refusals.PDF_DAMAGED),
    "7 a cut PDF": (lambda: make_pdf()[:600], "a.pdf", refusals.PDF_DAMAGED),
    "7 no byte": (lambda: b"", "a.pdf", refusals.EMPTY),
    "7 one byte": (lambda: b"%", "a.pdf", refusals.NAME_DIFFERS),
    "8 a zip bomb": (lambda: change_docx(add={"word/bomb.xml": "0" * 50_000_000}), "a.docx", refusals.DOCX_BOMB),
    "8 an archive in it": (documents.nested, "a.docx", refusals.DOCX_EMBEDDED),
    "8 many parts": (documents.with_many_parts, "a.docx", refusals.DOCX_BOMB),
    "8 a lie about size": (documents.lie_about_size, "a.docx", refusals.DOCX_DAMAGED),
    "9 a way out": (lambda: change_docx(add={"../../x": "x"}), "a.docx", refusals.DOCX_PATHS),
    "9 an absolute path": (lambda: change_docx(add={"/etc/x": "x"}), "a.docx", refusals.DOCX_PATHS),
    "9 a link": (documents.with_symlink, "a.docx", refusals.DOCX_PATHS),
    "10 an entity": (lambda: documents.with_doctype(documents.XXE), "a.docx", refusals.DOCX_ENTITIES),
    "10 laughs": (lambda: documents.with_doctype(documents.LAUGHS), "a.docx", refusals.DOCX_ENTITIES),
    "11 macros": (lambda: change_docx(documents.MACRO_TYPE), "a.docx", refusals.DOCX_MACROS),
    "11 a docm": (make_docx, "a.docm", refusals.NAME_DIFFERS),
    "11 a workbook": (make_docx, "a.xlsm", refusals.NAME_DIFFERS),
    "11 a command": (lambda: with_body(documents.field('DDEAUTO c:\\\\x "cmd"')), "a.docx", refusals.DOCX_COMMANDS),
    "11 another file": (
        lambda: with_body("", relationship("oleObject", "embeddings/x.bin")),
        "a.docx",
        refusals.DOCX_EMBEDDED,
    ),
    "12 an SVG": (lambda: SVG, "a.svg", refusals.UNKNOWN_KIND),
    "12 an SVG called a PNG": (lambda: SVG, "a.png", refusals.NAME_DIFFERS),
    "13 a picture too large": (lambda: png_of(50_000, 50_000), "a.png", refusals.IMAGE_TOO_LARGE),
    "15 a way out as a name": (lambda: b"root", "../../etc/passwd", refusals.UNKNOWN_KIND),
    "15 a hidden name": (lambda: b"root", ".htaccess", refusals.UNKNOWN_KIND),
}
NAMES = [
    "con.pdf",
    "n" * 300 + ".pdf",
    "a\"b'c.pdf",
    "a\u202efdp.pdf",
    "\U0001f480.pdf",
    "a\x00b.pdf",
    "....pdf",
]


@pytest.fixture
def disk(tmp_path, monkeypatch):
    """Every file that is on the disk beside the database."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    def listed() -> set[Path]:
        folders = (tmp_path, Path(settings.CPD_FILES), Path(settings.CPD_VAULT))
        return {path for folder in folders for path in folder.rglob("*") if path.is_file()}

    return listed


@pytest.fixture
def answered(page, portfolio, task, disk):
    """Upload the file; gives the answer, having seen that it cost little and that nothing stayed."""

    def answer(data: bytes, name: str):
        before, items = disk(), portfolio.items.count()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        response = add(page, portfolio, task, SimpleUploadedFile(name, data))
        now_used = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = now_used.ru_utime + now_used.ru_stime - used.ru_utime - used.ru_stime
        assert seconds <= CPU_SECONDS + 1  # the limit, and the second in which the kernel ends it
        assert portfolio.items.count() == items
        assert disk() == before
        return response

    return answer


@pytest.mark.parametrize("row", REFUSED)
def test_it_is_refused_with_its_sentence_and_an_entry(answered, portfolio, row):
    make, name, sentence = REFUSED[row]

    response = answered(make(), name)

    assert response.status_code == 422
    assert sentence in response.text.replace("&#x27;", "'")
    entry = Entry.objects.get(name="file.refused")
    assert (entry.subject_id, entry.detail["reason"]) == (
        str(portfolio.pk),
        refusals.code_of(refusals.Refused(sentence)),
    )


def test_administrators_hear_of_a_virus_and_nothing_of_its_name(answered, db):
    administrator = make_person("Adi Administrator", Role.ADMINISTRATOR)

    answered(EICAR, "Agnieszka.pdf")

    notice = Notice.objects.get(person=administrator)
    assert notice.kind == "file.harmful"
    assert "Agnieszka" not in str(vars(notice))


def test_a_file_past_the_limit_is_cut_and_noted(answered, settings):
    settings.CPD_MAX_UPLOAD_BYTES = 1000

    response = answered(b"x" * 1001, "big.png")

    assert response.status_code == 413
    assert Entry.objects.get(name="file.refused").detail == {"reason": "too_large"}


@pytest.mark.parametrize("name", NAMES)
def test_an_odd_name_is_taken_and_kept_nowhere(page, portfolio, task, disk, name):
    response = add(page, portfolio, task, SimpleUploadedFile(name, make_pdf()))

    assert response.status_code == 302
    stored = portfolio.items.get(label="E3")
    download = page.get(f"/portfolio/item/{stored.pk}/download/", follow=True)
    assert download["Content-Disposition"] == 'attachment; filename="A map.pdf"'
    b"".join(download.streaming_content)
    assert not [path for path in disk() if os.path.basename(name)[:20] in path.name]


def test_a_name_with_a_line_end_in_it_is_no_header(page, portfolio, task):
    response = add(page, portfolio, task, SimpleUploadedFile("a\r\nX-Bad: 1.pdf", make_pdf()))

    assert response.status_code == 422
    assert "X-Bad" not in response.headers


@pytest.mark.parametrize("data", [make_jpeg() + b"<?php system('id'); ?>", make_png() + b"<script>1</script>"])
def test_what_hangs_on_a_picture_is_left_behind(page, portfolio, task, data):
    name = "a.jpg" if data.startswith(b"\xff\xd8") else "a.png"

    add(page, portfolio, task, SimpleUploadedFile(name, data))

    address = f"/portfolio/item/{portfolio.items.get(label='E3').pk}/download/"
    stored = b"".join(page.get(address, follow=True).streaming_content)
    assert not [word for word in (b"php", b"script", b"Exif", b"PhoneMaker") if word in stored]
    assert Image.open(io.BytesIO(stored)).size


def spoken(live_server, client, address: str, headers: dict, body: bytes) -> bytes:
    """What the server answers to bytes that no browser sends."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    lines = [f"POST {address} HTTP/1.1", f"Host: {live_server.thread.host}", f"Cookie: {cookies}", "Connection: close"]
    lines += [f"X-CSRFToken: {client.cookies['csrf'].value}"] + [f"{name}: {value}" for name, value in headers.items()]
    with socket.create_connection((live_server.thread.host, live_server.thread.port), timeout=20) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


def parts(count: int) -> bytes:
    one = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\r\n'
    return one * count + b"--x--\r\n"


BODIES = {
    "14 no length": ({"Transfer-Encoding": "chunked"}, b"5\r\nhello\r\n0\r\n\r\n"),
    "14 a length that is too long": ({"Content-Length": "5000"}, parts(1)),
    "14 a length that is too short": ({"Content-Length": "60"}, parts(1)),
    "14 a length that is none": ({"Content-Length": "many"}, parts(1)),
    "14 ten thousand parts": ({"Content-Length": str(len(parts(10_000)))}, parts(10_000)),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("row", BODIES)
def test_a_body_that_lies_about_itself_leaves_nothing_and_harms_nobody(live_server, row, learner, disk, settings):
    settings.ALLOWED_HOSTS = ["*"]
    draft = make_ready_portfolio(learner)
    task = draft.portfolio.enrolment.version.tasks.get(key="P1")
    client, address = sign_in(Client(), learner), f"/portfolio/{draft.pk}/task/{task.pk}/file/"
    client.get(address)
    before, items = disk(), draft.items.count()
    headers, body = BODIES[row]

    answer = spoken(live_server, client, address, {"Content-Type": "multipart/form-data; boundary=x"} | headers, body)

    assert b" 500 " not in answer[:40]
    assert answer[9:12] in (b"", b"400", b"413", b"422")
    assert draft.items.count() == items
    assert disk() == before
    assert client.get(address).status_code == 200
