"""Puts a CPD record together: awards, what she added, and hours by type, for her page, her exports and a shared link."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from assessments.certificates.codes import spaced
from assessments.certificates.models import Award, Certificate
from assessments.certificates.queries import awards_of
from assessments.certificates.states import LIVE, TO_THE_HOLDER, AwardState, Hold
from assessments.records.models import Activity
from assessments.records.queries import sessions_attended
from assessments.records.states import Kind
from cpd.accounts.models import User

QUESTIONS = {
    "learned": "What I learned",
    "changed": "What I changed in my practice",
    "safety": "What it meant for people's safety",
}


@dataclass(frozen=True)
class Row:
    """One line of the record: an award with the document that counts, live sessions by themselves, or an activity."""

    title: str
    kind: Kind
    done_on: date
    hours: Decimal
    level: str = ""
    credit: str = ""
    state: str = ""
    counts: bool = True
    award: Award | None = None
    certificate: Certificate | None = None
    activity_id: UUID | None = None
    is_shared: bool = False
    sessions: int = 0
    reflections: list[tuple[str, str]] = field(default_factory=list)

    @property
    def number(self) -> str:
        return spaced(self.certificate.code) if self.certificate and self.certificate.state == "issued" else ""

    @property
    def why_it_waits(self) -> str:
        """Why a certificate is held, as its holder may know it."""
        return TO_THE_HOLDER[Hold(self.certificate.hold)] if self.certificate and self.certificate.hold else ""


@dataclass(frozen=True)
class Record:
    """A record of a period."""

    name: str
    rows: list[Row]
    since: date | None
    until: date | None

    @property
    def awards(self) -> list[Row]:
        return [row for row in self.rows if row.award]

    @property
    def activities(self) -> list[Row]:
        return [row for row in self.rows if not row.award and not row.sessions]

    @property
    def attended(self) -> list[Row]:
        return [row for row in self.rows if row.sessions]

    @property
    def hours(self) -> list[tuple[str, Decimal]]:
        """CPD hours by type, of what counts; never computed from credit."""
        sums = {
            kind: sum((row.hours for row in self.rows if row.kind == kind and row.counts), Decimal(0)) for kind in Kind
        }
        return [(str(kind.label), total) for kind, total in sums.items() if total]

    @property
    def total(self) -> Decimal:
        return sum((row.hours for row in self.rows if row.counts), Decimal(0))


def compile_record(
    learner: User, *, since: date | None = None, until: date | None = None, reads: str = "own", is_hers: bool = True
) -> Record:
    """Her record; `reads` says whose eyes it is for: "own" shows every reflection, "shared" the marked ones, "none" none.

    What others open by a link (`is_hers` is false) says nothing of modules without an award: they would learn that she
    has not passed.
    """
    rows = [*_awards(learner, reads), *(_attended(learner) if is_hers else []), *_activities(learner, reads)]
    within = [row for row in rows if (not since or row.done_on >= since) and (not until or row.done_on <= until)]
    within.sort(key=lambda row: (row.done_on, row.title), reverse=True)
    return Record(learner.certificate_name or learner.get_full_name(), within, since, until)


def _awards(learner: User, reads: str) -> Iterator[Row]:
    words = {activity.award_id: activity for activity in Activity.objects.of(learner).filter(award__isnull=False)}
    for award in awards_of(learner):
        version, activity = award.enrolment.version, words.get(award.pk)
        live = [certificate for certificate in award.certificates.all() if certificate.state in LIVE]
        yield Row(
            title=version.title,
            kind=Kind.ASSESSED,
            done_on=award.awarded_on,
            hours=version.cpd_hours,
            level=version.level_words,
            credit=version.credit_words,
            state=AwardState(award.state).label,
            counts=award.state == AwardState.GRANTED,
            award=award,
            certificate=live[0] if live else None,
            activity_id=activity.pk if activity else None,
            is_shared=bool(activity and activity.is_shared),
            reflections=_reflections(activity, reads) if activity else [],
        )


def _attended(learner: User) -> Iterator[Row]:
    """The live sessions that she was at, of modules without an award to count them: taking part is learning too."""
    present = (
        sessions_attended(learner)
        .filter(enrolment__award__isnull=True)
        .select_related("session", "enrolment__version")
        .order_by("enrolment", "session__starts_at", "pk")
    )
    for _, found in groupby(present, key=lambda row: row.enrolment_id):
        rows = list(found)
        time = sum((row.session.ends_at - row.session.starts_at for row in rows), timedelta())
        yield Row(
            title=rows[0].enrolment.version.title,
            kind=Kind.TAUGHT,
            done_on=timezone.localdate(rows[-1].session.ends_at),
            hours=(Decimal(time.total_seconds()) / 3600).quantize(Decimal("0.01")),
            state="Live sessions attended",
            sessions=len(rows),
        )


def _activities(learner: User, reads: str) -> Iterator[Row]:
    for activity in Activity.objects.of(learner).filter(award__isnull=True):
        yield Row(
            title=activity.words["title"],
            kind=Kind(activity.kind),
            done_on=activity.done_on,
            hours=activity.hours,
            activity_id=activity.pk,
            is_shared=activity.is_shared,
            reflections=_reflections(activity, reads),
        )


def _reflections(activity: Activity, reads: str) -> list[tuple[str, str]]:
    if reads == "none" or (reads == "shared" and not activity.is_shared):
        return []
    words = activity.words
    return [(question, words[key]) for key, question in QUESTIONS.items() if words.get(key)]
