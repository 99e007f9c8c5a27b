"""Who is fit to mark and to countersign on the day (ASR-1, STD-1): away, full, declared, qualified."""

from datetime import date

from assessments.marking.conflicts import COUNTERSIGNED
from assessments.marking.models import Allocation, Countersignature, Mark
from assessments.marking.rules import list_conflicts
from assessments.marking.states import AllocationState, MarkState
from assessments.marking.suggestions import describe_unavailable
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from assessments.standing.queries import Standing, gather_facts, get_standing
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


def check_is_fit(assessor: User, submission: Submission, countersigner: User | None, today: date) -> Standing:
    """What is checked on the day (ASR-1, STD-1): away, full, declared, qualified; else a qualified one countersigns."""
    enrolment = submission.portfolio.enrolment
    people = [assessor, countersigner] if countersigner else [assessor]
    facts = gather_facts(people)
    module_id = enrolment.version.module_id
    standing = facts.standing_of(assessor.pk, module_id=module_id, on=today, rules=enrolment.rules)
    load = Allocation.objects.to_mark().filter(assessor=assessor, submission__state=SubmissionState.ACCEPTED).count()
    is_away, is_full = facts.is_away(assessor.pk, today), facts.is_full(assessor.pk, load)
    no = describe_unavailable(standing, is_away=is_away, is_full=is_full)
    if no:
        raise NotAllowed(f"{no} Choose another assessor.")
    if standing.gaps and countersigner is None:
        raise NotAllowed(f"{standing.gap} Name a qualified assessor to countersign, or choose another assessor.")
    if countersigner:
        theirs = facts.standing_of(countersigner.pk, module_id=module_id, on=today, rules=enrolment.rules)
        _check_can_countersign_for(countersigner, assessor, submission, theirs, today)
    return standing


def _check_can_countersign_for(
    person: User, assessor: User, submission: Submission, standing: Standing, today: date
) -> None:
    if person.pk == assessor.pk:
        raise NotAllowed("Nobody countersigns their own mark. Choose another person.")
    if not person.holds(Role.ASSESSOR, on=today) or not standing.is_qualified:
        raise NotAllowed("Only a qualified assessor countersigns. Choose another person.")
    if set(list_conflicts(person, submission)) - {COUNTERSIGNED}:
        raise NotAllowed("This person stands too near to the learner to countersign. Choose another person.")


def check_can_countersign(person: User, mark: Mark, today: date) -> None:
    allocation = mark.allocation
    if allocation.countersigner_id != person.pk:
        raise NotAllowed("This mark is not yours to countersign.")
    if mark.state != MarkState.FINAL or allocation.state != AllocationState.DONE:
        raise NotAllowed("This mark is not final, so there is nothing to countersign.")
    if Countersignature.objects.filter(mark=mark).exists():
        raise NotAllowed("You have said what you think of this mark already.")
    if mark.submission.state != SubmissionState.ACCEPTED:
        raise NotAllowed("This portfolio is paused: it is not with the assessor at the moment.")
    enrolment = mark.submission.portfolio.enrolment
    standing = get_standing(person, module_id=enrolment.version.module_id, on=today, rules=enrolment.rules)
    _check_can_countersign_for(person, allocation.assessor, mark.submission, standing, today)
