"""Whoever reads an item for their work may lock it away, from where they read it (decision 28)."""

import inspect
from contextlib import suppress
from types import FunctionType

import pytest
from django.urls import Resolver404, resolve
from lxml import html

from assessments.confidentiality.models import Incident, SafeguardingConcern
from assessments.portfolios.models import EvidenceItem
from cpd.accounts.roles import Role
from tests.architecture.pages import PAGES, address_of, is_for, open_to, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# From where it is locked away, as whom, under what it is found, and the page that leads there.
PLACES = {
    "marking:lock_item": (Role.ASSESSOR, "marking", "marking:mark_submission"),
    "marking:lock_countersigned_item": (Role.ASSESSOR, "marking", "marking:show_countersigning"),
    "standardisation:lock_exercise_item": (Role.ASSESSOR, "standardisation", "standardisation:judge_exercise"),
    "moderation:lock_item": (Role.MODERATOR, "moderation", "moderation:review_item"),
    "moderation:lock_interim_item": (Role.MODERATOR, "moderation", "moderation:advise"),
    "audit:lock_evidence": (Role.AUDITOR, "audit", "audit:read_evidence"),
    "confidentiality:lock_in_emergency": (Role.SAFEGUARDING, "emergency", "confidentiality:read_in_emergency"),
}


def resolves_to(page: str) -> FunctionType:
    return inspect.unwrap(PAGES[page][0].callback)


def names_in(function: FunctionType) -> set[str]:
    return set(function.__code__.co_names)


def reached_from(view: FunctionType) -> set[str]:
    """The names that a view uses, itself or by functions of its own module."""
    seen, names, waiting = set(), set(), [view]
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        for name in names_in(function):
            names.add(name)
            other = view.__globals__.get(name)
            if isinstance(other, FunctionType) and inspect.unwrap(other).__module__ == view.__module__:
                waiting.append(inspect.unwrap(other))
    return names


def test_no_place_is_missing():
    named = {page for page in PAGES if page.split(":")[1].startswith("lock_")}
    assert named == set(PLACES)


@pytest.mark.parametrize("page", PLACES)
def test_it_is_locked_away_from_where_it_is_read(world, page):
    role, found_at, reading = PLACES[page]
    client, address = signed_in(world.people[role]), address_of(page, world)
    assert role in open_to(page)
    assert f'href="{address}"' in client.get(address_of(reading, world)).text
    assert client.post(address, {"kind": ""}).status_code == 422

    before = set(Incident.objects.values_list("pk", flat=True))

    answer = client.post(address, {"kind": "name"})

    incident = Incident.objects.exclude(pk__in=before).get()
    assert answer.status_code == 302
    assert (incident.found_at, incident.opened_by) == (found_at, world.people[role])
    assert EvidenceItem.objects.get(pk=incident.item_id).state == "quarantined"
    assert client.get(address).status_code in (403, 404, 410)


@pytest.mark.parametrize(
    ("role", "page"),
    [(Role.SAFEGUARDING, "confidentiality:list_intake"), (Role.ADMINISTRATOR, "operations:show_system")],
)
def test_who_may_break_the_glass_finds_the_way(world, role, page):
    client = signed_in(world.people[role])

    assert 'href="/intake/emergency/"' in client.get(address_of(page, world)).text
    assert client.get("/intake/emergency/").status_code == 200


CONCERNS = {
    "marking:raise_concern": (Role.ASSESSOR, "marking:mark_submission"),
    "marking:raise_countersigned_concern": (Role.ASSESSOR, "marking:show_countersigning"),
    "standardisation:raise_exercise_concern": (Role.ASSESSOR, "standardisation:judge_exercise"),
    "moderation:raise_concern": (Role.MODERATOR, "moderation:review_item"),
    "moderation:raise_interim_concern": (Role.MODERATOR, "moderation:advise"),
    "audit:raise_concern": (Role.AUDITOR, "audit:read_evidence"),
    "confidentiality:raise_concern": (Role.COORDINATOR, "confidentiality:show_intake"),
    "confidentiality:raise_in_emergency": (Role.SAFEGUARDING, "confidentiality:read_in_emergency"),
    "confidentiality:raise_passage_concern": (Role.SAFEGUARDING, "confidentiality:review_passages"),
}


def test_no_place_for_a_concern_is_missing():
    named = {page for page in PAGES if "raise_from" in names_in(resolves_to(page))}
    assert named == set(CONCERNS)


@pytest.mark.parametrize("page", CONCERNS)
def test_a_concern_is_two_presses_away_and_is_seen_nowhere_afterwards(world, page):
    role, reading = CONCERNS[page]
    client, address = signed_in(world.people[role]), address_of(page, world)
    before = client.get(address_of(reading, world)).text
    assert f'href="{address}"' in before
    assert "Is somebody in danger now?" in client.get(address).text

    raised = set(SafeguardingConcern.objects.values_list("pk", flat=True))

    answer = client.post(address, {"note": "Brambleshaw sleeps in the car", "about": "somebody"})

    assert answer.status_code == 302
    concern = SafeguardingConcern.objects.exclude(pk__in=raised).get()
    assert concern.raised_by == world.people[role]
    for other in (role, Role.BOARD, Role.AUDITOR, Role.COORDINATOR):
        for shown in ("audit:show_story", "marking:mark_submission", "boards:decide_paper", "marking:list_allocations"):
            if is_for(shown, other):
                text = signed_in(world.people[other]).get(address_of(shown, world)).text
                assert "Brambleshaw" not in text, (other, shown)


# Views in which evidence is read, found by what they call: the page that shows it, and as whom it is looked at here.
READ_BY = {"read_submission", "read_waiting", "lay_side_by_side"}
READING = {
    "marking:mark_submission": Role.ASSESSOR,
    "marking:compare_attempts": Role.ASSESSOR,
    "marking:show_countersigning": Role.ASSESSOR,
    "standardisation:judge_exercise": Role.ASSESSOR,
    "moderation:review_item": Role.MODERATOR,
    "moderation:advise": Role.MODERATOR,
    "audit:read_evidence": Role.AUDITOR,
    "confidentiality:show_intake": Role.COORDINATOR,
    "confidentiality:review_passages": Role.SAFEGUARDING,
    "confidentiality:read_in_emergency": Role.SAFEGUARDING,
}
# In the world of these tests nobody is at a second attempt: tests/assessments/marking/test_attempts.py looks there.
ELSEWHERE = {"marking:compare_attempts"}
# She judges on it what she reads beside it.
BESIDE = {"audit:judge_attempt": Role.AUDITOR}
LOCKS = {*(page.split(":")[1] for page in PLACES), "quarantine_item"}
# The lead sees passages and no item; whoever is to lock one away opens it at intake.
LOCKED_AT_INTAKE = {"confidentiality:review_passages"}


def test_every_view_that_reads_evidence_is_known():
    assert {page for page in PAGES if READ_BY & reached_from(resolves_to(page))} == set(READING)


@pytest.mark.parametrize("page", sorted({*READING, *BESIDE} - ELSEWHERE))
def test_where_evidence_is_read_it_is_locked_away_and_a_concern_is_raised(world, page):
    client = signed_in(world.people[(READING | BESIDE)[page]])
    shown = client.get(address_of(page, world))
    assert shown.status_code == 200
    found = set()
    for link in html.fromstring(shown.content).iter("a"):
        with suppress(Resolver404):
            found.add(resolve(link.get("href", "").partition("?")[0].partition("#")[0]).view_name)

    assert found & set(CONCERNS), page
    assert {name.partition(":")[2] for name in found} & LOCKS or (
        page in LOCKED_AT_INTAKE and "confidentiality:show_intake" in found
    )
