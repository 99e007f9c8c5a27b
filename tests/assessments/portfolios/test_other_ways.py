"""Content notes on tasks, and the other way of a task: the same criteria, no reason, no loss."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.confidentiality.evidence import read_submission
from assessments.marking.models import Mark
from assessments.portfolios.actions import choose_way, submit
from assessments.portfolios.contents import brief_of
from assessments.portfolios.models import OtherWay
from assessments.portfolios.states import Declaration
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.architecture.world.intake import take_in
from tests.assessments.marking.desks import url
from tests.clock import NOON
from tests.factories import finish_marking, make_allocation
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def gentle(portfolio, task):
    assert task.instead
    return task


def page_of(portfolio, task):
    return reverse("portfolios:show_task", args=[portfolio.pk, task.pk])


def press(client, portfolio, task, way):
    return client.post(reverse("portfolios:choose_way", args=[portfolio.pk, task.pk]), {"way": way}, follow=True)


def test_the_task_says_what_it_touches_before_it_asks(page, portfolio, gentle):
    shown = page.get(page_of(portfolio, gentle)).text

    assert shown.index("What this touches.") < shown.index("a family that you know")
    assert "You need not say why" in shown


def test_one_press_changes_the_brief_everywhere_she_works_and_one_press_changes_it_back(page, portfolio, gentle):
    item = portfolio.items.get(label="E1")

    shown = press(page, portfolio, gentle, "other").text

    assert shown.index("a made-up case") < shown.index("a family that you know")
    assert "a made-up case" in page.get(reverse("portfolios:edit_text", args=[item.pk])).text
    assert brief_of(item) == gentle.instead
    press(page, portfolio, gentle, "first")
    assert brief_of(item) == gentle.brief
    assert portfolio.items.present().filter(pk=item.pk).exists()


def test_no_reason_is_asked_for_or_kept(page, portfolio, gentle):
    press(page, portfolio, gentle, "other")

    assert {field.name for field in OtherWay._meta.get_fields()} == {"id", "portfolio", "task", "chosen_at"}
    detail = Entry.objects.get(name="task.way_chosen").detail
    assert set(detail) == {"task", "other"}


def test_two_presses_are_one(portfolio, gentle, learner):
    for _ in range(2):
        choose_way(portfolio, task=gentle, is_other=True, by=learner, now=NOON)

    assert OtherWay.objects.count() == Entry.objects.filter(name="task.way_chosen").count() == 1


def test_it_shows_the_same_criteria_and_is_submitted_and_marked_as_usual(portfolio, gentle, learner, assessor):
    criteria = set(gentle.criteria.values_list("number", flat=True))
    choose_way(portfolio, task=gentle, is_other=True, by=learner, now=NOON)
    sealed = take_in(submit(portfolio, declarations=Declaration.values, by=learner, now=NOON))

    pieces = read_submission(sealed, by=assessor, because="marking", now=NOON)

    of_task = [piece for piece in pieces if piece.item.task_id == gentle.pk]
    assert {claim.criterion.number for piece in of_task for claim in piece.item.claims.all()} == criteria
    assert all("made-up case" in piece.other_brief for piece in of_task)
    assert not any(piece.other_brief for piece in pieces if piece not in of_task)


def test_the_desk_shows_which_brief_was_answered_and_the_mark_is_a_mark(client, assessor):
    allocation = make_allocation(assessor)
    enrolment = allocation.submission.portfolio.enrolment
    OtherWay.objects.create(
        portfolio=allocation.submission.portfolio, task=enrolment.version.tasks.get(key="P1"), chosen_at=NOON
    )
    sign_in(client, assessor)

    assert "Answers the other way of this task" in client.get(url("mark_submission", allocation)).text
    finish_marking(allocation)
    assert Mark.objects.get(allocation=allocation).finalised_at


def test_it_is_hers_alone_to_choose_and_only_while_she_works(portfolio, gentle, learner, coordinator):
    with pytest.raises(NotAllowed, match="Only the learner"):
        choose_way(portfolio, task=gentle, is_other=True, by=coordinator, now=NOON)
    stranger = sign_in(Client(), make_person("Other Learner", "learner"))
    assert press(stranger, portfolio, gentle, "other").status_code == 404
    submit(portfolio, declarations=Declaration.values, by=learner, now=NOON)
    with pytest.raises(NotAllowed, match="cannot be changed"):
        choose_way(portfolio, task=gentle, is_other=True, by=learner, now=NOON)


def test_a_task_without_another_way_says_whom_to_ask(portfolio, learner):
    other = portfolio.portfolio.enrolment.version.tasks.get(key="P2")

    with pytest.raises(NotAllowed, match="you need not say why"):
        choose_way(portfolio, task=other, is_other=True, by=learner, now=NOON)
