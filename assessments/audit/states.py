"""Where a visit and a finding of a university can be, and what they may become."""

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


class FindingKind(TextChoices):
    COMMENDATION = "commendation", "Commendation"
    RECOMMENDATION = "recommendation", "Recommendation"
    CONDITION = "condition", "Condition"
    ESSENTIAL = "essential", "Essential action"


class FindingState(TextChoices):
    DRAFT = "draft", "Draft"
    RAISED = "raised", "With the provider"
    ANSWERED = "answered", "With the university"
    CLOSED = "closed", "Closed"
    DISCARDED = "discarded", "Discarded"


FINDING_MOVES = {
    FindingState.DRAFT: {FindingState.RAISED, FindingState.CLOSED, FindingState.DISCARDED},
    FindingState.RAISED: {FindingState.ANSWERED},
    FindingState.ANSWERED: {FindingState.RAISED, FindingState.CLOSED},
    FindingState.CLOSED: set(),
    FindingState.DISCARDED: set(),
}
# A finding of these kinds has a day; past it, and not closed, nobody enrols under the agreement.
BLOCKING = (FindingKind.CONDITION, FindingKind.ESSENTIAL)


class Answer(TextChoices):
    ACTION = "action", "We will do this"
    REASON = "reason", "We will not, and why"


class Opinion(TextChoices):
    ENDORSED = "endorsed", "The standards were kept"
    NOT_ENDORSED = "not_endorsed", "The standards were not kept"


class PackState(TextChoices):
    ASKED = "asked", "Asked for"
    MAKING = "making", "Being made"
    MADE = "made", "Ready"
    STOPPED = "stopped", "Could not be made"
    DROPPED = "dropped", "Not made"
    GONE = "gone", "Destroyed"


# An archive with evidence waits for a second person; a sealed pack, which has none, is being made at once.
PACK_MOVES = {
    PackState.ASKED: {PackState.MAKING, PackState.DROPPED},
    PackState.MAKING: {PackState.MADE, PackState.STOPPED},
    PackState.MADE: {PackState.GONE},
    PackState.STOPPED: set(),
    PackState.DROPPED: set(),
    PackState.GONE: set(),
}


class DocumentKind(TextChoices):
    """What the provider has to bring into the evidence room, since no data of this service says it."""

    AGREEMENT = "agreement", "The signed agreement"
    HANDBOOK = "handbook", "Handbook for learners"
    EXEMPLARS = "exemplars", "Exemplars of marked work, made up or cleared"
    DRAFT_COMMENTS = "draft_comments", "The examiner's comments on drafts of the assessment"
    STAFF_CV = "staff_cv", "CV summaries of staff"
    EXAMINER_REPORT = "examiner_report", "Reports of earlier examiners"
    EVALUATIONS = "evaluations", "Learners' evaluations, and what was done"
    MONITORING = "monitoring", "Yearly monitoring report"
    REGULATIONS = "regulations", "Assessment regulations"
    ANONYMISATION = "anonymisation", "Policy on anonymising evidence"
    SAFEGUARDING = "safeguarding", "Safeguarding policy"
    DATA_PROTECTION = "data_protection", "Data protection policy"
    ACCESSIBILITY = "accessibility", "Accessibility statement"
