"""What is wrong with a package is said with its file, its line and how to mend it; nothing crashes."""

import pytest

from courses.catalogue.packages import PackageError, read_files, read_package
from tests.courses.catalogue.packages import FIRST, line_of, problems_of, short_files, short_package
from tests.factories import SHORT


def at(text: str, file: str = "module.yaml") -> tuple[str, int]:
    return file, line_of(text, file)


def test_a_good_package_is_read_whole():
    content = short_package().content

    assert content.code == "SHORT"
    assert [lesson.slug for lesson in content.lessons] == ["01-first", "02-second"]
    assert content.lessons[0].checks[1].options[1].is_right
    assert content.credit == "5"
    assert content.equivalent_credit == "2.5"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("code: SHORT", "code: short", "“code” should be 2 to 8 capital letters or digits."),
        ("code: SHORT", "code: 42", "“code” should be text: put 42 in quotation marks."),
        ("title: A short module", "title: ", "“title” is missing or is not text."),
        ("title: A short module", "title: NO", "“title” is missing or is not text."),
        ("title: A short module", f"title: {'x' * 201}", "“title” has 201 characters; at most 200 fit."),
        ("title: A short module", 'title: "a\\0b"', "“title” holds a character that cannot be shown. Type it again."),
        (
            "title: A short module",
            'title: "a\\uD800b"',
            "“title” holds a character that cannot be shown. Type it again.",
        ),
        ("notional: 50", "notional: many", "“notional” should be a whole number from 0 to 10000."),
        ("notional: 50", "notional: true", "“notional” should be a whole number from 0 to 10000."),
        ('scheme: CATS, value: "5"', 'scheme: CATS, value: "five"', "“value” should be a number such as 10 or 2.5."),
        ('scheme: CATS, value: "5"', "scheme: CATS, value: .nan", "“value” should be a number such as 10 or 2.5."),
        ('scheme: CATS, value: "5"', 'scheme: CATS, value: "5.125"', "“value” should be a number such as 10 or 2.5."),
        ("scheme: criterion", "scheme: percent", "“scheme” should be one of: criterion, numeric."),
        ("completion: either", "completion: oral", "“completion” should be one of: either, file, written."),
        ('criteria: ["2.1"]', "criteria: [2.1]", "Put 2.1 in “criteria” in quotation marks."),
        ('criteria: ["2.1"]', 'criteria: ["2.1", "9.9"]', "There is no criterion 9.9 in this module."),
        ("words: 300", "words: some", "“words” should be a whole number from 1 to 100000."),
        ("key: P1", "key: P 1", "“key” should be 1 to 8 letters, digits or hyphens, such as q1."),
        ('number: "1.2"', 'number: "7.2"', "Criterion 7.2 is under outcome 1."),
    ],
)
def test_a_wrong_value_is_named_with_its_line(old, new, sentence):
    problems = problems_of(short_files(module=(old, new)))

    assert (*at(old), sentence) in problems


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("minutes: 5", "minutes: 21", "“minutes” should be a whole number from 1 to 20."),
        ("covers: One thing.", "covering: One thing.", "“covering” is no field here. Is it meant to be “covers”?"),
        ("covers: One thing.", "title: Again", "“title” stands twice here; keep one."),
        ("key: r1", "key: note", "“key” should be 1 to 8 letters, digits or hyphens, such as q1."),
        ("right: true, feedback: Yes.", "right: maybe, feedback: Yes.", "“right” should be true or false."),
        ("right: true, feedback: Yes.", "feedback: Yes.", "A question has exactly one right answer (or several with “choose: all”)."),
        ("## A heading", "# A heading", "Headings begin with two to four number signs: ## for a part, ### inside it."),
        ("## A heading", "<script>x</script>", "HTML is not used in a package; write this in Markdown."),
        ("## A heading", "![a](https://example.org/a.png)", "Pictures are not used in a package; say in words what it shows."),
        ("https://example.org", "javascript:alert(1)", "A link begins with https://, mailto: or tel:."),
    ],
)  # fmt: skip
def test_a_fault_in_a_lesson_is_named_with_the_line_of_its_file(old, new, sentence):
    problems = problems_of(short_files(lesson=(old, new)))

    near = {(file, text): line for file, line, text in problems}
    assert (FIRST, sentence) in near
    # A question's own problem is told at the line where the question begins.
    assert near[FIRST, sentence] in (line_of(old, FIRST), line_of("- key: q1", FIRST), line_of("title:", FIRST))


def test_all_problems_are_told_at_once():
    files = short_files(module=("title: A short module", "title: 3"), lesson=("minutes: 5", "minutes: 0"))
    del files["cases/made-up.md"]

    assert [(file, line) for file, line, _ in problems_of(files)] == [
        at("minutes: 5", FIRST),
        at("title: A short module"),
        at("cases/made-up.md"),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"code: [SHORT\ntitle: x", 2),
        (b"code: SHORT\n\ttitle: x", 2),
        (b"code: SHORT\ntitle: \x01", 2),
        (b"code: SHORT\ntitle: \xff", 2),
        (b"code: SHORT\nreview_due: 2027-13-45", 2),
        (b"- a\n- b", 1),
        (b"", 1),
        (b"code: !!python/object/apply:os.system [ls]", 1),
        (b"[" * 50_000, 1),
        (b"a: &a {b: *a}", 1),
    ],
)
def test_unreadable_yaml_is_one_problem_with_a_line(text, line):
    problems = problems_of(short_files() | {"module.yaml": text})

    assert problems[0][:2] == ("module.yaml", line)


def test_aliases_do_not_multiply():
    bomb = "a: &a x\n" + "".join(
        f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )

    assert problems_of(short_files() | {"module.yaml": f"{bomb}title: *i".encode()})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"No fields at all.", "A lesson begins with its fields between two lines of “---”."),
        (b"---\ntitle: x\n", "A lesson begins with its fields between two lines of “---”."),
        (b"", "A lesson begins with its fields between two lines of “---”."),
    ],
)
def test_a_lesson_without_fields_says_how_one_begins(text, sentence):
    assert (FIRST, 1, sentence) in problems_of(short_files() | {FIRST: text})


def test_a_file_that_nobody_would_see_is_a_problem():
    files = short_files() | {"lessons/03-third.md": b"x", "cover.png": b"x", "README.md": b"fine"}

    assert [(file, text.partition(".")[0]) for file, _, text in problems_of(files)] == [
        ("cover.png", "This file does not belong in a package: it holds YAML and Markdown only"),
        ("lessons/03-third.md", "module"),
    ]


def test_line_ends_comments_and_order_do_not_make_another_package():
    files = short_files(module=("code: SHORT\ntitle: A short module", "# note\ntitle: A short module\ncode: SHORT"))
    windows = {name: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n") for name, data in files.items()}

    assert read_files(windows).digest == read_package(SHORT).digest


def test_a_folder_that_is_not_there_is_a_problem(tmp_path):
    with pytest.raises(PackageError, match="could not be opened"):
        read_package(tmp_path / "none")
