"""Awards, the documents drawn for them, their status lists, and what holds or compares them."""

from assessments.certificates.models.awards import Award, Certificate
from assessments.certificates.models.changes import AwardChange
from assessments.certificates.models.checks import Disagreement, PlacedHold, Reconciliation
from assessments.certificates.models.endorsements import Endorsement
from assessments.certificates.models.lists import StatusList, StatusListIssue

__all__ = [
    "Award",
    "AwardChange",
    "Certificate",
    "Disagreement",
    "Endorsement",
    "PlacedHold",
    "Reconciliation",
    "StatusList",
    "StatusListIssue",
]
