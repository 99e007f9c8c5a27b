"""Whoever reads an item for their work may lock it away, from where they read it (decision 28)."""

import pytest

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
    "moderation:raise_concern": (Role.MODERATOR, "moderation:review_item"),
    "audit:raise_concern": (Role.AUDITOR, "audit:read_evidence"),
}


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
