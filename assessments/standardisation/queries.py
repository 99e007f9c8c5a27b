"""What pages of standardisation show; nobody sees what others said before they have given their own judgements."""

from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from assessments.marking.conflicts import gather
from assessments.marking.models import Judgement
from assessments.marking.states import MarkState, Verdict
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from assessments.standardisation.models import Exercise, Participant, Trial
from assessments.standardisation.rules import NO_BAR_TO_LEADING
from assessments.standardisation.states import ExerciseState
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.models import User
from cpd.accounts.roles import Role

SHOWN = 50


@dataclass
class Spread:
    """One criterion: how many said what, what was decided then, and the reasons (with names once it is closed)."""

    criterion: AssessmentCriterion
    met: int = 0
    not_yet_met: int = 0
    decided: str = ""
    reasons: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def is_split(self) -> bool:
        return bool(self.met and self.not_yet_met)

    @property
    def total(self) -> int:
        return self.met + self.not_yet_met

    @property
    def agreement(self) -> int:
        """How many of a hundred said the same as most."""
        return round(100 * max(self.met, self.not_yet_met) / self.total) if self.total else 0


def list_led(person: User) -> QuerySet[Exercise]:
    given = Count("participants", filter=Q(participants__given_at__isnull=False))
    return (
        Exercise.objects.filter(led_by=person)
        .select_related("submission__portfolio__enrolment__version__module")
        .annotate(asked=Count("participants"), given=given)
        .order_by("-opened_at", "pk")
    )


def list_own(person: User) -> QuerySet[Participant]:
    """The exercises in which this person is asked to take part, but for learners who keep them away."""
    return (
        Participant.objects.filter(person=person, exercise__submission__in=Submission.objects.seen_by(person))
        .select_related("exercise__submission__portfolio__enrolment__version__module")
        .order_by("-exercise__opened_at", "pk")
    )


def list_usable(person: User) -> list[Submission]:
    """Released portfolios, the newest first, that this moderator may use and that are not in use."""
    busy = Exercise.objects.filter(state=ExerciseState.OPEN).values("submission")
    found = list(
        Submission.objects.at(SubmissionState.RELEASED)
        .exclude(pk__in=busy)
        .defer("manifest")
        .select_related("portfolio__enrolment__version__module", "portfolio__enrolment__cohort")
        .order_by("-submitted_at", "pk")[:SHOWN]
    )
    ties = gather([person], found)
    return [one for one in found if not set(ties.between(person, one)) - NO_BAR_TO_LEADING]


def list_fresh(submission: Submission, today) -> list[User]:
    """Assessors who stand far enough from the candidate and have had no part in this portfolio."""
    people = list(User.objects.holding(Role.ASSESSOR, on=today).order_by("family_name", "given_names", "pk"))
    ties = gather(people, [submission])
    return [person for person in people if not any(tie.is_bar for tie in ties.between(person, submission))]


def list_trials(participant: Participant) -> QuerySet[Trial]:
    return participant.trials.select_related("criterion__outcome").order_by("criterion__position")


def list_spread(exercise: Exercise, *, names: bool) -> list[Spread]:
    """How far apart the judgements are, criterion by criterion; only of those who have given theirs."""
    decided = dict(
        Judgement.objects.filter(
            mark__submission=exercise.submission_id, mark__state=MarkState.FINAL, mark__stands=True
        ).values_list("criterion", "verdict")
    )
    rows: dict = {}
    trials = (
        Trial.objects.filter(participant__exercise=exercise, participant__given_at__isnull=False)
        .select_related("criterion__outcome", "participant__person")
        .order_by("criterion__position", "participant__person__family_name", "participant__pk")
    )
    for trial in trials:
        row = rows.setdefault(trial.criterion_id, Spread(trial.criterion))
        row.decided = Verdict(decided[trial.criterion_id]).label if decided.get(trial.criterion_id) else ""
        if trial.verdict == Verdict.MET:
            row.met += 1
        else:
            row.not_yet_met += 1
        if trial.reason:
            who = str(trial.participant.person) if names else ""
            row.reasons.append((who, trial.get_verdict_display(), trial.reason))
    if not names:
        for row in rows.values():
            row.reasons.sort(key=lambda said: said[1:])
    return list(rows.values())
