"""Side cases of the standing world: one asked, one with a panel of everybody who may sit, one attempt that never came;
and an appeal."""

from datetime import date

from assessments.appeals.actions import make_appeal
from assessments.appeals.models import Appeal
from assessments.cases.actions import ask_adjustment, claim_circumstances, give_opinion, seat_panel
from assessments.portfolios.models import Submission
from courses.delivery.actions import add_closure
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.clock import NOON
from tests.factories import make_portfolio, make_released

PHRASE = "copperfinch"


def make_cases(people: dict[Role, User]) -> dict:
    learner, by = people[Role.LEARNER], people[Role.COORDINATOR]
    draft, late = make_portfolio(learner), make_portfolio(learner)
    told = claim_circumstances(draft, ground="abuse", statement=f"{PHRASE} came to my home", by=learner, now=NOON)
    chair, *members = [people[role] for role in (Role.SAFEGUARDING, Role.TUTOR, Role.BOARD, Role.COORDINATOR)]
    seat_panel(told, chair=chair, members=members, by=by, now=NOON)
    give_opinion(told, opinion="none", by=members[0], now=NOON)
    enrolment = draft.portfolio.enrolment
    asked = ask_adjustment(enrolment, statement=f"Since {PHRASE} I read slowly", by=learner, now=NOON)
    Submission.objects.filter(pk=late.pk).update(state="not_submitted")
    appealed = _appeal(people)
    closure = add_closure(day=date(2026, 12, 29), name="Between the years", by=by, now=NOON)
    return {
        "cases:show_request case_id": told.pk,
        "cases:sit_case case_id": told.pk,
        "cases:show_case case_id": asked.pk,
        "cases:take_back_request case_id": asked.pk,
        "cases:ask enrolment_id": enrolment.pk,
        "kind": "extension",
        "cases:open_after_absence submission_id": late.pk,
        "closure_id": closure.pk,
        "appeal_id": appealed.pk,
        "appeals:make_appeal submission_id": appealed.submission_id,
    }


def _appeal(people: dict[Role, User]) -> Appeal:
    """In the hands of everybody who may open the page of a panel, which no action would seat in this small world."""
    released = make_released(people[Role.LEARNER], not_yet_met=["1.2"])
    appeal = make_appeal(
        released, ground="bias", statement=f"Of {PHRASE} nothing was read", by=people[Role.LEARNER], now=NOON
    )
    for role in (Role.SAFEGUARDING, Role.TUTOR, Role.BOARD, Role.COORDINATOR):
        appeal.seats.create(person=people[role], is_chair=role == Role.SAFEGUARDING, is_independent=True)
    Appeal.objects.filter(pk=appeal.pk).update(state="seated")
    return appeal
