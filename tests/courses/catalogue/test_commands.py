"""import_module and load_modules."""

import io

import pytest
from django.core.management import CommandError, call_command

from courses.catalogue.actions import import_package
from courses.catalogue.models import Module, ModuleVersion
from tests.clock import NOON
from tests.courses.catalogue.packages import line_of, short_files, short_package, zipped
from tests.factories import SHORT

pytestmark = pytest.mark.django_db


def run(*arguments) -> str:
    said = io.StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def test_a_bad_package_is_refused_with_file_and_line_and_nothing_is_imported(tmp_path):
    path = tmp_path / "bad.zip"
    path.write_bytes(zipped(short_files(module=("title: A short module", "title: 3"))))
    said = io.StringIO()

    with pytest.raises(CommandError, match="Nothing was imported: 1 to put right"):
        call_command("import_module", path, stderr=said)

    line = line_of("title: A short module")
    assert said.getvalue() == f"module.yaml, line {line}: “title” should be text: put 3 in quotation marks.\n"
    assert Module.objects.count() == 0


def test_a_good_package_is_a_draft_until_it_is_published():
    assert run("import_module", SHORT) == "SHORT version 1: draft.\n"
    assert run("import_module", SHORT, "--publish") == "SHORT version 1: published.\n"
    assert run("import_module", SHORT, "--publish") == "SHORT version 1: published.\n"


def test_the_command_does_not_publish_what_a_person_brought_in(author):
    import_package(short_package(), by=author, now=NOON)

    with pytest.raises(CommandError, match="stays a draft"):
        run("import_module", SHORT, "--publish")


def test_the_four_modules_are_loaded_once():
    first = run("load_modules")

    assert len(first.splitlines()) == 4
    assert run("load_modules") == first
    assert set(ModuleVersion.objects.values_list("number", "state")) == {(1, "published")}
