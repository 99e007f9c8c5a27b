"""The states of a job and the moves between them."""

from django.db.models import TextChoices


class State(TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    DEAD = "dead", "Needs a person"


MOVES = {
    State.WAITING: {State.RUNNING},
    State.RUNNING: {State.WAITING, State.DONE, State.DEAD},
    State.DONE: set(),
    State.DEAD: {State.WAITING},
}
