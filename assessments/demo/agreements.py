"""What the university asked for when it agreed: one condition that was met, one that runs, and a recommendation."""

from datetime import datetime, timedelta

from courses.accreditation.actions import close_condition, set_condition
from courses.accreditation.models import Accreditation
from courses.accreditation.states import ConditionKind, ConditionState
from cpd.accounts.models import User


def set_conditions(agreement: Accreditation, *, by: User, now: datetime) -> None:
    agreed, met = now - timedelta(days=394), now - timedelta(days=330)
    staff = set_condition(
        agreement,
        kind=ConditionKind.CONDITION,
        text="Every assessor takes part in a standardisation before marking opens.",
        due_on=(now - timedelta(days=300)).date(),
        by=by,
        now=agreed,
    )
    close_condition(
        staff,
        state=ConditionState.MET,
        evidence="Minutes of the first standardisation, kept with the agreement.",
        agreed_by="Professor Tomos Ek, by letter",
        by=by,
        now=met,
    )
    set_condition(
        agreement,
        kind=ConditionKind.CONDITION,
        text="The annual monitoring report reaches the faculty.",
        due_on=(now + timedelta(days=60)).date(),
        by=by,
        now=agreed,
    )
    set_condition(
        agreement,
        kind=ConditionKind.RECOMMENDATION,
        text="Consider inviting former learners to review the lessons once a year.",
        due_on=None,
        by=by,
        now=agreed,
    )
