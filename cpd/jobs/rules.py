"""May a person ask for this job again?"""

from cpd.jobs.models import Job
from cpd.jobs.states import State
from cpd.rules import NotAllowed


def check_can_retry(job: Job) -> None:
    if job.state != State.DEAD:
        raise NotAllowed("Only a job that has stopped can be tried again.")
