"""One large cohort: as many marked portfolios as a whole provider has in years, and how long its draw and pages take."""

import time
from collections.abc import Callable

from django.db import transaction
from django.urls import reverse

from assessments.boards.actions import freeze_papers, schedule
from assessments.demo.road import HURRY
from assessments.marking.models import Allocation, Judgement, Mark
from assessments.marking.states import AllocationState, MarkState, Outcome, Verdict
from assessments.moderation.actions import draw_sample
from assessments.portfolios.models import Portfolio, Submission
from assessments.portfolios.states import SubmissionState
from courses.accreditation.models import RuleSet
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.states import CohortState, EnrolmentState
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.bench.installation import Installation
from tests.bench.rows import Rows
from tests.bench.visits import Visitor, median
from tests.people import make_person

ASSESSORS = 40
LOOKS = 5


def measure_cohort(at: Installation, size: int) -> dict[str, float | int]:
    """Draws a sample of all of it, calls a board about all of it, and looks at each page a few times."""
    cohort = fill_cohort(at, size)
    figures: dict[str, float | int] = {}
    figures |= _look(at.moderator, reverse("moderation:show_plan", args=[cohort.pk]), "plan", size)
    with transaction.atomic():
        # Every assessor is new here, so all of it is read: the most that a draw can have to write down.
        taken, _ = _seconds(lambda: draw_sample(cohort, by=at.moderator, now=at.now, seed="bench"))
        figures[f"sampling.draw_all_seconds_{size}"] = taken
        transaction.set_rollback(True)
    RuleSet.objects.filter(accreditation=at.accreditation).update(
        values=cohort.rules.values | {"new_assessor_streak": 0}
    )
    taken, sample = _seconds(lambda: draw_sample(cohort, by=at.moderator, now=at.now, seed="bench"))
    figures[f"sampling.draw_seconds_{size}"] = taken
    figures |= _look(at.moderator, reverse("moderation:show_sample", args=[sample.pk]), "sample", size)
    figures |= _look(at.moderator, reverse("moderation:show_statistics", args=[cohort.pk]), "statistics", size)
    Submission.objects.filter(portfolio__enrolment__cohort=cohort).update(state=SubmissionState.CONFIRMED)
    said = {"by": at.coordinator, "now": at.now}
    board = schedule(cohort, held_on=at.today, chair=at.board[0], members=at.board[1:], notice_reason=HURRY, **said)
    freeze_papers(board, late_reason=HURRY, **said)
    return figures | _look(at.board[0], reverse("boards:show_board", args=[board.pk]), "board", size)


def fill_cohort(at: Installation, size: int) -> Cohort:
    """One cohort of so many portfolios, each marked by one of forty assessors, straight into the tables."""
    assessors = [make_person(f"Large {number}", Role.ASSESSOR) for number in range(ASSESSORS)]
    rows = Rows()
    cohort = rows.add(
        Cohort(
            code=f"LARGE-{size}",
            version=at.version,
            accreditation=at.accreditation,
            state=CohortState.OPEN,
            starts_on=at.day(-200),
            due_at=at.ago(60),
            created_by=at.coordinator,
            created_at=at.ago(230),
        )
    )
    for number in range(size):
        _add(at, rows, cohort, number, assessors[number % ASSESSORS])
    rows.write()
    return Cohort.objects.get(pk=cohort.pk)


def _add(at: Installation, rows: Rows, cohort: Cohort, number: int, assessor: User) -> None:
    address = f"large-{number}@example.org"
    learner = rows.add(
        User(email=address, password="!", given_names="Lena", family_name="Large", joined_at=at.ago(220))
    )
    enrolment = rows.add(
        Enrolment(
            cohort=cohort,
            learner=learner,
            version=at.version,
            accreditation=at.accreditation,
            candidate_number=f"L{number:06}",
            code="KDMA-7429",
            state=EnrolmentState.ACTIVE,
            enrolled_on=at.day(-200),
            offered_at=at.ago(215),
            calendar_token=address,
        )
    )
    portfolio = rows.add(Portfolio(enrolment=enrolment, created_at=at.ago(100)))
    submission = rows.add(
        Submission(
            portfolio=portfolio,
            attempt=1,
            state=SubmissionState.MARKED,
            reference=f"L-{number:06}",
            due_at=cohort.due_at,
            opened_at=at.ago(100),
            submitted_at=at.ago(61),
            accepted_at=at.ago(60),
            allocated_at=at.ago(59),
            manifest="{}",
            manifest_digest="0" * 64,
        )
    )
    allocation = rows.add(
        Allocation(
            submission=submission,
            assessor=assessor,
            state=AllocationState.DONE,
            due_date=at.day(-40),
            allocated_by=at.coordinator,
            allocated_at=at.ago(59),
        )
    )
    short = number % 10 == 0
    mark = rows.add(
        Mark(
            allocation=allocation,
            submission=submission,
            assessor=assessor,
            stage=allocation.stage,
            state=MarkState.FINAL,
            stands=True,
            outcome=Outcome.REFER if short else Outcome.PASS,
            feedback="Clear.",
            rules_version="2026-1",
            begun_at=at.ago(50),
            saved_at=at.ago(45),
            finalised_at=at.ago(45 - number % 20),
        )
    )
    for place, criterion in enumerate(at.criteria):
        verdict = Verdict.NOT_YET_MET if short and place == 0 else Verdict.MET
        rows.add(Judgement(mark=mark, criterion=criterion, verdict=verdict, saved_at=at.ago(45)))


def _look(person: User, address: str, page: str, size: int) -> dict[str, float | int]:
    visitor = Visitor((person, address))
    queries = visitor.count_queries()
    return {
        f"cohort.{page}.queries_{size}": queries,
        f"cohort.{page}.ms_{size}": median([visitor.time() for _ in range(LOOKS)]),
    }


def _seconds[T](work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    done = work()
    return round(time.perf_counter() - start, 3), done
