"""Panels of people who stand far enough, and cases that wait for them."""

from assessments.cases.actions import claim_circumstances, conclude, give_opinion, raise_misconduct, seat_panel
from assessments.cases.models import SideCase
from assessments.portfolios.models import Submission
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.clock import NOON
from tests.factories import somebody
from tests.people import make_person

NAMES = ("Pat Panel", "Paul Panel", "Pip Panel")


def panel() -> list[User]:
    """Three tutors of other cohorts."""
    found = list(User.objects.filter(family_name="Panel").order_by("email"))
    return found or [make_person(name, Role.TUTOR) for name in NAMES]


def claimed(submission: Submission, *, now=NOON, **fields) -> SideCase:
    details = {"ground": "abuse", "statement": "I had to move at night."}
    learner = submission.portfolio.enrolment.learner
    return claim_circumstances(submission, **details | fields, by=learner, now=now)


def suspected(submission: Submission, *, by: User, now=NOON) -> SideCase:
    return raise_misconduct(submission, statement="E1 is the text of another portfolio.", by=by, now=now)


def seated(case: SideCase, *, now=NOON) -> SideCase:
    chair, *members = panel()
    return seat_panel(case, chair=chair, members=members, by=somebody(Role.COORDINATOR), now=now)


def decided(case: SideCase, outcome: str, *, now=NOON, **fields) -> SideCase:
    """The members say so, and the chair answers."""
    case = seated(case, now=now)
    chair, *members = panel()
    for member in members:
        give_opinion(case, opinion=outcome, by=member, now=now, days=fields.get("days", 0))
    return conclude(case, outcome=outcome, reason="The panel has read it.", by=chair, now=now, **fields)
