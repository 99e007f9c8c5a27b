"""Who may propose, acknowledge and approve a change of the marking, and look at marking that still goes on."""

from datetime import date

from assessments.marking.states import AllocationState
from assessments.moderation.models import InterimItem, RunChange, SampledMark
from assessments.moderation.rules.samples import check_can_change, has_open_change
from assessments.moderation.states import RUN_CHANGE_MOVES, RunChangeState, Verdict
from courses.catalogue.models import AssessmentCriterion
from courses.delivery.models import Cohort, CohortRole
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


def check_can_propose(person: User, item: SampledMark, today: date) -> None:
    """A change begins with a mark that the moderator read and queries (MRK-3)."""
    check_can_change(person, item.sample, today)
    if item.verdict != Verdict.QUERIED:
        raise NotAllowed("Only a mark that you query leads to a change of the marking.")
    if item.sent_back_at or item.mark.allocation.state != AllocationState.DONE:
        raise NotAllowed("This portfolio is with its assessor again. The new mark comes in the next sample.")
    if has_open_change(item):
        raise NotAllowed("A change is proposed for this portfolio already.")


def check_change_is_whole(item: SampledMark, criterion: AssessmentCriterion, why: str) -> None:
    if not item.mark.judgements.filter(criterion=criterion).exists():
        raise NotAllowed(f"Criterion {criterion.number} was not judged in this attempt.")
    open_there = RunChange.objects.filter(
        cohort=item.sample.cohort_id,
        assessor=item.mark.assessor_id,
        criterion=criterion,
        state__in=[RunChangeState.PROPOSED, RunChangeState.ACKNOWLEDGED],
    )
    if open_there.exists():
        raise NotAllowed(f"A change of criterion {criterion.number} in this run is proposed already.")
    if not why.strip():
        raise NotAllowed("Say what is to be judged differently, and why; the assessor and the chair will read it.")


def check_moves(change: RunChange, to: RunChangeState) -> None:
    if to not in RUN_CHANGE_MOVES[RunChangeState(change.state)]:
        label = RunChangeState(change.state).label.lower()
        raise NotAllowed(f"This is no longer possible: the change is “{label}”.")


def check_can_acknowledge(person: User, change: RunChange) -> None:
    if change.assessor_id != person.pk:
        raise NotAllowed("Only the assessor whose run it is answers.")
    check_moves(change, RunChangeState.ACKNOWLEDGED)


def check_can_withdraw_change(person: User, change: RunChange) -> None:
    if change.proposed_by_id != person.pk:
        raise NotAllowed("Only the moderator who proposed it takes it back.")
    check_moves(change, RunChangeState.WITHDRAWN)


def check_can_decide_change(person: User, change: RunChange, to: RunChangeState, today: date) -> None:
    """The chair of the cohort's board decides; before one is called, a board member of the cohort does."""
    if change.state == RunChangeState.PROPOSED:
        raise NotAllowed("The assessor has not answered yet; the chair decides after that.")
    check_moves(change, to)
    if person.pk in (change.assessor_id, change.proposed_by_id):
        raise NotAllowed("You marked this run or proposed the change, so somebody else decides about it.")
    if not may_decide(person, change.cohort, today):
        raise NotAllowed("The chair of this cohort's board decides about a change of the marking.")


def may_decide(person: User, cohort: Cohort, today: date) -> bool:
    if not person.holds(Role.BOARD, on=today):
        return False
    # By the name of the relation: boards lie above this feature, and their models are not imported here.
    meeting = cohort.boards.exclude(state="released").order_by("-held_on", "-created_at").first()
    if meeting is not None:
        return meeting.chair_id == person.pk
    named = set(cohort.staff.filter(role=CohortRole.BOARD).values_list("person", flat=True))
    return not named or person.pk in named


def check_can_advise(person: User, item: InterimItem, advice: str, today: date) -> None:
    if not person.holds(Role.MODERATOR, on=today) or item.interim.moderator_id != person.pk:
        raise NotAllowed("This look at the marking is in the hands of another moderator.")
    if item.given_at:
        raise NotAllowed("Your advice is with the assessor already.")
    if not advice.strip():
        raise NotAllowed("Write what you saw, if only that all is well; the assessor will read it.")


def check_can_read_interim(person: User, item: InterimItem, today: date) -> None:
    """The evidence is open while the assessor writes the mark and the advice is not given."""
    if not person.holds(Role.MODERATOR, on=today) or item.interim.moderator_id != person.pk:
        raise NotAllowed("This look at the marking is in the hands of another moderator.")
    if item.given_at or item.mark.allocation.state != AllocationState.ACTIVE:
        raise NotAllowed("This look is over, so the evidence is closed to you.")
