"""Opening an exercise, judging in it, and closing it, which counts towards the standing of all who took part (STD-1)."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from assessments.marking.states import Verdict
from assessments.portfolios.models import Submission
from assessments.standardisation import rules
from assessments.standardisation.models import Exercise, Participant, Trial
from assessments.standardisation.queries import list_fresh
from assessments.standardisation.states import ExerciseState
from assessments.standing.actions import record_standardisation
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


@action
def open_exercise(submission: Submission, *, due_date: date, by: User, now: datetime) -> Exercise:
    """Ask every assessor who comes to this released portfolio fresh to judge it."""
    today = timezone.localdate(now)
    submission = Submission.objects.select_for_update(of=["self"]).get(pk=submission.pk)
    rules.check_can_lead(by, submission, today)
    if due_date < today:
        raise NotAllowed("The date is in the past. Choose today or a later day.")
    if Exercise.objects.filter(submission=submission, state=ExerciseState.OPEN).exists():
        raise NotAllowed("This portfolio is in an exercise already.")
    people = [person for person in list_fresh(submission, today) if person.pk != by.pk]
    rules.check_has_enough(people)
    exercise = Exercise.objects.create(
        submission=submission,
        due_date=due_date,
        rules_version=submission.portfolio.enrolment.rules.version,
        led_by=by,
        opened_at=now,
    )
    criteria = list(submission.criteria.all())
    for person in people:
        participant = Participant.objects.create(exercise=exercise, person=person)
        Trial.objects.bulk_create(Trial(participant=participant, criterion=criterion) for criterion in criteria)
        notify(
            person,
            "standardisation.asked",
            now=now,
            about=exercise,
            url=reverse("standardisation:show_exercise", args=[exercise.pk]),
        )
    record(
        "exercise.opened",
        by=by,
        about=exercise,
        now=now,
        submission=submission.pk,
        people=len(people),
        due=due_date,
        rules=exercise.rules_version,
    )
    return exercise


@action
def save_trials(participant: Participant, *, said: dict, by: User, now: datetime) -> Participant:
    """Keep what was judged so far: `said` maps a criterion's id to (verdict, reason)."""
    participant = (
        Participant.objects.select_for_update(of=["self"]).select_related("exercise__submission").get(pk=participant.pk)
    )
    rules.check_can_take_part(by, participant, timezone.localdate(now))
    changed = 0
    for trial in participant.trials.select_for_update():
        verdict, reason = said.get(trial.criterion_id, (trial.verdict, trial.reason))
        if (trial.verdict, trial.reason) == (verdict, reason):
            continue
        trial.verdict, trial.reason = Verdict(verdict) if verdict else "", reason
        trial.save(update_fields=["verdict", "reason"])
        changed += 1
    if not changed:
        unchanged()
        return participant
    record("exercise.saved", by=by, about=participant, now=now, exercise=participant.exercise_id, criteria=changed)
    return participant


@action
def give_judgements(participant: Participant, *, by: User, now: datetime) -> Participant:
    """From now on they stay as they are, and this person sees what the others said."""
    participant = (
        Participant.objects.select_for_update(of=["self"]).select_related("exercise__submission").get(pk=participant.pk)
    )
    missing = participant.trials.filter(verdict="").order_by("criterion__position")
    numbers = list(missing.values_list("criterion__number", flat=True))
    rules.check_can_give(by, participant, numbers, timezone.localdate(now))
    participant.given_at = now
    participant.save(update_fields=["given_at"])
    record("exercise.given", by=by, about=participant, now=now, exercise=participant.exercise_id)
    return participant


@action
def close_exercise(exercise: Exercise, *, discussion: str, by: User, now: datetime) -> Exercise:
    """They have talked about it: the note is kept, and all who judged have standardised this module today."""
    exercise = Exercise.objects.select_for_update(of=["self"]).get(pk=exercise.pk)
    took_part = list(exercise.participants.filter(given_at__isnull=False).select_related("person"))
    rules.check_can_close(by, exercise, len(took_part), discussion, timezone.localdate(now))
    exercise.state = ExerciseState.CLOSED
    exercise.discussion = discussion.strip()
    exercise.closed_at = now
    exercise.save(update_fields=["state", "discussion", "closed_at"])
    module = exercise.submission.portfolio.enrolment.version.module
    for participant in took_part:
        record_standardisation(participant.person, module=module, by=by, now=now)
    record(
        "exercise.closed",
        by=by,
        about=exercise,
        now=now,
        sealed={"discussion": exercise.discussion},
        took_part=len(took_part),
        rules=exercise.rules_version,
    )
    return exercise
