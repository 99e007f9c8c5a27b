"""What the university's rooms hold."""

from assessments.audit.models.checks import HistoryCheck
from assessments.audit.models.exhibits import ExhibitReview, ProvidedDocument
from assessments.audit.models.findings import Finding, Message
from assessments.audit.models.keys import WitnessKey
from assessments.audit.models.packs import Pack
from assessments.audit.models.reports import Report, Response
from assessments.audit.models.samples import OwnDraw, OwnJudgement, OwnMark, VisitItem
from assessments.audit.models.views import SavedView
from assessments.audit.models.visits import Visit

__all__ = [
    "ExhibitReview",
    "Finding",
    "HistoryCheck",
    "Message",
    "OwnDraw",
    "OwnJudgement",
    "OwnMark",
    "Pack",
    "ProvidedDocument",
    "Report",
    "Response",
    "SavedView",
    "Visit",
    "VisitItem",
    "WitnessKey",
]
