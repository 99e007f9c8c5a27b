"""What keeps a person's records from being erased, and the requests that wait."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from assessments.records.keeping.places import PERSON
from assessments.records.keeping.queries import holds_of, holds_on, open_matters, open_matters_of
from assessments.records.leaving.models import ErasureRequest
from courses.delivery.models import Enrolment
from cpd.accounts.models import User

HOLD = "A legal hold keeps it."


@dataclass(frozen=True)
class Keeps:
    """`free` are the enrolments whose records can go now; with nothing in `sentences` the person's own records go too."""

    free: list[Enrolment]
    kept: list[Enrolment]
    sentences: list[str]

    @property
    def is_everything(self) -> bool:
        return bool(self.sentences) and not self.free

    @property
    def is_part(self) -> bool:
        return bool(self.sentences) and bool(self.free)


def what_keeps(person: User, today: date) -> Keeps:
    """A hold on an enrolment or an open matter keeps that enrolment, and with it her account; the others can go."""
    enrolments = list(Enrolment.objects.filter(learner=person).order_by("offered_at", "pk"))
    ids = [row.pk for row in enrolments]
    held, open_ones = holds_on(ids), open_matters(ids)
    sentences: list[str] = []
    if held or holds_of(PERSON, [person.pk]):
        sentences.append(HOLD)
    for pk in ids:
        sentences += open_ones.get(pk, [])
    sentences += open_matters_of(person, today)
    free = [row for row in enrolments if row.pk not in held and row.pk not in open_ones]
    return Keeps(free, [row for row in enrolments if row not in free], list(dict.fromkeys(sentences)))


def list_requests(by: User) -> QuerySet[ErasureRequest]:
    """Open ones first, the most urgent on top."""
    return ErasureRequest.objects.seen_by(by).select_related("person").order_by("done_at", "answer_by", "pk")


def latest_of(person: User) -> ErasureRequest | None:
    return ErasureRequest.objects.filter(person=person).order_by("-asked_at").first()


def numbers_of(person_id: UUID) -> list[str]:
    return list(
        Enrolment.objects.filter(learner=person_id)
        .order_by("candidate_number")
        .values_list("candidate_number", flat=True)
    )
