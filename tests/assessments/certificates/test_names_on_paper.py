"""Three hundred names: each stands on paper exactly, or waits for a person."""

import itertools
import subprocess
import unicodedata
from datetime import UTC, datetime

import pypdfium2
import pytest

from assessments.certificates.names import normalise, reason_to_hold
from assessments.certificates.pdf.parts import centred
from cpd.documents.pdf import Document, missing_glyphs
from cpd.files.fonts import SERIF

GIVEN = [
    *["Ann", "Łucja", "Seán", "Siân", "Željka", "Þóra", "Ngọc Ánh", "Ọlájídé", "Şükrü", "Ĝoja", "Ħanna", "Mary-Jane"],
    *["J. R.", "Niamh Ní", "François-René", "Ýmir", "Îoana", "Ņina"],
]
FAMILY = [
    *["O’Brien", "Ŵyn-Jones", "Nguyễn Thị Hương", "Adébáyọ̀", "Þórðarson", "Ibragimow", "D'Souza", "van der Merwe"],
    *["Đặng", "Ó Súilleabháin", "Kırıkkaleli", "Østergård", "Brzęczyszczykiewicz", "Nwáchúkwú"],
]
# At least two names of each script that is drawn, some of them beside Latin.
SCRIPTS = {
    "Greek": ["Γιώργος Παπαδόπουλος", "Ζωή Ξανθοπούλου"],
    "Cyrillic": ["Їжакевич Олена", "Ђорђе Ђурђевић", "Қасым-Жомарт"],
    "Arabic": [
        "محمد عبد الله",
        "فاطمة الزهراء",
        "نور",
        "لالة عائشة",
        "پروین ژاله",
        "گلناز چمن",
        "علی‌رضا",
        "ڈاکٹر بیگم",
    ],
    "Arabic beside Latin": ["Amina محمد", "محمد Ali", "Amina محمد Khan"],
    "Hebrew": ["שרה כהן", "דוד בן־גוריון", "Sarah שרה Cohen", "שרה Cohen-Levi"],
    "Devanagari": ["किशोरी शर्मा", "प्रिया श्रीवास्तव", "Priya किशोरी Sharma"],
    "Bengali": ["ক্ষিতীশ মুখোপাধ্যায়", "শর্মিষ্ঠা দাস"],
    "Gurmukhi": ["ਗੁਰਪ੍ਰੀਤ ਕੌਰ", "ਹਰਜਿੰਦਰ ਸਿੰਘ"],
    "Gujarati": ["હર્ષિદા પટેલ", "કૃષ્ણા શાહ"],
    "Odia": ["ଶ୍ରୀମତୀ ଦାସ", "ପ୍ରିୟଙ୍କା"],
    "Tamil": ["தமிழ்ச்செல்வி", "ஸ்ரீதேவி கிருஷ்ணன்"],
    "Telugu": ["శ్రీలక్ష్మి", "కృష్ణవేణి"],
    "Kannada": ["ಶ್ರೀಲಕ್ಷ್ಮಿ ಕೃಷ್ಣ", "ಪ್ರಿಯಾ"],
    "Malayalam": ["ശ്രീലക്ഷ്മി", "കൃഷ്ണപ്രിയ നായർ"],
    "Sinhala": ["ශ්‍රියානි සිල්වා", "ක්‍රිෂ්ණා"],
    "Thai": ["ไพลิน ศรีสุข", "ประภา น้ำผึ้ง"],
    "Lao": ["ນາງ ຄຳປຸ່ນ", "ສົມພອນ"],
    "Khmer": ["ស្រីមុំ សុខា", "ច័ន្ទ"],
    "Myanmar": ["အောင်ဆန်းစုကြည်", "ခင်မြင့်"],
    "Ethiopic": ["አበበ ቢቂላ", "ሰላማዊት"],
    "Armenian": ["Արմեն Սարգսյան", "Անի"],
    "Georgian": ["ნინო გიორგაძე", "თამარ"],
    "Chinese": ["王小明", "歐陽 美玲", "美玲 Chen"],
    "Japanese": ["田中さくら", "山田 太郎", "マリア・スミス"],
    "Korean": ["김민지", "이서연 Lee"],
    "Bopomofo": ["ㄔㄣˊ 陳"],
}
# Scripts without a typeface here, vowel points that a reader copies in the wrong order, a vowel without its letter.
LEFT_TO_A_PERSON = [
    "བསྟན་འཛིན",
    "އަޙްމަދު",
    "ᠪᠠᠲᠤ",
    "ᏣᎳᎩ",
    "ܡܪܝܡ",
    "ދިވެހި",
    "דָּוִד",
    "مُحَمَّد",
    "ाकिशोरी",
    "Ann\u200dJones",
    "A\u0941nn",
]
MARKUP = [
    *["<b>Ann</b>", "</para>", "R&D <Lead>", "{{7*7}}", "{% debug %}", "${7*7}", "Ann\u202eKcaj", "Ann\u200bJones"],
    *["%PDF-1.7", "Ann (Smith)", "=cmd|'/c calc'!A0", "Robert'); DROP TABLE", "../../etc/passwd", "Ann\x00Jones"],
    *["😀 Smile", "Ann 2nd", "//evil.example", "\\u0041nn", "Ann\tJones\n", "   ", "¿Ana?"],
]
LONG = ["Wilhelmina " * length + "Smith" for length in (3, 5, 7, 8, 20)]
DECOMPOSED = [unicodedata.normalize("NFD", name) for name in ("Žofie Ŵyn", "Nguyễn Hương", "Ångström Éva")]
NAMES = [f"{given} {family}" for given, family in itertools.product(GIVEN, FAMILY)]
NAMES += [*itertools.chain(*SCRIPTS.values())] + LEFT_TO_A_PERSON + MARKUP + LONG + DECOMPOSED
# What a reader of text puts around words that run from right to left.
DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))

ENGLISH = "This is to certify that the person named here has met every criterion"


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Every name that is not held."""
    return [name for name in map(normalise, NAMES) if not reason_to_hold(name, missing_glyphs(name, SERIF))]


@pytest.fixture(scope="module")
def document(names) -> bytes:
    """Each of them on a page in English, as on a certificate."""
    document = Document(
        size=(842, 595), title="t", author="a", subject="s", creator="c", made_at=datetime(2026, 7, 3, tzinfo=UTC)
    )
    for place, name in enumerate(names):
        if place:
            document.next_page()
        for y, line in ((400, ENGLISH), (300, name)):
            centred(document, y, line, tag="P", middle=421, width=626, font=SERIF, size=31, colour="#000000")
    return document.write()


@pytest.fixture(scope="module")
def printed(names, document) -> dict[str, str]:
    """Every name that is not held, and the line that pdftotext reads where it stands."""
    said = subprocess.run(["pdftotext", "-", "-"], input=document, capture_output=True, check=True).stdout
    pages = said.decode().split("\f")
    return dict(zip(names, map(line_under_the_english, pages), strict=False))


def line_under_the_english(page: str) -> str:
    return page.partition(ENGLISH)[2].strip().translate(DIRECTIONS)


def test_there_are_three_hundred():
    assert len(NAMES) >= 300


def test_every_name_is_exact_or_held(printed):
    wrong = {name: line for name, line in printed.items() if line != name}

    assert wrong == {}


def test_chrome_copies_every_name_as_well(names, document):
    """Its reader, pdfium, leaves out joiners, which nobody sees."""
    joiners = dict.fromkeys(map(ord, "\u200c\u200d"))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(document)]
    copied = dict(zip(names, map(line_under_the_english, pages), strict=True))

    assert {name: line for name, line in copied.items() if line.translate(joiners) != name.translate(joiners)} == {}


def test_names_of_europe_africa_and_vietnam_are_printed(printed):
    expected = [f"{given} {family}" for given, family in itertools.product(GIVEN, FAMILY)] + DECOMPOSED

    assert [name for name in map(normalise, expected) if name not in printed] == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_of_this_script_are_printed(printed, script):
    assert [name for name in map(normalise, SCRIPTS[script]) if name not in printed] == []


def test_markup_templates_tricks_and_letters_without_a_face_are_held(printed):
    held = MARKUP[:-3] + LEFT_TO_A_PERSON + LONG[3:]

    assert [name for name in map(normalise, held) if name in printed] == []
