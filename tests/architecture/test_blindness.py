"""Assessors, moderators, boards and auditors never learn who a candidate is: by page, download, header, error or address."""

import pytest
from django.urls import reverse

from assessments.boards.models import Board
from assessments.portfolios.models import EvidenceItem
from cpd.accounts.roles import BLIND, Role
from tests.architecture.pages import PAGES, address_of, body_of, is_for, open_to, parameters_of, signed_in
from tests.architecture.world.marks import PHRASE

pytestmark = [pytest.mark.django_db, pytest.mark.once]
STAFF_PAGES = [(role, page) for role in sorted(BLIND) for page in PAGES if is_for(page, role)]
REFUSED = [
    page for page in PAGES if isinstance(open_to(page), frozenset) and parameters_of(page) and BLIND - open_to(page)
]


@pytest.fixture(scope="module")
def clients(world):
    return {role: signed_in(world.people[role]) for role in BLIND}


def hits(world, response) -> list[str]:
    """Which canaries are in an answer, in whatever case and in its headers too."""
    everything = body_of(response).decode(errors="replace").lower()
    return [canary for canary in world.canaries if canary in everything]


def test_the_canaries_sing(world):
    """Where names belong, the search finds them; so that finding none elsewhere means something."""
    coordinator = signed_in(world.people[Role.COORDINATOR])
    shown = coordinator.get(address_of("delivery:show_enrolment", world))
    own = signed_in(world.learner).get(address_of("portfolios:show_portfolio", world))

    assert {"zephyrine", "quillfeather", "canaryworks"} <= set(hits(world, shown))
    assert "zephyrine" in hits(world, own)
    assert PHRASE in signed_in(world.people[Role.ASSESSOR]).get(address_of("marking:mark_submission", world)).text


@pytest.mark.parametrize(("role", "page"), STAFF_PAGES)
def test_no_page_of_blind_staff_says_who_it_is(world, clients, role, page):
    address = address_of(page, world)

    for response in (clients[role].get(address), clients[role].post(address)):
        assert hits(world, response) == []
    assert [canary for canary in world.canaries if canary in address] == []


@pytest.mark.parametrize("page", REFUSED)
def test_no_refusal_says_who_it_is(world, clients, page):
    """The address of a page that is for others, as somebody curious types it."""
    role, address = min(BLIND - open_to(page)), address_of(page, world)

    assert [canary for canary in hits(world, clients[role].get(address)) if canary not in address] == []


def test_downloads_have_our_label_for_a_name(world, clients):
    answers = [
        clients[Role.ASSESSOR].get(address_of("marking:download_item", world), follow=True),
        clients[Role.MODERATOR].get(address_of("moderation:download_item", world), follow=True),
    ]

    for answer in answers:
        assert answer.status_code == 200
        assert ' E3.png"' in answer.headers["Content-Disposition"]
        assert hits(world, answer) == []


def test_what_the_learner_called_it_is_for_her_alone(world, clients):
    item = EvidenceItem.objects.get(pk=world.ids["marking:download_item item_id"])

    assert item.title not in clients[Role.ASSESSOR].get(address_of("marking:mark_submission", world)).text
    assert item.title not in clients[Role.MODERATOR].get(address_of("moderation:review_item", world)).text


def test_lists_are_not_in_the_order_of_names(world, clients):
    """Numbers are drawn at random, and staff see them in the order of the numbers, of dates or of random keys."""
    board = Board.objects.get(pk=world.ids["board_id"])
    papers = list(board.papers.order_by("candidate_number").values_list("candidate_number", flat=True))
    page = clients[Role.BOARD].get(address_of("boards:show_board", world)).text

    assert [page.index(number) for number in papers] == sorted(page.index(number) for number in papers)


@pytest.mark.parametrize("tie", ["manager", "team", "own"])
def test_a_board_member_near_to_a_candidate_learns_neither_number_nor_result(world, clients, tie):
    board = Board.objects.get(pk=world.ids["board_id"])
    bring_near(world, world.people[Role.BOARD], tie)

    sheet = clients[Role.BOARD].get(address_of("boards:show_board", world))
    paper = clients[Role.BOARD].get(address_of("boards:decide_paper", world))

    assert board.papers.get().candidate_number not in sheet.text
    assert paper.status_code == 403
    assert "manager" not in paper.text
    assert "team" not in paper.text


@pytest.mark.parametrize("tie", ["manager", "team", "own"])
def test_an_auditor_near_to_a_candidate_reads_nothing_of_it(world, clients, tie):
    bring_near(world, world.people[Role.AUDITOR], tie)

    assert clients[Role.AUDITOR].get(address_of("audit:show_story", world)).status_code == 403


def bring_near(world, person, tie) -> None:
    learner = world.learner
    if tie == "manager":
        learner.manager = person
        learner.save(update_fields=["manager"])
    elif tie == "team":
        person.employer, person.team = learner.employer, learner.team
        person.save(update_fields=["employer", "team"])
    else:
        learner.enrolments.update(learner=person)


def test_nobody_sees_her_own_result_before_its_release(world):
    """A coordinator who learns on the course: not on the sheet, and not in what the release will do."""
    coordinator = world.people[Role.COORDINATOR]
    number = Board.objects.get(pk=world.ids["board_id"]).papers.get().candidate_number
    client = signed_in(coordinator)
    release = reverse("certificates:release_results", args=[world.ids["board_id"]])
    assert number in client.get(release).text

    world.learner.enrolments.update(learner=coordinator)

    assert number not in client.get(release).text
    assert number not in client.get(address_of("boards:show_board", world)).text
