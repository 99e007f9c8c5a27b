"""The author's pages."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.catalogue.actions import import_package
from courses.catalogue.models import Module, ModuleVersion
from courses.catalogue.packages import read_zip
from tests.clock import NOON, later
from tests.courses.catalogue.packages import line_of, short_files, short_package, zipped
from tests.factories import make_version
from tests.people import sign_in

UPLOAD = "catalogue:upload_package"
CHANGED = {"lesson": ("Some text", "Some better text")}


def upload(client, data: bytes):
    return client.post(reverse(UPLOAD), {"file": SimpleUploadedFile("SHORT.zip", data)})


def page(name, version, **more):
    return reverse(f"catalogue:{name}", kwargs={"version_id": version.pk, **more})


@pytest.mark.parametrize("role", ["learner", "assessor", "coordinator", "auditor"])
def test_the_catalogue_is_for_authors(client, role, request):
    person = sign_in(client, request.getfixturevalue(role))

    assert person.get(reverse("catalogue:list_versions")).status_code == 403
    assert upload(client, zipped(short_files())).status_code == 403


def test_an_upload_becomes_a_draft_that_its_author_cannot_publish(client, author):
    answer = upload(sign_in(client, author), zipped(short_files()))
    shown = client.get(answer.url)

    assert answer.status_code == 302
    assert "A second person must agree" in shown.text
    assert client.post(page("publish_version", ModuleVersion.objects.get())).status_code == 403


def test_a_second_person_publishes(client, author, second_author):
    draft = import_package(short_package(), by=author, now=NOON)

    answer = sign_in(client, second_author).post(page("publish_version", draft), follow=True)

    assert "Version 1 is published" in answer.text


def test_a_bad_upload_is_a_table_of_file_line_and_what_to_do(client, author):
    files = short_files(module=("title: A short module", "title: 3"), lesson=("minutes: 5", "minutes: 50"))

    answer = upload(sign_in(client, author), zipped(files))

    assert answer.status_code == 422
    assert "2 things have to be put right" in answer.text
    line = line_of("title: A short module")
    assert f'<td class="code">module.yaml</td><td class="number">{line}</td>' in answer.text
    assert Module.objects.count() == 0


@pytest.mark.parametrize("data", [b"", b"no zip", zipped({"../module.yaml": b"x"}, "")])
def test_an_upload_that_is_no_package_is_refused_in_words(client, author, data):
    answer = upload(sign_in(client, author), data)

    assert answer.status_code == 422
    assert "Nothing was imported" in answer.text


def test_no_file_chosen_is_asked_for(client, author):
    answer = sign_in(client, author).post(reverse(UPLOAD), {})

    assert answer.status_code == 422
    assert "Choose a ZIP file." in answer.text


def test_the_same_upload_again_says_that_nothing_changed(client, author):
    make_version()

    answer = upload(sign_in(client, author), zipped(short_files()))

    assert "nothing was changed" in client.get(answer.url).text


def test_a_draft_shows_what_differs_from_the_published_version(client, author, second_author):
    make_version()
    draft = import_package(short_package(**CHANGED), by=author, now=later(days=1))

    answer = sign_in(client, second_author).get(page("show_version", draft))

    assert "Changes since version 1" in answer.text
    assert "Lesson changed: 01-first First lesson" in answer.text
    assert "Some better text with a" in answer.text


def test_a_lesson_is_shown_with_its_right_answers_and_feedback(client, author):
    answer = sign_in(client, author).get(page("show_lesson", make_version(), slug="01-first"))

    assert "This one" in answer.text
    assert "No, look again." in answer.text
    assert "<h2>A heading</h2>" in answer.text


def test_a_case_is_shown(client, author):
    version = make_version()

    answer = sign_in(client, author).get(page("show_case", version, case_id=version.cases.get().pk))

    assert "The Brook family" in answer.text


def test_closing_asks_for_a_reason_and_keeps_it(client, author):
    version = make_version()
    sign_in(client, author)

    assert client.post(page("close_version", version), {"reason": " "}).status_code == 422
    answer = client.post(page("close_version", version), {"reason": "Law has changed."}, follow=True)

    assert "Law has changed." in answer.text
    assert client.get(page("close_version", version)).status_code == 403


def test_a_correction_is_added_from_the_lesson(client, author):
    version = make_version()
    form = sign_in(client, author).get(page("publish_erratum", version) + "?lesson=02-second")
    lesson = form.context["form"].initial["lesson"]

    answer = client.post(page("publish_erratum", version), {"lesson": lesson.pk, "text": "It is 2022."}, follow=True)

    assert lesson.slug == "02-second"
    assert "Second lesson: It is 2022." in answer.text


def test_a_lesson_of_another_version_cannot_be_corrected_here(client, author):
    version = make_version()
    draft = import_package(short_package(**CHANGED), by=author, now=later(days=1))

    answer = sign_in(client, author).post(
        page("publish_erratum", version), {"lesson": draft.lessons.first().pk, "text": "x"}
    )

    assert answer.status_code == 422


def test_a_version_is_downloaded_as_the_package_it_was(client, author):
    version = make_version()

    answer = sign_in(client, author).get(page("download_package", version))

    assert answer["Content-Disposition"] == 'attachment; filename="SHORT-v1.zip"'
    assert read_zip(answer.content).digest == version.package_digest
    assert all(name.startswith("SHORT/") for name in zipfile.ZipFile(io.BytesIO(answer.content)).namelist())


def test_the_list_costs_the_same_for_one_version_and_for_thirty(client, author):
    version = make_version()
    sign_in(client, author).get(reverse("catalogue:list_versions"))
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse("catalogue:list_versions"))
    fields = {field.attname: getattr(version, field.attname) for field in version._meta.concrete_fields}
    ModuleVersion.objects.bulk_create(
        ModuleVersion(**{**fields, "id": None, "number": number}) for number in range(2, 31)
    )

    with CaptureQueriesContext(connection) as for_thirty:
        answer = client.get(reverse("catalogue:list_versions"))

    assert len(answer.context["page"]) == 30
    assert len(for_thirty) == len(for_one)
