"""Each move as people make it in the product, from finding the row to the action."""

from datetime import timedelta

from django.utils import timezone

from assessments.appeals import actions as appeals
from assessments.appeals.models import Appeal
from assessments.boards.actions import agree_release, ask_release, decide, freeze_papers, ratify, schedule
from assessments.boards.models import Board
from assessments.cases import actions as cases
from assessments.cases.clockwork import close_overdue
from assessments.cases.models import SideCase
from assessments.certificates.actions import release_results
from assessments.confidentiality import actions as intake
from assessments.demo import road
from assessments.marking import actions as marking
from assessments.marking.models import Allocation
from assessments.moderation import actions as moderation
from assessments.moderation.states import Slip
from assessments.portfolios import actions as portfolios
from assessments.portfolios.models import Submission
from assessments.portfolios.states import Declaration, ItemState
from courses.delivery import actions as delivery
from tests.factories import make_text


def submit(case, by, now):
    portfolios.submit(case.submission, declarations=Declaration.values, by=by, now=now)


def take_back(case, by, now):
    portfolios.take_back(case.submission, by=by, now=now)


def accept(case, by, now):
    intake.open_for_intake(case.submission, reason="Check", by=by, now=now)
    intake.accept(case.submission, by=by, now=now)


def send_for_correction(case, by, now):
    intake.open_for_intake(case.submission, reason="Check", by=by, now=now)
    place = (case.submission.items.present().order_by("label").first(), "name", "para 1")
    intake.return_for_correction(case.submission, places=[place], by=by, now=now)


def quarantine(case, by, now):
    intake.open_for_intake(case.submission, reason="Check", by=by, now=now)
    intake.quarantine_item(case.submission.items.present().order_by("label").first(), kind="name", by=by, now=now)


def mend(case, by, now):
    """Write again what was locked away."""
    present = case.submission.items.filter(state=ItemState.PRESENT).values("task")
    for task in case.enrolment.version.tasks.exclude(pk__in=present):
        make_text(case.submission, task)


def allocate(case, by, now, assessor):
    due = timezone.localdate(now) + timedelta(days=10)
    marking.allocate(case.submission, assessor=assessor, due_date=due, by=by, now=now)


def withdraw_allocation(case, by, now):
    marking.withdraw_allocation(case.submission.allocations.get(state="active"), by=by, now=now)


def mark(case, by, now, refers):
    allocation = Allocation.objects.get(submission=case.submission, state="active")
    written = marking.begin(allocation, by=by, now=now)
    for place, judgement in enumerate(written.judgements.select_related("criterion").order_by("criterion__position")):
        if allocation.only_id and judgement.criterion_id != allocation.only_id:
            continue
        verdict = "not_yet_met" if refers and place == 0 else "met"
        lacks = ["sufficient"] if verdict == "not_yet_met" else []
        said = {"verdict": verdict, "feedback": f"At {now.isoformat()}.", "lacks": lacks, "version": judgement.version}
        marking.judge(written, criterion=judgement.criterion, **said, by=by, now=now)
    text = f"Read with care on {now.isoformat()}."
    written = marking.write_feedback(written, text=text, version=written.version, by=by, now=now)
    marking.finalise(written, by=by, now=now)


def moderate(case, by, now):
    sample = moderation.draw_sample(case.cohort, by=by, now=now)
    for item in sample.items.all():
        moderation.review(item, verdict="agreed", note="", by=by, now=now)
    moderation.confirm(sample, report="Sound.", by=by, now=now)


def query(case, by, now):
    """The moderator found a slip: the assessor enters the first criterion again."""
    sample = moderation.draw_sample(case.cohort, by=by, now=now)
    item = sample.items.get(mark__submission=case.submission)
    item = moderation.review(item, verdict="queried", note="Why?", by=by, now=now)
    first = case.submission.criteria.order_by("position").first()
    moderation.send_back(item, slip=next(iter(Slip)), criterion=first, by=by, now=now)


def meet(case, by, now, result):
    chair, *members = case.world.board
    office = case.world.coordinator
    board = schedule(
        case.cohort,
        held_on=timezone.localdate(now),
        chair=chair,
        members=members,
        notice_reason=road.HURRY,
        by=office,
        now=now,
    )
    board = freeze_papers(board, late_reason=road.HURRY, by=office, now=now)
    paper = board.papers.get()
    decide(paper, result=result or paper.proposed, reason="As we saw it.", by=chair, now=now)
    ratify(board, by=by, now=now)


# Two people agree, and bad news waits for a day on which somebody can be asked; by then it is out.
RELEASE_TAKES = timedelta(days=4)


def release(case, by, now):
    board = Board.objects.get(cohort=case.cohort, state="ratified")
    agreed = agree_release(ask_release(board, by=by, now=now), by=board.chair, now=now)
    release_results(agreed, by=by, now=now + RELEASE_TAKES)


def question(case, by, now):
    cases.raise_misconduct(case.submission, statement="E1 is known.", by=by, now=now)


def conclude(case, by, now, kind, outcome, days=0):
    chair, *members = case.world.panel
    side = SideCase.objects.open().get(enrolment=case.enrolment, kind=kind)
    cases.seat_panel(side, chair=chair, members=members, by=case.world.coordinator, now=now)
    for member in members:
        cases.give_opinion(side, opinion=outcome, days=days, by=member, now=now)
    cases.conclude(side, outcome=outcome, days=days, reason="We read it.", by=by, now=now)


def defer(case, by, now, days):
    learner = case.enrolment.learner
    cases.claim_circumstances(case.submission, ground="abuse", statement="I had to move.", by=learner, now=now)
    conclude(case, by, now, kind="circumstances", outcome="deferred", days=days)


def extend(case, by, now, days):
    cases.take_extension(case.submission, days=days, ground="court", by=by, now=now)


def sweep(case, by, now):
    close_overdue(now=now)


def open_after_absence(case, by, now):
    cases.open_after_absence(case.submission, by=by, now=now)


def withdraw(case, by, now):
    delivery.withdraw(case.enrolment, reason="Moved", by=by, now=now)


def stop_clocks(case, by, now):
    delivery.stop_clocks(case.enrolment, by=by, now=now)


def restart_clocks(case, by, now):
    delivery.restart_clocks(case.enrolment, by=by, now=now)


def appeal(case, by, now, answer):
    submission = Submission.objects.filter(portfolio__enrolment=case.enrolment, state="released").latest("released_at")
    made = appeals.make_appeal(submission, ground="procedure", statement="It was not read.", by=by, now=now)
    chair, *members = case.world.reviewers
    appeals.seat_panel(made, chair=chair, members=members, by=case.world.coordinator, now=now)
    for member in members:
        appeals.give_opinion(made, opinion=answer, by=member, now=now)
    appeals.answer_appeal(
        Appeal.objects.get(pk=made.pk), answer=answer, reason="We looked.", others_affected=0, by=chair, now=now
    )
