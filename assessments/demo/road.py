"""Walks a learner along the road by the actions that people use."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.utils import timezone

from assessments.boards.actions import agree_release, ask_release, decide, freeze_papers, ratify, schedule
from assessments.boards.models import Board
from assessments.boards.rules import needs_examiner
from assessments.certificates.actions import release_results
from assessments.confidentiality.actions import accept, open_for_intake
from assessments.demo.cast import Cast
from assessments.marking.actions import allocate, begin, finalise, judge, write_feedback, write_team_note
from assessments.marking.dates import Dates
from assessments.marking.models import Allocation, Mark
from assessments.marking.states import Lack, Verdict
from assessments.moderation.actions import confirm, draw_sample, review
from assessments.moderation.models import Sample
from assessments.moderation.states import Verdict as Agreement
from assessments.portfolios.actions import (
    choose_layer,
    claim,
    complete_item,
    date_practice,
    open_portfolio,
    start_text,
    submit,
    write_text,
)
from assessments.portfolios.currency import is_about_practice
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.reading import open_evidence
from assessments.portfolios.states import Because, Declaration, Layer
from courses.catalogue.models import AssessmentCriterion, Task
from courses.catalogue.states import UNWRITTEN
from courses.delivery.actions import accept_offer, offer_place
from courses.delivery.calendar import months_after
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User

HURRY = "The only day on which everybody could come."
TEXTS = Path(__file__).parent / "texts"
# The first word found in a task's title decides which text answers it.
SUBJECTS = {
    "challeng": "challenge",
    "map": "map",
    "reflect": "reflection",
    "values": "reflection",
    "supervision": "reflection",
    "evaluation": "reflection",
    "script": "script",
    "log": "log",
    "note": "risk",
    "referral": "referral",
    "analysis": "risk",
    "assessment": "risk",
    "risk": "risk",
    "plan": "plan",
}
PRAISE = "Clear and specific: you name what you saw, who it affects and what you did about it."
ADVICE = "Not shown yet. Say in your own words what you would do differently, and link the paragraph that shows it."
OVERALL = (
    "Thank you for a careful portfolio. The children are seen one by one, and the person causing harm is held "
    "responsible throughout. Keep the habit of naming what you do not know."
)


def enrol(cohort: Cohort, learner: User, *, by: User, now: datetime) -> Enrolment:
    """Offer a place and take it up with the code."""
    return accept_offer(offer(cohort, learner, by=by, now=now), code=_code_of(cohort, learner), by=learner, now=now)


def offer(cohort: Cohort, learner: User, *, by: User, now: datetime) -> Enrolment:
    return offer_place(
        cohort,
        email=learner.email,
        given_names=learner.given_names,
        family_name=learner.family_name,
        certificate_name=learner.certificate_name,
        employer=learner.employer,
        by=by,
        now=now,
    )


def _code_of(cohort: Cohort, learner: User) -> str:
    return Enrolment.objects.current().get(cohort=cohort, learner=learner).code


def begin_portfolio(enrolment: Enrolment, *, now: datetime, tasks: int = 99) -> Submission:
    """Open the portfolio and write its first tasks, each complete and claimed."""
    submission = open_portfolio(enrolment, by=enrolment.learner, now=now)
    open_tasks = Task.objects.filter(version=enrolment.version, criteria__in=submission.criteria.all()).distinct()
    for task in open_tasks.order_by("position")[:tasks]:
        answer(submission, task, by=enrolment.learner, now=now)
    return submission


def answer(submission: Submission, task: Task, *, by: User, now: datetime) -> EvidenceItem:
    """Write an answer to one task and claim every criterion it is meant to show."""
    item = start_text(
        submission, task=task, mode=task.modes.exclude(mode__in=UNWRITTEN).order_by("pk").first().mode, by=by, now=now
    )
    item = write_text(item, text=text_for(task.title), version=item.version, by=by, now=now)
    if item.is_reflection:
        item = choose_layer(item, layer=Layer.ASSESSOR, by=by, now=now)
    if is_about_practice(item):
        date_practice(item, month=months_after(timezone.localdate(now), -2), by=by, now=now)
    for place, criterion in enumerate(claimable(submission, task), start=1):
        claim(item, criterion=criterion, place=f"para {min(place, 4)}", by=by, now=now)
    return complete_item(item, is_complete=True, by=by, now=now)


def claimable(submission: Submission, task: Task) -> Iterable[AssessmentCriterion]:
    return task.criteria.filter(pk__in=submission.criteria.all()).order_by("position")


def hand_in(submission: Submission, *, by: User, now: datetime) -> Submission:
    return submit(submission, declarations=Declaration.values, by=by, now=now)


def take_in(submission: Submission, *, by: User, now: datetime) -> Submission:
    """Intake opens the submission for a reason, reads it and accepts it."""
    open_for_intake(submission, reason="First look before marking", by=by, now=now)
    read_all(submission, by=by, because=Because.INTAKE, now=now)
    return accept(submission, by=by, now=now)


def read_all(submission: Submission, *, by: User, because: str, now: datetime) -> None:
    """Open every item, as the page of the work does."""
    for item in submission.items.present().order_by("label"):
        open_evidence(item, by=by, because=because, now=now)


def give_to(submission: Submission, assessor: User, *, by: User, now: datetime) -> Allocation:
    return allocate(submission, assessor=assessor, due_date=Dates(now.date()).proposed(submission), by=by, now=now)


def judge_all(allocation: Allocation, *, now: datetime, not_met: Collection[str] = (), judged: int = 99) -> Mark:
    """Judge the first criteria; those numbered in `not_met` are not yet met."""
    assessor = allocation.assessor
    read_all(allocation.submission, by=assessor, because=Because.MARKING, now=now)
    mark = begin(allocation, by=assessor, now=now)
    rows = mark.judgements.select_related("criterion").order_by("criterion__position")[:judged]
    for row in rows:
        is_met = row.criterion.number not in not_met
        judge(
            mark,
            criterion=row.criterion,
            verdict=Verdict.MET if is_met else Verdict.NOT_YET_MET,
            feedback=PRAISE if is_met else ADVICE,
            lacks=() if is_met else [Lack.SUFFICIENT],
            version=row.version,
            by=assessor,
            now=now,
        )
    return mark


def mark_fully(allocation: Allocation, *, now: datetime, not_met: Collection[str] = ()) -> Mark:
    """Judge every criterion and finalise."""
    mark = judge_all(allocation, now=now, not_met=not_met)
    mark = write_feedback(mark, text=OVERALL, version=mark.version, by=allocation.assessor, now=now)
    write_team_note(mark, criterion=None, text="Straightforward to judge.", version=0, by=allocation.assessor, now=now)
    return finalise(mark, by=allocation.assessor, now=now)


def moderate(cohort: Cohort, moderator: User, *, now: datetime, seed: str) -> Sample:
    """Draw a sample, agree with each item, confirm."""
    sample = draw_sample(cohort, by=moderator, now=now, seed=seed)
    for item in sample.items.all():
        review(item, verdict=Agreement.AGREED, note="", by=moderator, now=now)
    report = "The marking is consistent and the feedback is specific. Nothing to change."
    return confirm(sample, report=report, by=moderator, now=now)


def call_board(cohort: Cohort, cast: Cast, *, held_on: date, now: datetime) -> Board:
    """Schedule a meeting and freeze its papers."""
    board = schedule(
        cohort,
        held_on=held_on,
        chair=cast.board[0],
        members=[*cast.board[1:], cast.university_member],
        examiner=cast.examiner if needs_examiner(cohort) else None,
        notice_reason=HURRY,
        by=cast.coordinator,
        now=now,
    )
    return freeze_papers(board, late_reason=HURRY, by=cast.coordinator, now=now)


def decide_all(board: Board, *, now: datetime) -> Board:
    """Every paper as proposed, then ratified by the chair."""
    for paper in board.papers.order_by("candidate_number"):
        decide(paper, result=paper.proposed, reason="", by=board.chair, now=now)
    return ratify(board, by=board.chair, now=now)


def let_out(board: Board, *, asks: User, agrees: User, now: datetime) -> Board:
    """Two people agree; the results go out when the while is over in which they can be stopped."""
    agreed = agree_release(ask_release(board, by=asks, now=now), by=agrees, now=now)
    return release_results(agreed, by=asks, now=agreed.goes_at)


@cache
def text_for(title: str) -> str:
    """A made-up answer that fits the task."""
    words = title.casefold()
    name = next((name for sign, name in SUBJECTS.items() if sign in words), "reflection")
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8").strip()
