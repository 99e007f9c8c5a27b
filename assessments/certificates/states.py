"""The lives of an award and of its certificates, and why a certificate may be held."""

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


class Hold(TextChoices):
    NAME = "name", "The name has a letter or mark that our typeface cannot print"
    MARKUP = "markup", "The name has signs that do not belong in a name"
    LENGTH = "length", "The name is too long for the certificate"
    AGREEMENT = "agreement", "The accreditation was not in force"
