"""A file leaves by a link: for a minute, for the session that asked, while the right to read it stands."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as settings_of_the_project
from django.test import Client, override_settings
from django.utils import timezone

from assessments.confidentiality.actions import quarantine_item
from assessments.marking.actions import withdraw_allocation
from assessments.portfolios.actions import add_file
from cpd.accounts.links import make_link
from cpd.history.models import Entry
from tests.assessments.marking.desks import allocate_sealed, url
from tests.assessments.portfolios.files import picture
from tests.clock import NOON
from tests.factories import make_ready_portfolio
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
FILES = "files.example.org"


@pytest.fixture
def apart():
    """An installation whose files have a host of their own."""
    with override_settings(CPD_FILES_ORIGIN=f"http://{FILES}", ALLOWED_HOSTS=["testserver", FILES]):
        yield


@pytest.fixture
def desk(learner, assessor, client):
    """An allocated submission with a picture, and its assessor at her desk."""
    draft = make_ready_portfolio(learner)
    task = draft.portfolio.enrolment.version.tasks.get(key="P1")
    item = add_file(draft, task=task, mode="anonymised_rewrite", title="Map", upload=picture(), by=learner, now=NOON)
    allocation = allocate_sealed(draft, assessor)
    sign_in(client, assessor)
    allocation.item = item
    return allocation


def address(desk, name="download_item", *args):
    return url(name, desk, desk.item.pk, *args)


def opened():
    return Entry.objects.filter(name="evidence.opened").count()


def test_asking_gives_a_link_and_the_link_gives_the_file(client, desk):
    answer = client.get(address(desk))
    assert answer.status_code == 302
    assert answer.url.startswith("/files/")
    assert str(desk.item.pk) not in answer.url
    assert opened() == 0

    file = client.get(answer.url)

    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["Content-Security-Policy"].startswith("sandbox")
    assert b"".join(file.streaming_content).startswith(b"\x89PNG")
    assert opened() == 1


def test_a_page_of_it_comes_by_a_link_too(client, desk):
    file = client.get(client.get(address(desk, "show_page", 1)).url)

    assert file.headers["Content-Disposition"].startswith("inline")
    assert file.headers["Content-Security-Policy"].startswith("sandbox")
    assert client.get(address(desk, "show_page", 9)).status_code == 404


def test_in_another_session_it_is_not_found_not_even_of_the_same_person(client, desk, assessor):
    link = client.get(address(desk)).url

    others = [Client(), sign_in(Client(), make_person("Nia Near", "assessor")), sign_in(Client(), assessor)]

    assert [other.get(link).status_code for other in others] == [404, 404, 404]
    assert opened() == 0


@pytest.mark.parametrize(("seconds", "status"), [(55, 200), (62, 404)])
def test_it_lasts_for_a_minute(client, desk, seconds, status):
    made_at = timezone.now() - timedelta(seconds=seconds)
    link = make_link(address(desk), client.session.session_key, now=made_at)

    assert client.get(link).status_code == status


@pytest.mark.parametrize("change", ["withdrawn", "quarantined", "role ended", "closed", "signed out"])
def test_when_the_right_is_gone_the_link_is_not_found(client, desk, assessor, coordinator, change):
    link = client.get(address(desk)).url
    if change == "withdrawn":
        withdraw_allocation(desk, by=coordinator, now=NOON)
    elif change == "quarantined":
        quarantine_item(desk.item, kind="name", by=assessor, now=NOON, found_at="marking")
    elif change == "role ended":
        assessor.appointments.update(ends_on="2021-01-01")
    elif change == "closed":
        type(assessor).objects.filter(pk=assessor.pk).update(is_active=False)
    else:
        client.get("/exit")

    answer, nonsense = client.get(link), client.get("/files/nonsense/")

    assert (answer.status_code, nonsense.status_code) == (404, 404)
    assert b"locked away" not in answer.content
    assert opened() == 0


def test_a_changed_or_made_up_token_is_not_found(client, desk):
    link = client.get(address(desk)).url

    changed = link[:-9] + ("A" if link[-9] != "A" else "B") + link[-8:]

    assert client.get(changed).status_code == 404
    assert client.post(link).status_code == 405


def test_on_a_host_of_its_own_it_works_without_a_cookie_and_once(client, desk, apart):
    link = client.get(address(desk)).url
    assert link.startswith(f"http://{FILES}/files/")
    stranger = Client(headers={"host": FILES})

    file = stranger.get(link)

    assert b"".join(file.streaming_content).startswith(b"\x89PNG")
    assert file.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert file.headers["Content-Security-Policy"].startswith("sandbox")
    assert not file.cookies
    assert stranger.get(link).status_code == 404
    assert opened() == 1


def test_there_it_ends_with_the_session_that_asked(client, desk, apart):
    link = client.get(address(desk)).url
    client.get("/exit")

    assert Client(headers={"host": FILES}).get(link).status_code == 404


def test_the_host_of_files_knows_nothing_else_and_the_site_follows_no_link(client, desk, apart):
    link = client.get(address(desk)).url
    stranger = Client(headers={"host": FILES})

    answers = [stranger.get(path) for path in ("/", "/account/login/", "/healthz", "/static/x.css", "/files/no/")]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.content for answer in answers} == {b"There is nothing here."}
    assert not any(answer.cookies for answer in answers)
    assert client.get(link.removeprefix(f"http://{FILES}"), headers={"host": "testserver"}).status_code == 404


def test_a_file_that_was_destroyed_under_the_link_is_not_found(client, desk, settings):
    link = client.get(address(desk)).url
    for path in settings.CPD_VAULT.rglob(f"{desk.item.file_id}*"):
        path.unlink()

    assert client.get(link).status_code == 404


@pytest.mark.parametrize(
    ("origin", "is_taken"),
    [
        ("https://files.example.org", True),
        ("https://cpd.example.org:8443", False),
        ("files.example.org", False),
        ("https://files.example.org/evidence", False),
    ],
)
def test_an_origin_that_is_no_other_host_stops_the_start(origin, is_taken, tmp_path):
    """Cookies go to every port of a host, so another port is no separation."""
    ours = {"CPD_FILES_ORIGIN": origin, "CPD_BASE_URL": "https://cpd.example.org", "CPD_SECRET_KEY": "x" * 50}
    environment = {"PATH": os.environ["PATH"], "CPD_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cpd.settings"}

    ended = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"],
        env=environment | ours,
        cwd=settings_of_the_project.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode == 0) is is_taken
    assert is_taken or "CPD_FILES_ORIGIN is another host" in ended.stderr
