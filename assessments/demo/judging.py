"""What moderators and boards have in hand: a change of a run, a look at marks in progress, minutes, a release that waits."""

from datetime import datetime

from assessments.boards.actions import act_alone, ask_release, confirm_minutes, draft_minutes, freeze_papers
from assessments.boards.models import Board
from assessments.boards.states import BoardState
from assessments.demo.cast import Cast
from assessments.moderation.actions import acknowledge_change, draw_interim, propose_change, review
from assessments.moderation.models import Sample
from assessments.moderation.states import Verdict
from courses.delivery.models import Cohort

QUERY = "2.1 asks for what was agreed and with whom; one of the two is enough here, and I would ask for both."
ANSWER = "I read 2.1 as either. I see the point, and would judge it again with both in mind."
REMARKS = "The board thanked the assessors for specific feedback. It asks that supervision notes are dated in the next cohort."


def make_judging(cast: Cast, *, now: datetime) -> None:
    """Called when every cohort of the demonstration is made."""
    _change_a_run(cast, now)
    draw_interim(Cohort.objects.get(code="SCDA-AUTUMN"), by=cast.moderator, now=now, seed="interim")
    spring = Board.objects.get(cohort__code="SCDA-SPRING", state=BoardState.RELEASED)
    draft_minutes(spring, remarks=REMARKS, by=cast.coordinator, now=now)
    confirm_minutes(spring, by=spring.chair, now=now)
    ask_release(Board.objects.get(cohort__code="CAPVA-SUMMER"), by=cast.coordinator, now=now)
    alone = act_alone(
        Cohort.objects.get(code="ODS-SUMMER"),
        chair=cast.board[0],
        reason="A learner needs the result for a post that begins before the next meeting.",
        by=cast.coordinator,
        now=now,
    )
    freeze_papers(alone, by=cast.coordinator, now=now)


def _change_a_run(cast: Cast, now: datetime) -> None:
    """The moderator queries a mark of the summer cohort; its assessor has answered, and the chair has to decide."""
    item = Sample.objects.get(cohort__code="SMDA-SUMMER").items.order_by("mark__finalised_at", "pk").first()
    review(item, verdict=Verdict.QUERIED, note=QUERY, by=cast.moderator, now=now)
    criterion = item.mark.judgements.get(criterion__number="2.1").criterion
    change = propose_change(item, criterion=criterion, why=QUERY, by=cast.moderator, now=now)
    acknowledge_change(change, answer=ANSWER, by=item.mark.assessor, now=now)
