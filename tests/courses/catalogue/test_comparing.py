"""What a second person is shown of a changed package."""

from dataclasses import replace

from courses.catalogue.comparing import compare
from tests.courses.catalogue.packages import short_package

BEFORE = short_package().content


def changes(**edits):
    return [(change.part, change.kind, change.name) for change in compare(BEFORE, short_package(**edits).content)]


def test_the_same_has_no_changes():
    assert compare(BEFORE, short_package().content) == []


def test_a_changed_lesson_shows_its_lines_before_and_after():
    (change,) = compare(BEFORE, short_package(lesson=("Some text", "Some better text")).content)

    assert (change.part, change.kind, change.name) == ("Lesson", "changed", "01-first First lesson")
    assert change.lines == (
        ("before", "Some text with a [link](https://example.org)."),
        ("after", "Some better text with a [link](https://example.org)."),
    )
    assert not change.is_weighty


def test_a_changed_criterion_is_named_alone_and_weighs():
    (change,) = compare(BEFORE, short_package(module=("Say who is at risk", "Say who is at risk and when")).content)

    assert (change.part, change.name) == ("Criterion", "1.2 Say who is at risk and when")
    assert change.is_weighty


def test_what_weighs_most_stands_first():
    found = changes(module=('{scheme: CATS, value: "5"}', '{scheme: CATS, value: "10"}'), lesson=("Some", "Any"))

    assert [part for part, _, _ in found] == ["Overview", "Lesson"]


def test_a_changed_question_is_a_changed_lesson():
    (change,) = compare(BEFORE, short_package(lesson=("Which is right?", "Which one is right?")).content)

    assert change.lines == (
        ("before", "question: Which is right?"),
        ("after", "question: Which one is right?"),
    )


def test_a_lesson_that_went_and_one_that_came_are_named():
    # A renamed file is another lesson: progress and notes belong to the old one.
    first, second = BEFORE.lessons
    after = replace(BEFORE, lessons=(first, replace(second, slug="02-new")))

    assert [(change.kind, change.name) for change in compare(BEFORE, after)] == [
        ("added", "02-new Second lesson"),
        ("taken out", "02-second Second lesson"),
    ]
