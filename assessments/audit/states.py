"""Where a visit of a university can be, and what it may become."""

from django.db.models import TextChoices


class VisitState(TextChoices):
    INVITED = "invited", "Invited"
    OPEN = "open", "Open"
    CONCLUDED = "concluded", "Report signed"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


# Evidence is read while a visit is open or concluded, until its last day. Findings, replies and the report stay with her
# until it is closed, which is when the last finding is.
VISIT_MOVES = {
    VisitState.INVITED: {VisitState.OPEN, VisitState.CANCELLED},
    VisitState.OPEN: {VisitState.CONCLUDED, VisitState.CLOSED},
    VisitState.CONCLUDED: {VisitState.CLOSED},
    VisitState.CLOSED: set(),
    VisitState.CANCELLED: set(),
}
READING = (VisitState.OPEN, VisitState.CONCLUDED)
