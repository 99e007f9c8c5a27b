"""Whoever a learner keeps away learns nothing of her on any page of any role, and no word says why (COI-1)."""

import pytest

from assessments.portfolios.models import Submission
from cpd.accounts.actions import keep_away
from cpd.accounts.roles import BLIND, STAFF, Role
from tests.architecture.pages import PAGES, address_of, body_of, is_for, signed_in
from tests.architecture.world.marks import PHRASE
from tests.clock import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROLES = sorted(STAFF)


@pytest.mark.parametrize("role", ROLES)
def test_no_page_shows_anything_of_a_learner_to_whom_she_keeps_away(world, role):
    person = world.people[role]
    keep_away(name=str(person), by=world.learner, now=NOON)
    # Her employer has other people too.
    secrets = world.canaries - {"canaryworks"}
    if role not in BLIND:
        secrets.add(PHRASE)
        numbers = world.learner.enrolments.values_list("candidate_number", flat=True)
        references = Submission.objects.values_list("reference", flat=True)
        secrets |= {secret.lower() for secret in (*numbers, *references)}
    client = signed_in(person)

    for page in PAGES:
        if not is_for(page, role):
            continue
        address = address_of(page, world)
        shown = body_of(client.get(address)).decode(errors="replace").lower()
        # What a university writes of a visit, a moderator of a run and a board of its meeting names nobody.
        looked_for = secrets - {PHRASE} if page.startswith(("audit:", "moderation:", "boards:")) else secrets
        assert [secret for secret in looked_for if secret in shown and secret not in address.lower()] == [], page
        assert "keeps you away" not in shown


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (Role.ASSESSOR, ("marking:mark_submission", "marking:show_mark", "marking:download_item")),
        (Role.MODERATOR, ("moderation:download_item",)),
        (Role.BOARD, ("boards:decide_paper",)),
        (Role.AUDITOR, ("audit:show_story",)),
        (Role.COORDINATOR, ("delivery:show_enrolment", "marking:allocate_submission", "confidentiality:show_intake")),
    ],
)
def test_what_they_could_open_before_is_closed_at_once(world, role, pages):
    client = signed_in(world.people[role])
    addresses = [address_of(page, world) for page in pages]
    assert {client.get(address).status_code for address in addresses} <= {200, 302}

    keep_away(name=str(world.people[role]), by=world.learner, now=NOON)

    assert {client.get(address).status_code for address in addresses} <= {403, 404}


@pytest.mark.parametrize("role", sorted(STAFF - {Role.SAFEGUARDING}))
def test_nobody_but_the_lead_reads_whom_she_keeps_away(world, role):
    name = "Quentin Keptaway"
    entry = keep_away(name=name, by=world.learner, now=NOON)
    client = signed_in(world.people[role])

    for page in PAGES:
        if is_for(page, role):
            assert name.encode() not in body_of(client.get(address_of(page, world))), page
    assert client.get(f"/kept-away/{entry.pk}/").status_code in (403, 404)


@pytest.mark.parametrize("role", ROLES)
def test_no_search_finds_her(world, role):
    """By her given name, which the page may show again as what was typed; her family name would be found with it."""
    person = world.people[role]
    keep_away(name=str(person), by=world.learner, now=NOON)
    client = signed_in(person)

    for page in PAGES:
        if not is_for(page, role):
            continue
        answer = client.get(address_of(page, world), {"q": "zephyrine", "state": "", "show": "all"})
        assert "quillfeather" not in body_of(answer).decode(errors="replace").lower(), page
