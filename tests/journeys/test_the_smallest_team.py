"""The smallest team that works: six people, a tutor and the university's voice at the board take one portfolio
all the way; one of the six is from outside."""

from datetime import date

import pytest
import time_machine

from assessments.boards.actions import freeze_papers, schedule
from assessments.certificates.models import Award
from assessments.confidentiality.actions import accept, open_for_intake
from assessments.demo import road
from assessments.marking.actions import allocate
from assessments.marking.readiness import list_team_steps
from assessments.moderation.actions import confirm, draw_sample, review
from assessments.portfolios.actions import open_portfolio, submit
from assessments.portfolios.states import Declaration
from courses.delivery.actions import add_staff, create_cohort
from courses.delivery.models import Cohort
from cpd.accounts.actions import accept_invitation
from cpd.accounts.models import Invitation, User
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY
from tests.factories import (
    DUE,
    finish_marking,
    make_accreditation,
    make_enrolment,
    make_text,
    make_version,
    university_member,
)
from tests.journeys.visitor import Visitor
from tests.people import provider

pytestmark = pytest.mark.django_db
OUTSIDE = "freya.outside@example.net"


@time_machine.travel(NOON, tick=False)
def test_a_small_charity_finds_the_one_person_it_lacks_and_awards(
    learner, coordinator, tutor, assessor, moderator, board_members
):
    cohort = plan(coordinator, tutor=tutor, intake=coordinator, assessor=assessor, moderator=moderator)
    for member in board_members:
        add_staff(cohort, person=member, role="board", by=coordinator, now=NOON)
    learner.manager = moderator
    learner.save()
    make_enrolment(learner, cohort)

    external = ready_to_open_says_who_is_missing(coordinator, cohort)
    nobody_on_the_team_is_one_too_many(cohort, moderator)
    Visitor(coordinator).open(f"/cohorts/{cohort.pk}/open/").press("Open cohort")
    one_portfolio_goes_all_the_way(learner, cohort, coordinator, assessor, moderator, external, board_members)

    assert Award.objects.get().enrolment.learner == learner


def plan(coordinator, **staff) -> Cohort:
    version = make_version()
    provider()
    cohort = create_cohort(
        version=version,
        accreditation=make_accreditation(version),
        code="SMALL-1",
        starts_on=TODAY,
        due_at=DUE,
        board_on=date(2026, 8, 5),
        by=coordinator,
        now=NOON,
    )
    for post, person in staff.items():
        add_staff(cohort, person=person, role=post, by=coordinator, now=NOON)
    return cohort


def ready_to_open_says_who_is_missing(coordinator, cohort) -> User:
    page = Visitor(coordinator).open(f"/cohorts/{cohort.pk}/")
    assert "1 moderator missing. As it stands, 1 of 1 portfolio could not go all the way." in page.text
    page.click("A moderator who has marked none of it").press(
        "Send the invitation", email=OUTSIDE, role="moderator", until="2026-10-01"
    )
    assert f"{OUTSIDE} is invited as moderator" in page.text
    invitation = Invitation.objects.get(email=OUTSIDE)
    external = accept_invitation(invitation, password="three words that go together", now=NOON)
    assert "missing" not in page.open(f"/cohorts/{cohort.pk}/").text
    return external


def nobody_on_the_team_is_one_too_many(cohort, spare) -> None:
    """Whoever leaves, but the moderator who could do nothing here, leaves a gap of exactly one."""
    for post in list(cohort.staff.exclude(role="tutor")):
        person, role = post.person, post.role
        post.delete()
        gaps = [step.hint for step in list_team_steps(cohort, TODAY) if not step.is_done]
        assert len(gaps) == (person != spare), (person, gaps)
        assert all(gap.startswith("1 ") for gap in gaps)
        cohort.staff.create(person=person, role=role)


def one_portfolio_goes_all_the_way(learner, cohort, coordinator, assessor, moderator, external, board) -> None:
    submission = open_portfolio(learner.enrolments.get(), by=learner, now=NOON)
    for task in submission.portfolio.enrolment.version.tasks.order_by("position"):
        make_text(submission, task)
    submission = submit(submission, declarations=Declaration.values, by=learner, now=NOON)
    open_for_intake(submission, reason="Intake", by=coordinator, now=NOON)
    submission = accept(submission, by=coordinator, now=NOON)
    finish_marking(allocate(submission, assessor=assessor, due_date=date(2026, 7, 20), by=coordinator, now=NOON))
    with pytest.raises(NotAllowed):
        draw_sample(cohort, by=moderator, now=NOON)
    sample = draw_sample(cohort, by=external, now=NOON, seed="small")
    for item in sample.items.all():
        review(item, verdict="agreed", note="", by=external, now=NOON)
    confirm(sample, report="Read as drawn; the marking is sound.", by=external, now=NOON)
    chair, *members = board
    meeting = schedule(
        cohort,
        held_on=TODAY,
        chair=chair,
        members=[*members, university_member()],
        notice_reason=road.HURRY,
        by=coordinator,
        now=NOON,
    )
    meeting = freeze_papers(meeting, late_reason=road.HURRY, by=coordinator, now=NOON)
    road.let_out(road.decide_all(meeting, now=NOON), asks=coordinator, agrees=chair, now=NOON)
