"""The pages that are measured, each as a person finds it in a filled installation."""

from uuid import UUID

from django.db.models import Count, Model, QuerySet
from django.urls import reverse

from assessments.audit.models import Visit
from assessments.boards.models import Board
from assessments.boards.states import BoardState
from assessments.certificates.models import Certificate
from assessments.marking.models import Allocation
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from cpd.accounts.models import User
from tests.bench.installation import Installation

# Who looks (nobody: a stranger), and the address.
type Place = tuple[User | None, str]


def module(at: Installation) -> Place:
    """A learner's page of her module."""
    enrolment = _draft().portfolio.enrolment
    return enrolment.learner, reverse("learning:show_module", args=[enrolment.pk])


def submission(at: Installation) -> Place:
    """Her portfolio, with an item for every task."""
    draft = _draft()
    return draft.portfolio.enrolment.learner, reverse("portfolios:show_portfolio", args=[draft.pk])


def queue(at: Installation) -> Place:
    """The queue of the assessor who has most to mark."""
    return _busiest_assessor(), reverse("marking:show_queue")


def desk(at: Installation) -> Place:
    """Her marking desk, with a mark half done."""
    assessor = _busiest_assessor()
    allocation = Allocation.objects.for_assessor(assessor).to_mark().order_by("due_date", "pk").first()
    return assessor, reverse("marking:mark_submission", args=[allocation.pk])


def sampling(at: Installation) -> Place:
    """The sampling plan of a cohort in which marks wait."""
    return at.moderator, reverse("moderation:show_plan", args=[_cohort()])


def board(at: Installation) -> Place:
    """The pack and decision sheet of a meeting whose results are out, for its chair."""
    released = Board.objects.filter(state=BoardState.RELEASED).order_by("cohort__code")
    return at.board[0], reverse("boards:show_board", args=[_middle(released).pk])


def statistics(at: Installation) -> Place:
    """How the assessors of a cohort mark."""
    return at.moderator, reverse("moderation:show_statistics", args=[_cohort()])


def evidence_room(at: Installation) -> Place:
    """The index of the evidence room of a visit that reaches everybody."""
    return at.auditor, reverse("audit:list_exhibits", args=[_visit()])


def item(at: Installation) -> Place:
    """The whole story of one candidate who went all the way."""
    released = Submission.objects.at(SubmissionState.RELEASED).order_by("reference")
    number = _middle(released.select_related("portfolio__enrolment")).portfolio.enrolment.candidate_number
    return at.auditor, reverse("audit:show_story", args=[_visit(), number])


def outcomes(at: Installation) -> Place:
    """The figures of every cohort that a visit reaches, for the auditor."""
    return at.auditor, reverse("audit:show_outcomes", args=[_visit()])


def verify(at: Installation) -> Place:
    """A stranger's check of a certificate."""
    return None, reverse("certificates:verify_code", args=[_middle(Certificate.objects.order_by("pk")).code])


PAGES = {
    place.__name__: place
    for place in (module, submission, queue, desk, sampling, board, statistics, evidence_room, item, outcomes, verify)
}


def _cohort():
    return _draft().portfolio.enrolment.cohort_id


LISTS = {
    "home": lambda at: (at.coordinator, reverse("home:show_home")),
    "intake": lambda at: (at.coordinator, reverse("confidentiality:list_intake")),
    "allocations": lambda at: (at.coordinator, reverse("marking:list_allocations")),
    "allocated": lambda at: (at.coordinator, f"{reverse('marking:list_allocations')}?show=allocated"),
    "criteria": lambda at: (_busiest_assessor(), reverse("marking:list_criteria")),
    "comments": lambda at: (at.assessors[0], reverse("marking:list_comments")),
    "marked": lambda at: (at.assessors[0], reverse("marking:list_marked")),
    "samples": lambda at: (at.moderator, reverse("moderation:list_samples")),
    "boards": lambda at: (at.coordinator, reverse("boards:list_boards")),
    "certificates": lambda at: (at.coordinator, reverse("certificates:list_certificates")),
    "cohorts": lambda at: (at.coordinator, reverse("delivery:list_cohorts")),
    "cohort": lambda at: (at.coordinator, reverse("delivery:show_cohort", args=[_cohort()])),
    "people": lambda at: (at.administrator, reverse("accounts:list_people")),
    "organisations": lambda at: (at.administrator, reverse("accounts:list_organisations")),
    "accreditations": lambda at: (at.auditor, reverse("audit:list_visits")),
    "accreditation": lambda at: (at.auditor, reverse("audit:show_accreditation", args=[at.accreditation.pk])),
    "candidates": lambda at: (at.auditor, reverse("audit:list_candidates", args=[_visit(), _cohort()])),
}


def _visit() -> UUID:
    return Visit.objects.get().pk


def _draft() -> Submission:
    return _middle(
        Submission.objects.at(SubmissionState.DRAFT)
        .select_related("portfolio__enrolment__learner")
        .order_by("reference")
    )


def _busiest_assessor() -> User:
    waiting = Allocation.objects.to_mark().values("assessor").annotate(number=Count("pk"))
    return User.objects.get(pk=waiting.order_by("-number", "assessor").first()["assessor"])


def _middle[M: Model](rows: QuerySet[M]) -> M:
    """A row from the middle, since the first and the last are the ones that an index finds soonest."""
    return rows[rows.count() // 2]
