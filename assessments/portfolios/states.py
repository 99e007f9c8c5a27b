"""The road of a submission, and what an evidence item can be."""

from django.db.models import TextChoices


class SubmissionState(TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned for a correction"
    QUARANTINED = "quarantined", "Closed: it identified somebody"
    ACCEPTED = "accepted", "With the assessor"
    HELD = "held", "Paused"
    MARKED = "marked", "Marked"
    CONFIRMED = "confirmed", "Marking confirmed"
    RATIFIED = "ratified", "Decided by the board"
    RELEASED = "released", "Result released"
    REOPENED = "reopened", "Looked at again after an appeal"
    VOID = "void", "Void"
    DEFERRED = "deferred", "Deferred"
    NOT_SUBMITTED = "not_submitted", "Not submitted"


S = SubmissionState
SUBMISSION_MOVES = {
    S.DRAFT: {S.SUBMITTED, S.DEFERRED, S.NOT_SUBMITTED, S.VOID},
    S.SUBMITTED: {S.DRAFT, S.ACCEPTED, S.RETURNED, S.QUARANTINED, S.HELD, S.VOID},
    S.RETURNED: {S.SUBMITTED, S.NOT_SUBMITTED, S.VOID},
    S.QUARANTINED: set(),
    S.ACCEPTED: {S.HELD, S.MARKED, S.QUARANTINED, S.VOID},
    # Back to where it was held.
    S.HELD: {S.SUBMITTED, S.ACCEPTED, S.MARKED, S.CONFIRMED, S.QUARANTINED, S.VOID},
    S.MARKED: {S.CONFIRMED, S.ACCEPTED, S.HELD, S.VOID},
    S.CONFIRMED: {S.MARKED, S.RATIFIED, S.HELD, S.VOID},
    S.RATIFIED: {S.RELEASED},
    S.RELEASED: {S.REOPENED},
    # To be marked by somebody else, or decided anew on the mark there is.
    S.REOPENED: {S.ACCEPTED, S.CONFIRMED},
    S.VOID: set(),
    S.DEFERRED: set(),
    S.NOT_SUBMITTED: set(),
}
# Whose turn it is, for queues and for the tracker.
OWNERS = {
    S.DRAFT: "learner",
    S.SUBMITTED: "intake",
    S.RETURNED: "learner",
    S.QUARANTINED: "nobody",
    S.ACCEPTED: "assessor",
    S.HELD: "coordinator",
    S.MARKED: "moderator",
    S.CONFIRMED: "board",
    S.RATIFIED: "coordinator",
    S.RELEASED: "nobody",
    S.REOPENED: "coordinator",
    S.VOID: "nobody",
    S.DEFERRED: "nobody",
    S.NOT_SUBMITTED: "nobody",
}
# The learner may type and upload.
OPEN_FOR_WORK = frozenset({S.DRAFT, S.RETURNED})
# Sealed, whatever happens to it next.
SEALED = frozenset({S.SUBMITTED, S.ACCEPTED, S.HELD, S.MARKED, S.CONFIRMED, S.RATIFIED, S.RELEASED, S.REOPENED})
# Where work can be held while somebody looks into a question; a hold ends where it began.
CAN_BE_HELD = frozenset(state for state, targets in SUBMISSION_MOVES.items() if S.HELD in targets)


class VoidReason(TextChoices):
    MISCONDUCT = "misconduct", "Found not to be the learner's own work"
    APPEAL = "appeal", "Not needed after an appeal"
    LEFT = "left", "The learner left, or was entered in error"
    ERROR = "error", "Opened or handed in by mistake"


class DeadlineReason(TextChoices):
    """Why a deadline moved, as the learner reads it; none of them says what happened to her."""

    EXTENSION = "extension", "You were given more time."
    PAUSE = "pause", "Your clocks stood still for a while."
    CIRCUMSTANCES = "circumstances", "A panel gave you more time."
    ADJUSTMENT = "adjustment", "You have extra time as an adjustment."
    COHORT = "cohort", "The date of your cohort moved."


class ItemKind(TextChoices):
    TEXT = "text", "Written here"
    FILE = "file", "File"
    SIGHTED = "sighted", "Seen at my employer, not uploaded"


class ItemState(TextChoices):
    PRESENT = "present", "Present"
    REMOVED = "removed", "Taken out"
    QUARANTINED = "quarantined", "Locked away"
    PURGED = "purged", "Destroyed"


ITEM_MOVES = {
    ItemState.PRESENT: {ItemState.REMOVED, ItemState.QUARANTINED, ItemState.PURGED},
    ItemState.REMOVED: {ItemState.PURGED},
    ItemState.QUARANTINED: {ItemState.PRESENT, ItemState.PURGED},
    ItemState.PURGED: set(),
}


class Declaration(TextChoices):
    AUTHENTIC = "authentic", "This is my own work, and I have said where I used help, including AI tools."
    ANONYMOUS = "anonymous", "Nobody in my evidence can be identified: I have checked names, places, dates and details."
    PERMITTED = "permitted", "I am allowed to use this material for learning."


class AttestationState(TextChoices):
    WAITING = "waiting", "Waiting for a coordinator"
    ASKED = "asked", "Asked"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Could not confirm"
    CANCELLED = "cancelled", "Cancelled"


ATTESTATION_MOVES = {
    AttestationState.WAITING: {AttestationState.ASKED, AttestationState.CANCELLED},
    AttestationState.ASKED: {AttestationState.CONFIRMED, AttestationState.DECLINED, AttestationState.CANCELLED},
    AttestationState.CONFIRMED: set(),
    AttestationState.DECLINED: set(),
    AttestationState.CANCELLED: set(),
}


class Answer(TextChoices):
    """What somebody who was asked may answer; the last two are a decline."""

    CONFIRMED = "confirmed", "I confirm it"
    NOT_SEEN = "not_seen", "I have not seen it"
    NOT_AT_LEVEL = "not_at_level", "I have seen it, but it is not at this level"


class Relationship(TextChoices):
    """In which capacity somebody confirms; shown to whoever judges in place of a name."""

    LINE_MANAGER = "line_manager", "Line manager"
    SUPERVISOR = "supervisor", "Practice or clinical supervisor"
    SENIOR = "senior", "Senior colleague who oversaw this work"


class AddressFrom(TextChoices):
    """Who supplied the address to which the link went."""

    ENROLMENT = "enrolment", "From the enrolment"
    COORDINATOR = "coordinator", "From a coordinator"
    LEARNER = "learner", "Typed by the learner, confirmed by a coordinator"


class KeepReason(TextChoices):
    """Why a learner keeps words in which a name or a number may be hidden."""

    INVENTED = "invented", "The names and details are invented, and I say so in the text."
    PUBLIC = "public", "It is a public body, a law or a published work, and points to nobody in the case."
    MINE = "mine", "It is about my own work, and shows neither who I am nor who anybody in the case is."
    NO_IDENTIFIER = "no_identifier", "It is an ordinary word or number; the check took it for something else."


class Layer(TextChoices):
    """Who reads a reflection beside its learner, from the narrowest to the widest; each holds those before it."""

    PRIVATE = "private", "Only you"
    SUPERVISOR = "supervisor", "You, and the supervisor or manager whom you ask"
    ASSESSOR = "assessor", "You, whom you ask, and those who assess you"
    AUDITOR = "auditor", "You, whom you ask, those who assess you, and the university’s auditors"


class Because(TextChoices):
    """For what evidence is opened; written into history each time."""

    OWN = "own", "The learner's own"
    INTAKE = "intake", "Intake"
    MARKING = "marking", "Marking"
    MODERATION = "moderation", "Moderation"
    STANDARDISATION = "standardisation", "Standardisation"
    BOARD = "board", "Board"
    AUDIT = "audit", "Audit"
    ATTESTATION = "attestation", "The person asked to confirm it"
    EMERGENCY = "emergency", "Opened in an emergency"
    RECORDS = "records", "A request about a person's own data"
    ARCHIVE = "archive", "An archive of the provider"


# The narrowest layer that is open to a purpose; to those not named, from the assessors' layer on.
LAYER_FOR = {
    Because.OWN: Layer.PRIVATE,
    Because.RECORDS: Layer.PRIVATE,
    Because.ATTESTATION: Layer.SUPERVISOR,
    Because.AUDIT: Layer.AUDITOR,
}


def is_open_to(layer: str, because: Because) -> bool:
    """Whether what stands in this layer may be read for this purpose."""
    order = list(Layer)
    return order.index(Layer(layer)) >= order.index(LAYER_FOR.get(because, Layer.ASSESSOR))
