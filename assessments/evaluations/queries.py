"""When evaluations can be written, what waits to be opened, and what came out."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from assessments.evaluations.models import Envelope, Opening, Remark, Tally
from assessments.evaluations.states import OPENED_AFTER, Prompt
from assessments.portfolios.models import Submission
from courses.catalogue.models import Lesson
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.states import EnrolmentState


def closes_on(cohort: Cohort) -> date:
    """The last day on which one can be sent; they are opened in the night after it."""
    return timezone.localdate(cohort.due_at + OPENED_AFTER)


def has_finished(enrolment: Enrolment) -> bool:
    """Whether she has done every lesson, or handed in a portfolio: not before does anybody ask what she thinks."""
    if Submission.objects.filter(portfolio__enrolment=enrolment, submitted_at__isnull=False).exists():
        return True
    lessons = Lesson.objects.filter(version=enrolment.version_id)
    done = enrolment.progress.filter(done_at__isnull=False).values("lesson")
    return lessons.exists() and not lessons.exclude(pk__in=done).exists()


def count_places(cohort: Cohort) -> int:
    """How many took a place, and so could say something."""
    return Enrolment.objects.current().filter(cohort=cohort).exclude(state=EnrolmentState.OFFERED).count()


def list_to_open(now: datetime) -> QuerySet[Cohort]:
    """The cohorts whose last day is over and in which envelopes lie."""
    begins = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    waiting = Envelope.objects.filter(enrolment__cohort=OuterRef("pk"))
    return Cohort.objects.filter(Exists(waiting), due_at__lt=begins - OPENED_AFTER).order_by("due_at", "pk")


def count_answers(cohorts: Collection[UUID]) -> dict[UUID, dict[str, Counter]]:
    """By cohort and statement how many gave each answer."""
    rows = Tally.objects.filter(opening__cohort__in=cohorts).order_by()
    found: dict[UUID, dict[str, Counter]] = defaultdict(lambda: defaultdict(Counter))
    for cohort, statement, answer, number in rows.values_list("opening__cohort", "statement", "answer", "number"):
        found[cohort][statement][answer] += number
    return found


def list_openings() -> QuerySet[Opening]:
    """Those in which something was opened, the newest first, with the cohort and who said what was done."""
    rows = Opening.objects.filter(number__isnull=False).select_related("cohort__version__module", "done_by")
    return rows.order_by("-opened_at", "cohort__code")


def remarks_of(opening: Opening) -> list[Remark]:
    """Question by question, in an order that says nothing."""
    return sorted(opening.remarks.order_by("pk"), key=lambda remark: list(Prompt).index(remark.prompt))


def find_opening(cohort: Cohort) -> Opening | None:
    return Opening.objects.filter(cohort=cohort, number__isnull=False).first()
