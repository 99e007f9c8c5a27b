"""Our PDFs as poppler, qpdf, NSS, OpenSSL, two accessibility checkers and a QR reader see them (rows 1 to 3 and 5 to 10)."""

import io
import unicodedata

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from assessments.certificates.pdf import Drawing, draw, draw_whole
from tests.assessments.certificates.test_names_on_paper import DIRECTIONS
from tests.clock import NOON
from tests.outside.making import BASE, Made
from tests.outside.tools import BIN, needs_programs, run, say

pytestmark = needs_programs
VALID, TRUSTED, WHOLE = "Signature is Valid", "Certificate is Trusted", "Total document signed"


@pytest.fixture(params=["achievement", "attendance", "whole", "shaped"])
def made(request, world) -> Made:
    return getattr(world, request.param)


@pytest.fixture
def path(made, tmp_path):
    (tmp_path / "c.pdf").write_bytes(made.pdf)
    return tmp_path / "c.pdf"


@pytest.fixture(scope="module")
def trust(world, rsa_world, tmp_path_factory):
    """NSS databases that trust our roots."""
    places = {}
    for name, place in (("p256", world), ("rsa", rsa_world)):
        folder = tmp_path_factory.mktemp(name)
        (folder / "root.pem").write_bytes(place.root)
        say("certutil", "-N", "-d", f"sql:{folder}", "--empty-password")
        say("certutil", "-A", "-d", f"sql:{folder}", "-n", "root", "-t", "C,C,C", "-i", folder / "root.pem")
        places[name] = folder
    return places


def signature_of(pdf: bytes, folder, trust) -> str:
    (folder / "signed.pdf").write_bytes(pdf)
    return say("pdfsig", "-nssdir", f"sql:{trust}", folder / "signed.pdf")


def is_good(said: str) -> bool:
    """pdfsig alone is fooled by a second revision, so the whole document must be signed as well."""
    return all(words in said for words in (VALID, TRUSTED, WHOLE)) and "Not total document" not in said


def test_the_syntax_is_clean(path):
    assert "No syntax or stream encoding errors" in say("qpdf", "--check", path)


@pytest.mark.parametrize("design", ["achievement", "attendance", "whole", "shaped"])
@pytest.mark.parametrize("kind", ["p256", "rsa"])
def test_nss_trusts_the_signature_of_the_whole_document(world, rsa_world, trust, tmp_path, design, kind):
    pdf = getattr({"p256": world, "rsa": rsa_world}[kind], design).pdf

    said = signature_of(pdf, tmp_path, trust[kind])

    assert is_good(said), said
    assert "ETSI.CAdES.detached" in said


@pytest.mark.parametrize("kind", ["p256", "rsa"])
def test_openssl_verifies_the_container(world, rsa_world, tmp_path, kind):
    place = {"p256": world, "rsa": rsa_world}[kind]
    pdf = place.achievement.pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        _, start, after, _ = map(int, opened.Root.AcroForm.Fields[0].V.ByteRange)
    container = bytes.fromhex(pdf[start + 1 : after - 1].decode())
    (tmp_path / "s.der").write_bytes(container)
    (tmp_path / "d.bin").write_bytes(pdf[:start] + pdf[after:])
    (tmp_path / "root.pem").write_bytes(place.root)
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "s.der"]
    command += ["-CAfile", tmp_path / "root.pem", "-purpose", "any", "-out", tmp_path / "out"]

    genuine = run(*command, "-content", tmp_path / "d.bin")
    (tmp_path / "d.bin").write_bytes(pdf[:start] + pdf[after:] + b" ")
    changed = run(*command, "-content", tmp_path / "d.bin")

    assert b"CMS Verification successful" in genuine.stderr
    assert changed.returncode != 0


def one_byte(pdf: bytes) -> bytes:
    place = pdf.index(b"/MediaBox") + 12
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def rewritten(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.docinfo["/Title"] = "Another title"
        opened.save(out)
    return out.getvalue()


def appended(pdf: bytes) -> bytes:
    """A second revision that turns the first page upside down, as an editor would add it."""
    start = pdf.rindex(b"startxref")
    before = int(pdf[start:].split()[1])
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        number = opened.pages[0].objgen[0]
        body = opened.pages[0].obj.unparse(resolved=True)
        size, root = int(opened.trailer.Size), opened.trailer.Root.objgen[0]
    changed = body.replace(b"/Rotate 0", b"/Rotate 180")
    assert changed != body
    at = len(pdf)
    block = b"%d 0 obj\n%s\nendobj\n" % (number, changed)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size, root, before)
    return pdf + block + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (at + len(block))


@pytest.mark.parametrize("tamper", [one_byte, rewritten, appended])
def test_a_doctored_document_is_told(world, trust, tmp_path, tamper):
    said = signature_of(tamper(world.achievement.pdf), tmp_path, trust["p256"])

    assert not is_good(said), said


def test_pdfsig_alone_would_be_fooled_by_a_second_revision(world, trust, tmp_path):
    said = signature_of(appended(world.achievement.pdf), tmp_path, trust["p256"])

    assert VALID in said
    assert WHOLE not in said


def test_somebody_elses_seal_is_not_trusted(rsa_world, trust, tmp_path):
    said = signature_of(rsa_world.achievement.pdf, tmp_path, trust["p256"])

    assert VALID in said
    assert TRUSTED not in said


def test_it_can_be_read_aloud(path):
    said = run(BIN / "outloud", path).stdout.decode()

    assert " 0 error(s), 0 warning(s)" in said, said
    say(BIN / "pdfua", "check", path)


def test_every_face_is_embedded_and_every_page_tagged(path):
    faces = [line.split() for line in say("pdffonts", path).splitlines()[2:]]

    assert faces
    assert all(face[-5:-2] == ["yes", "yes", "yes"] for face in faces), faces
    assert "Tagged:          yes" in say("pdfinfo", path)


def test_the_name_can_be_copied(path, made):
    said = say("pdftotext", path, "-").translate(DIRECTIONS)

    assert unicodedata.normalize("NFC", made.name) in said


def test_a_certificate_from_a_template_says_what_one_drawn_whole_says(world, tmp_path):
    texts = {}
    for way in (draw, draw_whole):
        made = world.achievement
        (tmp_path / "c.pdf").write_bytes(way(Drawing(made.name, made.code, made.facts, made.credential, NOON)))
        texts[way.__name__] = [
            say("pdftotext", "-layout", tmp_path / "c.pdf", "-"),
            say("pdfinfo", "-struct-text", tmp_path / "c.pdf"),
            say("pdfinfo", "-isodates", tmp_path / "c.pdf").partition("File size")[0],
        ]

    assert texts["draw"] == texts["draw_whole"]


def test_the_qr_code_reads_back_from_a_coarse_picture(path, made, tmp_path):
    say("pdftoppm", "-r", "72", "-png", "-singlefile", "-f", "1", path, tmp_path / "p")

    [found] = zxingcpp.read_barcodes(Image.open(tmp_path / "p.png"))

    assert found.text == f"{BASE}/v/{made.code}".upper()


def test_the_credential_comes_out_as_it_was_signed(path, made, tmp_path):
    say("pdfdetach", "-saveall", "-o", tmp_path, path)

    assert (tmp_path / "credential.json").read_bytes() == made.credential.data
    assert (tmp_path / "credential.jwt").read_bytes() == made.credential.token


def test_neither_the_file_nor_what_it_says_of_itself_names_anybody(path):
    said = say("pdfinfo", path) + say("pdfinfo", "-meta", path) + say("pdfdetach", "-list", path)

    assert "Wyn" not in said
    assert "Jones" not in said
    assert "Safeguarding" not in said
