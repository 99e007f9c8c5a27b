"""In which states of an enrolment its lessons can be read."""

from courses.delivery.states import EnrolmentState

# A break and a finished module close nothing: what she has studied stays hers to read.
READABLE = frozenset(
    {EnrolmentState.ENROLLED, EnrolmentState.ACTIVE, EnrolmentState.INTERRUPTED, EnrolmentState.COMPLETED}
)
