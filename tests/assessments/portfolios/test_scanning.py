"""Files that wait for a virus scanner: said on their page, scanned once there is one, locked away if harmful."""

import pytest

from assessments.portfolios.scanning import scan_waiting
from assessments.portfolios.states import ItemState
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.notices.models import Notice
from tests.assessments.portfolios.test_identity import add_file, url
from tests.assessments.screening.samples import make_pdf
from tests.assessments.screening.test_sandbox import Scanner
from tests.clock import NOON
from tests.people import make_person


@pytest.fixture
def scanner(tmp_path_factory, settings):
    def started(answer: bytes) -> Scanner:
        path = tmp_path_factory.mktemp("clamd") / "socket"
        settings.CPD_CLAMD = str(path)
        thread = Scanner(path, answer)
        thread.start()
        return thread

    return started


@pytest.fixture
def item(portfolio, task):
    return add_file(portfolio, task, "a.pdf", make_pdf())


def test_without_a_scanner_the_page_says_that_it_waits(page, item):
    assert scan_waiting(now=NOON) == 0
    assert "Waiting: no scanner is set up here yet." in page.get(url("show_item", item.pk)).text


def test_it_is_scanned_once_there_is_one(page, item, scanner):
    scanner(b"stream: OK\0")

    assert scan_waiting(now=NOON) == 1
    assert scan_waiting(now=NOON) == 0
    assert "Passed" in page.get(url("show_item", item.pk)).text


def test_a_harmful_one_is_locked_away_and_administrators_hear_of_it(item, scanner):
    administrator = make_person("Adi Administrator", Role.ADMINISTRATOR)
    scanner(b"stream: Win.Test FOUND\0")

    scan_waiting(now=NOON)

    item.refresh_from_db()
    assert item.state == ItemState.QUARANTINED
    assert Entry.objects.get(name="file.locked_away").subject_id == str(item.pk)
    assert Notice.objects.get(person=administrator).kind == "file.harmful_kept"


def test_a_scanner_that_is_away_changes_nothing(item, settings, tmp_path):
    settings.CPD_CLAMD = str(tmp_path / "nobody")

    assert scan_waiting(now=NOON) == 0
    item.refresh_from_db()
    assert (item.state, item.scanned_at) == (ItemState.PRESENT, None)


def test_what_a_scanner_passed_on_the_way_in_does_not_wait(portfolio, task, scanner):
    scanner(b"stream: OK\0")

    assert add_file(portfolio, task, "a.pdf", make_pdf()).scanned_at == NOON
