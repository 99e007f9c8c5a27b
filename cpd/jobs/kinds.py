"""The kinds of job: a name, a function, and a Celery task with time limits of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from celery import Task

from cpd.celery import app
from cpd.jobs.rounds import Around, run_together
from cpd.jobs.running import Handler, run_jobs

HARD_LIMIT_MARGIN_SECONDS = 30


@dataclass(frozen=True)
class Kind:
    """A kind of job; `batch` is the most jobs that one message carries, `together` whether they share a transaction."""

    name: str
    handler: Handler
    seconds: int
    batch: int
    together: bool
    task: Task


KINDS: dict[str, Kind] = {}


class UnknownKind(LookupError):
    """Nobody registered a job of this name: is its module in settings.JOB_TASK_MODULES?"""


def job_kind(name: str, *, seconds: int, batch: int, around: Around | None = None) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of this kind. It computes, and returns what stores its effect.

    With `around` the jobs of a message are computed inside it and stored together (rounds.py). What is computed is stored at
    most once in either way; a job that fails is computed again.
    """

    def register(handler: Handler) -> Handler:
        if name in KINDS and KINDS[name].handler is not handler:
            raise ValueError(f"There are two functions for jobs of the kind {name}.")
        task = _make_task(name, handler, seconds, batch, around)
        KINDS[name] = Kind(name, handler, seconds, batch, around is not None, task)
        return handler

    return register


def get_kind(name: str) -> Kind:
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownKind(name) from None


def batches(kind: Kind, ids: Iterable[int]) -> list[list[int]]:
    ids = list(ids)
    return [ids[start : start + kind.batch] for start in range(0, len(ids), kind.batch)]


def _make_task(name: str, handler: Handler, seconds: int, batch: int, around: Around | None) -> Task:
    def run(ids: list[int]) -> None:
        if around:
            run_together(ids, kind=name, handler=handler, seconds=seconds, around=around)
        else:
            run_jobs(ids, kind=name, handler=handler, seconds=seconds)

    limit = seconds * batch
    return app.task(name=name, soft_time_limit=limit, time_limit=limit + HARD_LIMIT_MARGIN_SECONDS)(run)
