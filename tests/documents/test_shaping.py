"""Letters are joined, placed and ordered as their script wants, and typefaces are opened only when they are needed."""

import subprocess
import sys

import pytest

from cpd.documents.pdf import is_shaped, missing_glyphs
from cpd.documents.pdf.scripts import own_face
from cpd.documents.pdf.shaping import Piece, shape
from cpd.documents.pdf.text import break_up, width_of
from cpd.files.fonts import REGULAR, SERIF

PLAIN = """
from datetime import UTC, datetime
import django
django.setup()
from cpd.documents.pdf import Document, missing_glyphs, scripts
from cpd.files.fonts import SERIF
document = Document(size=(9, 9), title="t", author="a", subject="s", creator="c", made_at=datetime(2026, 7, 3, tzinfo=UTC))
document.text(1, 1, "Łucja Ŵyn-Jones Γιώργος", font=SERIF, size=9, colour="#000000")
assert not missing_glyphs("Łucja", SERIF)
document.write()
print(scripts._open.cache_info().currsize)
"""


def shaped(text: str) -> list[Piece]:
    return list(shape(text, REGULAR))


def numbers(text: str) -> list[int]:
    return [glyph.number for piece in shaped(text) for glyph in piece.glyphs]


def test_a_vowel_that_is_written_before_its_letter_is_drawn_before_it():
    [letter], [vowel] = numbers("क"), numbers("\u25ccि")[:1]

    assert numbers("कि")[1] == letter
    assert numbers("कि")[0] != letter
    assert vowel not in (letter, 0)


def test_letters_of_a_syllable_become_one_sign():
    assert len(numbers("ग्री")) < len("ग्री")


def test_arabic_letters_are_joined_and_run_from_right_to_left():
    first, last = "م", "د"

    drawn = numbers("محمد")

    assert len(drawn) == 4
    assert drawn[-1] != numbers(first)[0]
    assert [cluster.text for cluster in shaped("محمد")[0].clusters] == ["د", "م", "ح", "م"]
    assert drawn[0] != numbers(last)[0]


def test_a_name_of_two_directions_stands_in_an_english_line_as_it_was_typed():
    pieces = shaped("Sarah שרה Cohen")

    assert [piece.text for piece in pieces] == ["Sarah ", "שרה", " ", "Cohen"]
    assert [cluster.text for cluster in pieces[1].clusters] == ["ה", "ר", "ש"]


def test_a_line_in_another_language_runs_as_its_first_letter_does():
    assert [piece.text.strip() for piece in shape("محمد IDVA", REGULAR, is_english=False)] == ["IDVA", "محمد"]
    assert [piece.text.strip() for piece in shape("محمد IDVA", REGULAR) if piece.text.strip()] == ["محمد", "IDVA"]


def test_a_mark_is_placed_on_its_letter_by_the_face_of_the_letter():
    [piece] = shape("Adébáyọ̀", SERIF)

    assert piece.face is own_face(SERIF)
    assert piece.glyphs[-1].advance == 0


@pytest.mark.parametrize(
    ("text", "member"), [("田中さくら", 0), ("김민지", 1), ("王小明", 2), ("ㄔㄣ 陳", 3), ("山田 太郎", 2)]
)
def test_a_sign_of_east_asia_has_the_form_of_the_country_that_the_name_shows(text, member):
    assert {piece.face.member for piece in shaped(text)} == {member}


def test_plain_names_are_not_shaped():
    assert [name for name in ("Łucja Ŵyn-Jones", "Nguyễn Thị Hương", "Γιώργος", "Їжакевич") if is_shaped(name)] == []


def test_what_cannot_be_drawn_is_named():
    assert missing_glyphs("Łucja Ŵyn", SERIF) == ""
    assert missing_glyphs("Ann བསྟ", SERIF) == "བསྟ"
    assert missing_glyphs("ाक", SERIF) != ""


def test_arrows_and_ticks_are_drawn_and_what_nobody_has_is_a_question_mark_that_is_copied_as_it_was():
    question, arrow, tick, picture, unknown = (shaped(sign)[0] for sign in "?→✓😀Ꮳ")

    assert 0 not in [glyph.number for piece in (arrow, tick, picture) for glyph in piece.glyphs]
    assert (unknown.text, unknown.glyphs[0].number) == ("Ꮳ", question.glyphs[0].number)
    assert missing_glyphs("→Ꮳ", SERIF) == "Ꮳ"


def test_a_long_word_is_not_cut_between_a_letter_and_its_mark():
    lines = break_up("กำ" + "น้ำ" * 20, REGULAR, 10, 60)

    assert "".join(lines) == "กำ" + "น้ำ" * 20
    assert all(width_of(line, REGULAR, 10) <= 60 for line in lines)
    assert [line for line in lines if line[0] == "้"] == []


def test_a_process_that_meets_no_other_script_opens_none():
    said = subprocess.run(
        [sys.executable, "-c", PLAIN],
        capture_output=True,
        check=True,
        text=True,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings"},
    )

    assert said.stdout.strip() == "0"
