"""Three hundred names: each stands on paper exactly, or waits for a person."""

import itertools
import subprocess
import unicodedata
from datetime import UTC, datetime

import pytest

from assessments.certificates.names import normalise, reason_to_hold
from assessments.certificates.pdf.parts import centred
from cpd.documents.pdf import Document
from cpd.files.fonts import SERIF, missing_glyphs

GIVEN = [
    *["Ann", "Łucja", "Seán", "Siân", "Željka", "Þóra", "Ngọc Ánh", "Ọlájídé", "Şükrü", "Ĝoja", "Ħanna", "Mary-Jane"],
    *["J. R.", "Niamh Ní", "François-René", "Ýmir", "Îoana", "Ņina"],
]
FAMILY = [
    *["O’Brien", "Ŵyn-Jones", "Nguyễn Thị Hương", "Adébáyọ̀", "Þórðarson", "Ibragimow", "D'Souza", "van der Merwe"],
    *["Đặng", "Ó Súilleabháin", "Kırıkkaleli", "Østergård", "Brzęczyszczykiewicz", "Nwáchúkwú"],
]
OTHER_SCRIPTS = [
    *["Γιώργος Παπαδόπουλος", "Їжакевич Олена", "Ђорђе Ђурђевић", "Қасым-Жомарт", "Ζωή Ξανθοπούλου"],
    *["محمد عبد الله", "فاطمة الزهراء", "نور", "لالة عائشة", "پروین ژاله", "گلناز چمن"],
    *["דוד כהן", "美玲 Chen", "山田 太郎", "김민지", "प्रिया शर्मा", "გიორგი", "Արմեն", "ประภา", "தமிழ் செல்வி", "አበበ"],
    *["Amina محمد", "محمد Ali"],
]
MARKUP = [
    *["<b>Ann</b>", "</para>", "R&D <Lead>", "{{7*7}}", "{% debug %}", "${7*7}", "Ann\u202eKcaj", "Ann\u200bJones"],
    *["%PDF-1.7", "Ann (Smith)", "=cmd|'/c calc'!A0", "Robert'); DROP TABLE", "../../etc/passwd", "Ann\x00Jones"],
    *["😀 Smile", "Ann 2nd", "//evil.example", "\\u0041nn", "Ann\tJones\n", "   ", "¿Ana?"],
]
LONG = ["Wilhelmina " * length + "Smith" for length in (3, 5, 7, 8, 20)]
DECOMPOSED = [unicodedata.normalize("NFD", name) for name in ("Žofie Ŵyn", "Nguyễn Hương", "Ångström Éva")]
NAMES = [f"{given} {family}" for given, family in itertools.product(GIVEN, FAMILY)]
NAMES += OTHER_SCRIPTS + MARKUP + LONG + DECOMPOSED
# What a reader of text puts around words that run from right to left.
DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    """Every name that is not held, and the line that pdftotext reads where it stands."""
    names = [name for name in map(normalise, NAMES) if not reason_to_hold(name, missing_glyphs(name))]
    document = Document(
        size=(842, 595), title="t", author="a", subject="s", creator="c", made_at=datetime(2026, 7, 3, tzinfo=UTC)
    )
    for place, name in enumerate(names):
        if place:
            document.next_page()
        centred(document, 300, name, tag="P", middle=421, width=626, font=SERIF, size=31, colour="#000000")
    said = subprocess.run(["pdftotext", "-", "-"], input=document.write(), capture_output=True, check=True).stdout
    pages = said.decode().split("\f")
    return dict(zip(names, (page.strip().translate(DIRECTIONS) for page in pages), strict=False))


def test_there_are_three_hundred():
    assert len(NAMES) >= 300


def test_every_name_is_exact_or_held(printed):
    wrong = {name: line for name, line in printed.items() if line != name}

    assert wrong == {}


def test_names_of_europe_africa_vietnam_and_arabia_are_printed(printed):
    expected = [f"{given} {family}" for given, family in itertools.product(GIVEN, FAMILY)]
    expected += OTHER_SCRIPTS[:11] + DECOMPOSED

    assert [name for name in map(normalise, expected) if name not in printed] == []


def test_markup_templates_tricks_and_letters_without_a_face_are_held(printed):
    held = MARKUP[:-3] + OTHER_SCRIPTS[11:21] + LONG[3:]

    assert [name for name in map(normalise, held) if name in printed] == []
