"""What an assessor holds: portfolios to mark, which only a coordinator gives to somebody else."""

from datetime import date

from assessments.marking.models import Allocation
from cpd.accounts.away import meetings
from cpd.accounts.holdings import Holding, register
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day


@register
def list_allocations(person: User, role: Role, on: date) -> list[Holding]:
    """Portfolios that are not marked yet, by candidate number. Conflicts of interest are weighed one by one, so none
    is handed over in a heap."""
    if role != Role.ASSESSOR:
        return []
    waiting = Allocation.objects.to_mark().filter(assessor=person).select_related("submission__portfolio__enrolment")
    return [
        Holding(
            f"{allocation.submission.portfolio.enrolment.candidate_number} to mark, due {day(allocation.due_date)}: "
            "a coordinator gives it to another assessor, under Allocation"
        )
        for allocation in waiting.order_by("due_date", "pk")
    ]


@meetings.register
def list_meetings(learner: User, person: User) -> list[str]:
    """Portfolios of hers that this person has to mark: closed to them at once, and waiting for another assessor."""
    waiting = Allocation.objects.to_mark().filter(assessor=person, submission__portfolio__enrolment__learner=learner)
    waiting = waiting.select_related("submission").order_by("due_date", "pk")
    return [f"{one.submission.reference} is allocated to them: a coordinator takes it back" for one in waiting]
