"""Where a cohort and an enrolment can be, and what they may become."""

from django.db.models import TextChoices


class CohortState(TextChoices):
    PLANNED = "planned", "Being set up"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


COHORT_MOVES = {
    CohortState.PLANNED: {CohortState.OPEN},
    CohortState.OPEN: {CohortState.CLOSED},
    CohortState.CLOSED: set(),
}


class Nation(TextChoices):
    """Whose bank holidays count."""

    ENGLAND_AND_WALES = "ENG", "England and Wales"
    SCOTLAND = "SCT", "Scotland"
    NORTHERN_IRELAND = "NIR", "Northern Ireland"


class EnrolmentState(TextChoices):
    OFFERED = "offered", "Offered"
    ENROLLED = "enrolled", "Enrolled"
    ACTIVE = "active", "Studying"
    INTERRUPTED = "interrupted", "Taking a break"
    COMPLETED = "completed", "Completed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Lapsed"
    CANCELLED = "cancelled", "Entered in error"


ENROLMENT_MOVES = {
    EnrolmentState.OFFERED: {EnrolmentState.ENROLLED, EnrolmentState.CANCELLED},
    EnrolmentState.ENROLLED: {EnrolmentState.ACTIVE, EnrolmentState.WITHDRAWN, EnrolmentState.CANCELLED},
    EnrolmentState.ACTIVE: {
        EnrolmentState.INTERRUPTED,
        EnrolmentState.COMPLETED,
        EnrolmentState.WITHDRAWN,
        EnrolmentState.LAPSED,
        EnrolmentState.CANCELLED,
    },
    EnrolmentState.INTERRUPTED: {EnrolmentState.ACTIVE, EnrolmentState.WITHDRAWN, EnrolmentState.LAPSED},
    EnrolmentState.COMPLETED: set(),
    EnrolmentState.WITHDRAWN: set(),
    # A portfolio that was handed in before the registration ended is still judged, and may pass.
    EnrolmentState.LAPSED: {EnrolmentState.COMPLETED},
    EnrolmentState.CANCELLED: set(),
}
# States in which a learner may study and work on her portfolio.
STUDYING = frozenset({EnrolmentState.ENROLLED, EnrolmentState.ACTIVE})
# States that end an enrolment, with a date.
ENDED = frozenset({EnrolmentState.COMPLETED, EnrolmentState.WITHDRAWN, EnrolmentState.LAPSED, EnrolmentState.CANCELLED})
# States of somebody who belongs to live sessions, past or to come.
ATTENDING = STUDYING | {EnrolmentState.INTERRUPTED, EnrolmentState.COMPLETED}
