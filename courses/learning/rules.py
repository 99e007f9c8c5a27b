"""Who may read a module's lessons, and when."""

from courses.delivery.models import Enrolment
from courses.delivery.states import EnrolmentState
from courses.learning.states import READABLE
from cpd.accounts.models import User
from cpd.rules import NotAllowed


def check_can_study(person: User, enrolment: Enrolment) -> None:
    if enrolment.learner_id != person.pk:
        raise NotAllowed("Lessons are read by the learner whose place it is.")
    if enrolment.state == EnrolmentState.OFFERED:
        raise NotAllowed("Take up your place first: enter the code that your coordinator gave you.")
    if enrolment.state not in READABLE:
        raise NotAllowed("Your place on this module has ended, so its lessons are closed. Your coordinator can help.")
