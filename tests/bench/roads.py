"""Where a candidate is on the road, and the traces that every step leaves."""

from django.db import models

from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User
from cpd.history.models import Entry
from cpd.notices.models import Notice, Urgency
from tests.bench.installation import Installation
from tests.bench.rows import Rows

S = SubmissionState
# Where each of twenty candidates is: most are through, some are at every place before.
PLACES = [S.RELEASED] * 11 + [S.RATIFIED, S.CONFIRMED, S.MARKED, *[S.ACCEPTED] * 4, S.SUBMITTED, S.DRAFT]
ROAD = [S.DRAFT, S.SUBMITTED, S.ACCEPTED, S.MARKED, S.CONFIRMED, S.RATIFIED, S.RELEASED]


class Road:
    """One candidate's rows, as far along the road as this number is."""

    learner: User
    enrolment: Enrolment
    submission: Submission
    items: list[EvidenceItem]

    def __init__(self, at: Installation, rows: Rows, cohort: Cohort, number: int) -> None:
        self.at, self.rows, self.cohort, self.number = at, rows, cohort, number
        self.state = PLACES[number % len(PLACES)]
        # The first two hundred are all with one assessor, so that her queue fills its page at every size.
        self.assessor = at.assessors[0 if number < 200 else number // len(PLACES) % len(at.assessors)]

    def reached(self, state: SubmissionState) -> bool:
        return ROAD.index(self.state) >= ROAD.index(state)

    def note(self, name: str, about: models.Model, by: User | None, days: int, **detail) -> None:
        self.rows.put(
            Entry,
            name=name,
            actor_id=str(by.pk) if by else "",
            role="",
            subject=about._meta.label_lower,
            subject_id=str(about.pk),
            at=self.at.ago(days),
            detail=detail,
            sealed={},
        )

    def tell(self, person: User, kind: str, text: str, days: int, *, is_read: bool) -> None:
        at = self.at.ago(days)
        self.rows.add(
            Notice(
                person=person,
                kind=kind,
                urgency=Urgency.NOW,
                text=text,
                created_at=at,
                mailed_at=at,
                read_at=at if is_read else None,
            )
        )

    def open_items(self, by: User, days: int, because: str) -> None:
        for item in self.items:
            self.note("evidence.opened", item, by, days, because=because)
