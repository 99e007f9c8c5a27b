"""Guessing addresses: what is outside a visit, or past its days, cannot be told from what does not exist."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.audit import urls
from assessments.audit.actions import add_to_visit, draw_own_sample, open_visit, provide_document
from assessments.audit.states import DocumentKind
from assessments.portfolios.models import EvidenceItem
from cpd.accounts.roles import Role
from tests.factories import make_released
from tests.people import make_person, sign_in, university

pytestmark = pytest.mark.usefixtures("standing_award")

# These stay open to her after her days of reading, until the last finding is closed; everything else closes.
STAYS = {
    "show_visit",
    "close_visit",
    "list_findings",
    "write_finding",
    "show_finding",
    "raise_finding",
    "discard_finding",
    "ask_again",
    "close_finding",
    "write_report",
    "sign_report",
    "show_checkpoint",
    "download_checkpoint",
    "mail_line",
    "keep_finding",
    "keep_report",
    "download_report",
    "list_packs",
    "show_pack",
    "download_pack",
}
ROOMS = {
    pattern.name: set(pattern.pattern.converters)
    for pattern in urls.urlpatterns
    if "visit_id" in pattern.pattern.converters and not str(pattern.pattern).startswith("provider/")
}
READING = sorted(ROOMS.keys() - STAYS)


@pytest.fixture
def visit(auditor, award):
    return open_visit(award.accreditation, purpose="Annual monitoring", by=auditor, now=timezone.now())


@pytest.fixture
def ids(visit, award, auditor, coordinator):
    """What each address of a room names, all of it there and open to her today."""
    draw = draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())
    words = {"title": "How we assess", "edition": "3", "text": "One assessor judges each criterion."}
    document = provide_document(DocumentKind.REGULATIONS, **words, by=coordinator, now=timezone.now())
    return {
        "visit_id": visit.pk,
        "cohort_id": award.enrolment.cohort_id,
        "candidate_number": award.enrolment.candidate_number,
        "attempt": 1,
        "item_id": EvidenceItem.objects.first().pk,
        "document_id": document.pk,
        "finding_id": uuid4(),
        "number": draw.number,
        "name": "exhibit-01-agreement",
        "ending": "csv",
        "document": "report",
        "pack_id": uuid4(),
    }


def address(page: str, ids: dict, **other) -> str:
    values = ids | other
    return reverse(f"audit:{page}", kwargs={name: values[name] for name in ROOMS[page] if name in values})


def ask(client, where: str, *, post: bool):
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(where) if post else client.get(where)
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Security-Policy"}
    body = re.sub(r"\b\w{64}\b", "a token", answer.text).replace(where, "")
    return answer.status_code, body, headers, len(queries)


def test_every_room_is_walked_here(ids):
    assert set().union(*ROOMS.values()) <= ids.keys()
    assert len(READING) >= 15


def test_after_the_last_day_every_room_of_evidence_is_as_an_unknown_visit(client, visit, ids, auditor, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=60), tick=False)
    sign_in(client, auditor)
    client.get(reverse("audit:list_visits"))

    for page in READING:
        for post in (False, True):
            known = ask(client, address(page, ids), post=post)
            unknown = ask(client, address(page, ids, visit_id=uuid4()), post=post)
            assert known == unknown, page
            assert known[0] in (404, 405), page


def test_somebody_elses_visit_is_as_an_unknown_one(client, visit, ids, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    other = make_person("Ulla Auditor", Role.AUDITOR)
    other.appointments.update(organisation=university())
    sign_in(client, other)
    client.get(reverse("audit:list_visits"))

    for page in sorted(ROOMS):
        for post in (False, True):
            known = ask(client, address(page, ids), post=post)
            assert known == ask(client, address(page, ids, visit_id=uuid4()), post=post), page
            assert known[0] in (404, 405), page


def test_what_is_outside_the_scope_is_as_what_does_not_exist(client, visit, ids, auditor, other_learner, time_machine):
    """A real cohort, candidate, item and document of another agreement, against made-up ones."""
    time_machine.move_to(timezone.now(), tick=False)
    elsewhere = make_released(other_learner).portfolio.enrolment
    sign_in(client, auditor)
    client.get(reverse("audit:list_visits"))
    outside = {
        "cohort_id": (elsewhere.cohort_id, uuid4()),
        "candidate_number": (elsewhere.candidate_number, "X99999"),
        "item_id": (EvidenceItem.objects.filter(submission__portfolio__enrolment=elsewhere).first().pk, uuid4()),
    }

    for page in READING:
        for name, (real, made_up) in outside.items():
            if name in ROOMS[page]:
                answers = set()
                for post in (False, True):
                    known = ask(client, address(page, ids, **{name: real}), post=post)
                    assert known == ask(client, address(page, ids, **{name: made_up}), post=post), page
                    answers.add(known[0])
                assert 404 in answers <= {404, 405}, page


def test_a_candidate_in_scope_and_not_in_her_sample_is_as_no_candidate(client, visit, award, auditor, time_machine):
    """Of evidence and own judgements: the rest of a candidate within the scope is open to her."""
    time_machine.move_to(timezone.now(), tick=False)
    sign_in(client, auditor)
    client.get(reverse("audit:list_visits"))
    number = award.enrolment.candidate_number

    for page in ("read_evidence", "judge_attempt"):
        known = ask(client, reverse(f"audit:{page}", args=[visit.pk, number, 1]), post=False)
        unknown = ask(client, reverse(f"audit:{page}", args=[visit.pk, "X99999", 1]), post=False)
        assert known == unknown
        assert known[0] == 404
    add_to_visit(visit, award.enrolment, by=auditor, now=timezone.now())
    assert client.get(reverse("audit:judge_attempt", args=[visit.pk, number, 1])).status_code == 200
