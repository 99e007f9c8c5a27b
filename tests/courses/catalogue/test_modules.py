"""The four modules that this service comes with."""

import re
from pathlib import Path

import pytest

from courses.catalogue.actions import import_package, publish_version
from courses.catalogue.markdown import find_faults, to_html
from courses.catalogue.packages import read_package, read_zip, write_zip
from courses.catalogue.queries import get_content
from courses.management.commands.load_modules import MODULES
from tests.clock import NOON

LEAST = {"SCDA": 8, "SMDA": 8, "CAPVA": 6, "ODS": 6}
PACKAGES = {code: read_package(MODULES / code).content for code in LEAST}
LESSONS = [(code, lesson) for code, content in PACKAGES.items() for lesson in content.lessons]


def name(pair) -> str:
    code, lesson = pair
    return f"{code}-{lesson.slug}"


def test_these_four_are_all():
    assert sorted(path.name for path in Path(MODULES).iterdir()) == sorted(LEAST)


@pytest.mark.parametrize("code", LEAST)
def test_a_module_has_its_lessons_outcomes_and_a_case(code):
    content = PACKAGES[code]

    assert len(content.lessons) >= LEAST[code]
    assert content.cases
    assert content.tasks


@pytest.mark.parametrize("code", ["SCDA", "SMDA", "CAPVA"])
def test_the_sixth_outcome_is_reflection_with_criteria_of_its_own(code):
    outcome = PACKAGES[code].outcomes[5]

    assert outcome.title.startswith("Reflection")
    assert [criterion.number for criterion in outcome.criteria] == ["6.1", "6.2"]


@pytest.mark.parametrize("code", LEAST)
def test_a_module_is_brought_in_whole_and_comes_out_again(code, db):
    version = import_package(read_package(MODULES / code), by=None, now=NOON)

    assert publish_version(version, by=None, now=NOON).is_published
    assert get_content(version) == PACKAGES[code]
    assert read_zip(write_zip(get_content(version))).content == PACKAGES[code]


@pytest.mark.parametrize("pair", LESSONS, ids=name)
def test_a_lesson_is_long_enough_and_asks_something(pair):
    lesson = pair[1]

    assert 400 <= len(lesson.body.split()) <= 900
    assert 5 <= lesson.minutes <= 20
    assert len(lesson.prompts) >= 1
    assert len(lesson.checks) >= 2
    assert all(3 <= len(check.options) <= 4 for check in lesson.checks)
    assert lesson.criteria


@pytest.mark.parametrize("pair", LESSONS, ids=name)
def test_a_lesson_becomes_clean_html(pair):
    html = to_html(pair[1].body)

    assert find_faults(pair[1].body) == []
    assert "&lt;" not in html
    assert not re.search(r"\*\*|^#|\]\(", re.sub(r"<[^>]+>", "", html), re.MULTILINE)
    assert set(re.findall(r"<(\w+)", html)) <= {
        "p", "h2", "h3", "ul", "ol", "li", "strong", "em", "blockquote", "a", "hr", "br",
        "table", "thead", "tbody", "tr", "th", "td", "code",
    }  # fmt: skip


def test_every_criterion_is_prepared_by_a_lesson_and_shown_by_a_task():
    for content in PACKAGES.values():
        numbers = {criterion.number for outcome in content.outcomes for criterion in outcome.criteria}
        taught = {number for lesson in content.lessons for number in lesson.criteria}

        assert numbers - taught == set(), content.code


def test_every_task_about_cases_or_oneself_says_what_it_touches_and_has_another_way():
    """A professional discussion is another way too, where a task accepts one; supervision is dates and no case."""
    for content in PACKAGES.values():
        for task in content.tasks:
            other = {"professional_discussion", "supervision_confirmation"} & set(task.modes)
            assert bool(task.note) == bool(task.instead), (content.code, task.key)
            assert task.instead or other, (content.code, task.key)
            # A reflection on oneself is the task that somebody may most need to do otherwise.
            assert task.instead or not task.title.startswith("Reflect"), (content.code, task.key)
            assert len(task.note) <= 80, (content.code, task.key)


def test_right_answers_are_not_always_first_or_longest():
    for content in PACKAGES.values():
        checks = [check for lesson in content.lessons for check in lesson.checks if not check.choose_all]
        first = sum(check.options[0].is_right for check in checks)
        longest = sum(max(check.options, key=lambda option: len(option.text)).is_right for check in checks)

        assert first / len(checks) < 0.6, content.code
        assert longest / len(checks) < 0.7, content.code
