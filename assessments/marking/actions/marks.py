"""Beginning a mark and making it final."""

import json
from datetime import datetime

from assessments.marking import rules
from assessments.marking.actions.closing import hand_on
from assessments.marking.actions.countersigning import ask_to_countersign
from assessments.marking.actions.writing import Stale, lock_mark, renew_lease
from assessments.marking.models import Allocation, Judgement, Mark, Shortfall
from assessments.marking.queries import find_missing, version_of
from assessments.marking.schemes import outcome_of, plan_for
from assessments.marking.states import AllocationState, MarkState, Verdict
from assessments.portfolios.moves import lock
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged


@action
def begin(allocation: Allocation, *, by: User, now: datetime) -> Mark:
    """Start the mark of an allocation, with an empty judgement for each open criterion; a second time gives the same.

    When the moderator asked for the work to be marked again, the new mark starts from what the earlier one said.
    """
    allocation = (
        Allocation.objects.select_for_update(of=["self"])
        .select_related("submission__portfolio__enrolment__accreditation")
        .get(pk=allocation.pk)
    )
    rules.check_can_mark(by, allocation)
    renew_lease(allocation, now)
    existing = Mark.objects.filter(allocation=allocation).first()
    if existing:
        unchanged()
        return existing
    submission = allocation.submission
    earlier = _earlier(allocation)
    mark = Mark.objects.create(
        allocation=allocation,
        submission=submission,
        assessor=by,
        stage=allocation.stage,
        feedback=earlier.feedback if earlier else "",
        rules_version=submission.portfolio.enrolment.rules.version,
        begun_at=now,
        saved_at=now,
    )
    said = {judgement.criterion_id: judgement for judgement in earlier.judgements.all()} if earlier else {}
    begun = Judgement.objects.bulk_create(
        Judgement(
            mark=mark,
            criterion=criterion,
            # The one criterion that is asked for again is judged anew, never taken over.
            verdict=said[criterion.pk].verdict if criterion.pk in said and criterion.pk != allocation.only_id else "",
            feedback=said[criterion.pk].feedback if criterion.pk in said else "",
            saved_at=now,
        )
        for criterion in submission.criteria.all()
    )
    Shortfall.objects.bulk_create(
        Shortfall(judgement=judgement, lack=shortfall.lack)
        for judgement in begun
        if judgement.verdict
        for shortfall in said[judgement.criterion_id].shortfalls.all()
    )
    record(
        "mark.begun", by=by, about=mark, now=now, submission=submission.pk, from_mark=earlier.pk if earlier else None
    )
    return mark


@action
def finalise(mark: Mark, *, by: User, now: datetime, seen: int | None = None) -> Mark:
    """Make the mark final and hand the portfolio on. Refused while anything is missing, and stale when it was changed
    since the page that shows it (`seen` is the version that the person saw). An agreed mark is settled instead."""
    submission = lock(mark.submission)
    mark = lock_mark(mark, by)
    mark.submission = submission
    rules.check_is_judged_alone(mark)
    rules.check_can_finalise(by, mark, [gap.sentence for gap in find_missing(mark)])
    if seen is not None and seen != version_of(mark):
        raise Stale(mark.feedback, version_of(mark))
    judgements = list(mark.judgements.select_related("criterion").order_by("criterion__position"))
    short = sum(judgement.verdict != Verdict.MET for judgement in judgements)
    mark.state = MarkState.FINAL
    mark.outcome = outcome_of(mark, judgements, plan_for(submission.portfolio.enrolment))
    mark.finalised_at = now
    mark.save(update_fields=["state", "outcome", "finalised_at"])
    Allocation.objects.filter(pk=mark.allocation_id).update(state=AllocationState.DONE)
    if not ask_to_countersign(mark, now):
        hand_on(submission, mark, by=by, now=now)
    said = [[judgement.criterion.number, judgement.verdict, judgement.feedback] for judgement in judgements]
    record(
        "mark.finalised",
        by=by,
        about=mark,
        now=now,
        sealed={"judgements": json.dumps(said), "feedback": mark.feedback},
        submission=submission.pk,
        stage=str(mark.stage),
        outcome=str(mark.outcome),
        met=len(judgements) - short,
        not_yet_met=short,
        rules=mark.rules_version,
    )
    return mark


def _earlier(allocation: Allocation) -> Mark | None:
    """The final mark that the moderator sent back, by the same person at the same stage."""
    return (
        Mark.objects.filter(
            submission=allocation.submission_id,
            assessor=allocation.assessor_id,
            stage=allocation.stage,
            state=MarkState.FINAL,
        )
        .order_by("finalised_at")
        .last()
    )
