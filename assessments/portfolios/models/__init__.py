"""Portfolios, submissions, evidence items, claims, the identity check, and managers' confirmations."""

from assessments.portfolios.models.attestations import Attestation
from assessments.portfolios.models.checks import IdentityCheck, KeptPassage, WordAnswer
from assessments.portfolios.models.claims import Claim
from assessments.portfolios.models.items import EvidenceItem, EvidenceItemQuerySet, PageImage, TextRevision
from assessments.portfolios.models.portfolios import OtherWay, Portfolio
from assessments.portfolios.models.submissions import (
    UNFINISHED,
    DeadlineChange,
    Declaration,
    Submission,
    SubmissionQuerySet,
)

__all__ = [
    "Attestation",
    "Claim",
    "DeadlineChange",
    "Declaration",
    "EvidenceItem",
    "EvidenceItemQuerySet",
    "IdentityCheck",
    "KeptPassage",
    "OtherWay",
    "PageImage",
    "Portfolio",
    "Submission",
    "SubmissionQuerySet",
    "TextRevision",
    "UNFINISHED",
    "WordAnswer",
]
