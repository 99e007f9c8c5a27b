"""The states of a standardisation exercise."""

from django.db.models import TextChoices


class ExerciseState(TextChoices):
    OPEN = "open", "Being judged"
    CLOSED = "closed", "Discussed"


EXERCISE_MOVES = {ExerciseState.OPEN: {ExerciseState.CLOSED}, ExerciseState.CLOSED: set()}
