"""Packages become versions: the same changes nothing, a changed one is the next, enrolments stay on theirs."""

import pytest
from django.db import DatabaseError, connection, transaction

from courses.catalogue import freezing
from courses.catalogue.actions import close_version, import_package, publish_erratum, publish_version
from courses.catalogue.freezing import PARTS
from courses.catalogue.models import Lesson, ModuleVersion
from courses.catalogue.packages import read_package, read_zip, write_zip
from courses.catalogue.queries import get_content
from courses.catalogue.states import VersionState
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.courses.catalogue.packages import short_package
from tests.factories import SHORT, make_enrolment, make_version

pytestmark = pytest.mark.django_db
CHANGED = {"lesson": ("Some text", "Some better text")}


def test_the_same_package_twice_changes_nothing(author):
    first = import_package(short_package(), by=author, now=NOON)

    second = import_package(short_package(), by=author, now=later(days=1))

    assert second == first
    assert Entry.objects.filter(name="version.imported").count() == 1


def test_a_changed_package_replaces_the_draft(author):
    import_package(short_package(), by=author, now=NOON)

    draft = import_package(short_package(**CHANGED), by=author, now=later(days=1))

    assert [(version.pk, version.number) for version in ModuleVersion.objects.all()] == [(draft.pk, 1)]
    assert draft.lessons.get(slug="01-first").body.endswith("Some better text with a [link](https://example.org).")


def test_a_changed_package_makes_the_next_version_and_enrolments_stay(author, second_author, learner):
    enrolment = make_enrolment(learner)

    draft = import_package(short_package(**CHANGED), by=author, now=later(days=1))
    publish_version(draft, by=second_author, now=later(days=2))

    enrolment.refresh_from_db()
    assert draft.number == 2
    assert enrolment.version.number == 1
    assert "better" not in enrolment.version.lessons.get(slug="01-first").body


def test_whoever_brought_a_version_in_cannot_publish_it(author, second_author):
    draft = import_package(short_package(), by=author, now=NOON)

    with pytest.raises(NotAllowed, match="A second person must agree"):
        publish_version(draft, by=author, now=NOON)

    assert publish_version(draft, by=second_author, now=NOON).state == VersionState.PUBLISHED


def test_the_service_publishes_only_what_it_brought_in(author):
    draft = import_package(short_package(), by=author, now=NOON)

    with pytest.raises(NotAllowed, match="a second person publishes it"):
        publish_version(draft, by=None, now=NOON)


def test_a_version_is_published_once(author):
    with pytest.raises(NotAllowed, match="already published"):
        publish_version(make_version(), by=author, now=NOON)


@pytest.mark.parametrize("reason", ["", "   "])
def test_closing_needs_a_reason(author, reason):
    with pytest.raises(NotAllowed, match="Say why"):
        close_version(make_version(), reason=reason, by=author, now=NOON)


def test_a_closed_version_is_not_open_to_enrolment(author):
    version = close_version(make_version(), reason="Replaced by version 2.", by=author, now=NOON)

    assert version not in ModuleVersion.objects.open_to_enrolment()
    with pytest.raises(NotAllowed, match="Only a published version"):
        close_version(version, reason="Again", by=author, now=NOON)


def test_a_correction_needs_a_published_version_and_its_own_lesson(author):
    published = make_version()
    draft = import_package(short_package(**CHANGED), by=author, now=NOON)

    with pytest.raises(NotAllowed, match="A draft needs no correction"):
        publish_erratum(draft, text="x", by=author, now=NOON)
    with pytest.raises(NotAllowed, match="another version"):
        publish_erratum(published, text="x", lesson=draft.lessons.first(), by=author, now=NOON)


def test_what_was_brought_in_comes_out_as_the_same_package(author):
    version = import_package(read_package(SHORT), by=author, now=NOON)

    again = read_zip(write_zip(get_content(version)))

    assert again.content == read_package(SHORT).content
    assert import_package(again, by=author, now=later(days=1)) == version


@pytest.mark.parametrize("table", [*PARTS])
def test_the_database_refuses_to_change_a_published_version(table):
    make_version()
    column = {"courses_task_criteria": "task_id", "courses_lesson_criteria": "lesson_id"}.get(table, "id")

    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column}"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_database_refuses_a_new_lesson_in_a_published_version():
    lesson = make_version().lessons.first()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Lesson.objects.create(version=lesson.version, slug="99", title="x", covers="x", minutes=1, body="x", position=9)


@pytest.mark.parametrize("change", [{"title": "Other"}, {"credit": 60}, {"state": "draft", "published_at": None}])
def test_the_database_refuses_to_change_the_facts_of_a_published_version(change):
    version = make_version()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ModuleVersion.objects.filter(pk=version.pk).update(**change)


def test_a_migration_can_rebuild_the_tables_and_leaves_them_frozen():
    version = make_version()

    freezing.thaw_before_migrate(using="default")
    Lesson.objects.filter(version=version).update(minutes=6)
    freezing.freeze_after_migrate(using="default")

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Lesson.objects.filter(version=version).update(minutes=7)
