"""Marked strings in every field that holds something about a learner: each is found where its readers are, and nowhere
else; after her erasure it is found nowhere.

The strings are planted by the table of what is kept (records/keeping/places.py), which a test holds against the models: a new
field without a line there fails, and a line without a row in the world fails here. A dozen classes of string, by who may read.
"""

import contextlib
import io
import logging
import zipfile

import pypdfium2
import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail, serializers
from django.db import connection
from django.test import Client

from assessments.records.keeping.places import PLACES
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.jobs.kinds import KINDS
from cpd.jobs.models import Job
from cpd.notices.models import Mail
from tests.architecture.canaries import ANY, ONLY_ON, READERS, SHARED, complete, erase, plant
from tests.architecture.pages import PAGES, address_of, body_of, is_for, open_to, signed_in
from tests.people import prove_again

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(120)]


def texts_of(data: bytes) -> str:
    """Everything that can be read in an answer: PDF and archives opened, the rest as it is."""
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return " ".join(f"{name} {texts_of(archive.read(name))}" for name in archive.namelist())
    if data[:5] == b"%PDF-":
        with contextlib.suppress(pypdfium2.PdfiumError):
            document = pypdfium2.PdfDocument(data)
            return " ".join(page.get_textpage().get_text_range() for page in document)
    return data.decode(errors="replace")


def walk(world, only: set[tuple[str, Role | None]] | None = None) -> set[tuple[str, str, Role | None]]:
    """Every page as everybody to whom it is open, or these: which class of string is shown on which page to whom."""
    found = set()
    for role in [*Role, None]:
        client = Client()
        if role:
            # Just proved, so that a copy of one's information is opened too.
            client = prove_again(signed_in(world.people[role]), world.people[role], "password", "mfa")
        for page in PAGES:
            is_open = is_for(page, role) if role else open_to(page) == "everyone"
            if page == "accounts:leave" or not is_open or (only is not None and (page, role) not in only):
                continue
            text = _shown(client.get(address_of(page, world)))
            found |= {(page, word, role) for word in ANY.findall(text.lower())}
    return found


def _shown(response) -> str:
    """Headers, cookies and everything that can be read in the answer."""
    body, kind = body_of(response), response.headers.get("Content-Type", "")
    starts = [body.find(sign) for sign in (b"%PDF-", b"PK\x03\x04") if sign in body]
    is_packed = starts and not kind.startswith("text/")
    return body.decode(errors="replace") + (texts_of(body[min(starts) :]) if is_packed else "")


def is_allowed(page: str, word: str, role: Role | None) -> bool:
    if role is None:
        return (page, word) in SHARED
    pages = ONLY_ON.get(role, {}).get(word)
    return role in READERS[word] and (pages is None or page in pages)


def dump() -> dict[str, str]:
    """Every table of the database as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = repr(cursor.fetchall()).lower()
    return found


def on_disk() -> list[str]:
    paths = [path for root in (settings.CPD_FILES, settings.CPD_VAULT) for path in root.rglob("*") if path.is_file()]
    return [
        str(path) for path in paths if ANY.search(str(path).lower()) or ANY.search(path.read_bytes().decode("latin-1"))
    ]


@pytest.fixture
def planted(world):
    complete(world)
    return plant(world)


def test_every_field_about_her_has_a_row_with_its_string(planted):
    """A field without one would be looked for in vain below."""
    empty = {f"{model}.{name}" for (model, name), rows in planted.items() if not rows}

    assert empty == NO_ROW


NO_ROW = {
    # Of people who work here, and what an auditor notes for herself.
    "assessments.StandingFact.seen",
    "assessments.Suspicion.sealed_note",
    "assessments.Suspicion.sealed_reason",
    "assessments.OwnJudgement.note",
}


def test_each_string_is_found_by_its_readers_alone_and_after_her_erasure_by_nobody(world, planted, caplog):
    caplog.set_level(logging.DEBUG, logger="cpd")
    found = walk(world)

    wrong = sorted(
        f"{role or 'nobody'}: {word} on {page}" for page, word, role in found if not is_allowed(page, word, role)
    )
    assert wrong == []
    # Whoever may read a class does read it somewhere: a walk that finds nothing proves nothing.
    assert {word for _, word, _ in found} == set(READERS)
    assert not ANY.search(caplog.text)

    erase(world.learner)

    assert {table for table, text in dump().items() if ANY.search(text)} == set()
    assert on_disk() == []
    assert walk(world, only={(page, role) for page, _, role in found}) == set()


def test_no_row_that_travels_holds_any(world, planted):
    for model in (Entry, Job, Mail):
        assert not ANY.search(serializers.serialize("json", model.objects.all()).lower()), model
    for job in [job for job in Job.objects.all() if "mail" in job.kind or job.kind == "portfolios.ask_manager"]:
        KINDS[job.kind].handler(job.ref)
    assert mail.outbox
    for letter in mail.outbox:
        assert not ANY.search(f"{letter.subject} {letter.body} {letter.extra_headers}".lower())
    assert on_disk() == []


def test_strings_stand_in_no_other_column(world, planted):
    """In a table that is not about her, in plain text or in JSON."""
    tables = {apps.get_model(place.model)._meta.db_table for place in PLACES}

    assert {table for table, text in dump().items() if ANY.search(text)} <= tables
