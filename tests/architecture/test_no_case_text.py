"""Words of evidence, feedback and notes stay where they were written: never in history, jobs, notices, mail or logs."""

import logging
import re

import pytest
from django.conf import settings
from django.core import mail, serializers
from django.test import Client

from cpd.accounts.roles import Role
from cpd.files.models import StoredFile
from cpd.history.models import Entry
from cpd.jobs.kinds import KINDS
from cpd.jobs.models import Job
from cpd.notices.models import Mail, Notice
from tests.architecture.pages import PAGES, address_of, is_for, signed_in
from tests.architecture.world.marks import MANAGER_EMAIL, PHRASE

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NAMES = ("Zephyrine", "Quillfeather", "Canaryworks", "Canarymanager")
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def found(text: str, *words: str) -> list[str]:
    return [word for word in words if word.lower() in text.lower()]


@pytest.mark.parametrize("model", [Entry, Job, Notice, Mail, StoredFile], ids=lambda model: model.__name__)
def test_no_row_that_lasts_or_travels_holds_words_or_names(world, model):
    rows = serializers.serialize("json", model.objects.all())

    assert model.objects.exists() or model is Mail
    assert found(rows, PHRASE, *NAMES, world.learner.email) == []


def test_what_people_wrote_is_on_the_disk_as_ciphertext_under_random_names(world):
    paths = [path for root in (settings.CPD_FILES, settings.CPD_VAULT) for path in root.rglob("*") if path.is_file()]

    assert len(paths) > 10
    for path in paths:
        assert found(str(path), PHRASE, *NAMES) == []
        assert PHRASE.encode() not in path.read_bytes()


def test_mail_says_nothing_but_that_there_is_something(world):
    mailing = [job for job in Job.objects.all() if "mail" in job.kind or job.kind == "portfolios.ask_manager"]
    for job in mailing:
        KINDS[job.kind].handler(job.ref)

    assert {MANAGER_EMAIL, world.learner.email} <= {address for letter in mail.outbox for address in letter.to}
    for letter in mail.outbox:
        text = f"{letter.subject} {letter.body} {letter.extra_headers}".replace("/portfolio/confirm/", "")
        assert found(text, PHRASE, *NAMES, "portfolio", "assess", "abuse", "module", "certificate", "learner") == []


@pytest.mark.parametrize("role", Role)
def test_no_title_header_or_address_holds_words_or_names(world, role):
    """A title stands in the history of a shared browser, a header in the log of a proxy."""
    client = signed_in(world.people[role])

    for page in [page for page in PAGES if is_for(page, role)]:
        response = client.get(address_of(page, world))
        heads = f"{response.headers} {response.cookies.output()} {address_of(page, world)}"
        if response.headers["Content-Type"].startswith("text/html"):
            heads += " ".join(TITLE.findall(response.text))
        assert found(heads, PHRASE, *NAMES) == [], page


def test_logs_hold_no_words_names_or_one_time_links(world, caplog):
    token = world.ids["portfolios:answer_manager token"]
    caplog.set_level(settings.LOGGING["root"]["level"])

    Client().post(address_of("portfolios:answer_manager", world), {"statement": PHRASE})
    Client(enforce_csrf_checks=True).post(address_of("portfolios:answer_manager", world), {"statement": PHRASE})
    Client().get("/people/?search=Zephyrine&nowhere")
    for role in Role:
        signed_in(world.people[role]).get(address_of("boards:decide_paper", world))
        signed_in(world.people[role]).get("/no/such/page/Zephyrine")

    assert logging.getLogger("django.request").getEffectiveLevel() >= logging.ERROR
    assert found(caplog.text, PHRASE, *NAMES, token) == []
