"""The lives of an award, of a change to it and of its certificates, why a certificate may be held, and what a comparison may find."""

from django.db.models import TextChoices


class AwardState(TextChoices):
    GRANTED = "granted", "Granted"
    SUSPENDED = "suspended", "Suspended"
    RESCINDED = "rescinded", "Rescinded: made in error"
    REVOKED = "revoked", "Revoked"
    RELINQUISHED = "relinquished", "Given back by the holder"


AWARD_MOVES = {
    AwardState.GRANTED: {
        AwardState.SUSPENDED,
        AwardState.RESCINDED,
        AwardState.REVOKED,
        AwardState.RELINQUISHED,
    },
    AwardState.SUSPENDED: {AwardState.GRANTED, AwardState.RESCINDED, AwardState.REVOKED},
    AwardState.RESCINDED: set(),
    AwardState.REVOKED: set(),
    AwardState.RELINQUISHED: set(),
}


class CertificateState(TextChoices):
    OWED = "owed", "Being made"
    HELD = "held", "Needs a person"
    ISSUED = "issued", "Issued"
    SUPERSEDED = "superseded", "Replaced"
    WITHDRAWN = "withdrawn", "Withdrawn"


CERTIFICATE_MOVES = {
    CertificateState.OWED: {CertificateState.HELD, CertificateState.ISSUED, CertificateState.WITHDRAWN},
    CertificateState.HELD: {CertificateState.OWED, CertificateState.WITHDRAWN},
    CertificateState.ISSUED: {CertificateState.SUPERSEDED, CertificateState.WITHDRAWN},
    CertificateState.SUPERSEDED: set(),
    CertificateState.WITHDRAWN: set(),
}
LIVE = [CertificateState.OWED, CertificateState.HELD, CertificateState.ISSUED]


class Design(TextChoices):
    """Attendance and achievement are different documents and never look alike."""

    ACHIEVEMENT = "achievement", "Certificate of achievement"
    ATTENDANCE = "attendance", "Certificate of attendance"


class Reissue(TextChoices):
    """Why a certificate was replaced. After the last two nothing of the old one is kept but its digest."""

    OUR_ERROR = "our_error", "We made a mistake"
    NAME_CHANGE = "name_change", "Marriage, divorce or deed poll"
    SAFETY = "safety", "Safety"
    GENDER = "gender", "Gender reassignment"


DESTROYING = [Reissue.SAFETY, Reissue.GENDER]


class Evidence(TextChoices):
    """What was seen for a new name. Its kind and date are kept, never the paper."""

    NONE = "none", "Nothing was needed"
    DEED_POLL = "deed_poll", "Deed poll"
    MARRIAGE = "marriage", "Marriage or civil partnership certificate"
    DECREE = "decree", "Decree or final order"
    STATEMENT = "statement", "The holder's own statement"
    SUPPORT = "support", "A letter from a support service or the police"


class Hold(TextChoices):
    NAME = "name", "The name has a letter or mark that our typeface cannot print"
    MARKUP = "markup", "The name has signs that do not belong in a name"
    LENGTH = "length", "The name is too long for the certificate"
    AGREEMENT = "agreement", "The accreditation was not in force"
    IDENTITY = "identity", "Proof of identity is missing"
    FEES = "fees", "A fee is open"
    INVESTIGATION = "investigation", "An investigation is open"
    BREACH = "breach", "A confidentiality check is open"


# What a person may place on an enrolment and lift again; the others follow from the name, the agreement and open incidents.
PLACED = [Hold.IDENTITY, Hold.FEES, Hold.INVESTIGATION]
# What the holder reads. A check that may concern somebody else has one sentence, whatever it is about.
# What the record and the auditor's room say of such a hold.
RECORDED_AS = {Hold.INVESTIGATION: "check", Hold.BREACH: "check", Hold.AGREEMENT: "check"}
_NAME = (
    "Your coordinator is checking how your name is printed before the certificate is made. Your award is not affected."
)
_CHECK = "We are finishing a check on our side before the certificate is made. You need not do anything."
TO_THE_HOLDER = {
    Hold.NAME: _NAME,
    Hold.MARKUP: _NAME,
    Hold.LENGTH: _NAME,
    Hold.IDENTITY: "We have not seen proof of your name yet. Your coordinator tells you how to show it. Your award is not affected.",
    Hold.FEES: "A fee is still open. Ask your coordinator if you think it is paid. Your award is not affected.",
    Hold.AGREEMENT: _CHECK,
    Hold.INVESTIGATION: _CHECK,
    Hold.BREACH: _CHECK,
}


class Mismatch(TextChoices):
    """What must never be, between what boards decided and what was issued."""

    NO_AWARD = "no_award", "A released pass has no award"
    NO_PASS = "no_pass", "An award stands without a released pass"
    NO_CERTIFICATE = "no_certificate", "An award stands without a live certificate"
    STRAY_CERTIFICATE = "stray_certificate", "A certificate is live although its award has ended"
    WRONG_BYTES = "wrong_bytes", "The stored bytes are not those that were issued"
    NO_ENTRY = "no_entry", "The record does not hold the issued certificate once, with its digest"


class AwardChangeState(TextChoices):
    """Revoking is proposed before it is done; every other change is done as it is written down."""

    PROPOSED = "proposed", "Proposed"
    DONE = "done", "In effect"
    DROPPED = "dropped", "Dropped"


AWARD_CHANGE_MOVES = {
    AwardChangeState.PROPOSED: {AwardChangeState.DONE, AwardChangeState.DROPPED},
    AwardChangeState.DONE: set(),
    AwardChangeState.DROPPED: set(),
}


class Authority(TextChoices):
    """On whose word an award changes. A coordinator writes it down and never decides it."""

    BOARD = "board", "The board"
    PARTNER = "partner", "The accrediting partner"
    HOLDER = "holder", "The holder"


class AwardReason(TextChoices):
    """A class of reason rather than a story."""

    MISCONDUCT = "misconduct", "Misconduct or fraud"
    UNDER_REVIEW = "under_review", "Under review"
    REVIEW_ENDED = "review_ended", "The review ended"
    ADMINISTRATIVE_ERROR = "administrative_error", "An administrative error of ours"
    HOLDER_REQUEST = "holder_request", "The holder asked for it"


REASONS_FOR = {
    AwardState.GRANTED: {AwardReason.REVIEW_ENDED, AwardReason.ADMINISTRATIVE_ERROR},
    AwardState.SUSPENDED: {AwardReason.UNDER_REVIEW, AwardReason.MISCONDUCT},
    AwardState.RESCINDED: {AwardReason.ADMINISTRATIVE_ERROR},
    AwardState.REVOKED: {AwardReason.MISCONDUCT},
    AwardState.RELINQUISHED: {AwardReason.HOLDER_REQUEST},
}
ENDED = [AwardState.RESCINDED, AwardState.REVOKED, AwardState.RELINQUISHED]
