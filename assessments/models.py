"""Gathers the features' models for Django; import them from their features."""

from assessments.audit.models import (
    Visit,
)
from assessments.boards.models import (
    Board,
    BoardMember,
    Conflict,
    Decision,
    Paper,
)
from assessments.certificates.models import (
    Award,
    Certificate,
    Finding,
    PlacedHold,
    Reconciliation,
)
from assessments.confidentiality.models import (
    Incident,
    IntakeDecision,
    IntakeOpening,
    Place,
    SafeguardingConcern,
)
from assessments.marking.models import (
    Agreement,
    Allocation,
    Comment,
    CommentUse,
    Judgement,
    Mark,
    Need,
    Shortfall,
    TeamNote,
)
from assessments.moderation.models import (
    PopulationItem,
    Review,
    Sample,
    SampledMark,
    SampleReason,
)
from assessments.portfolios.models import (
    Attestation,
    Claim,
    DeadlineChange,
    Declaration,
    EvidenceItem,
    IdentityCheck,
    KeptPassage,
    Portfolio,
    Submission,
    TextRevision,
    WordAnswer,
)
from assessments.records.models import (
    Activity,
    Share,
)

__all__ = [
    "Agreement",
    "Activity",
    "Allocation",
    "Attestation",
    "Award",
    "Board",
    "BoardMember",
    "Certificate",
    "Claim",
    "Comment",
    "CommentUse",
    "Conflict",
    "DeadlineChange",
    "Decision",
    "Declaration",
    "EvidenceItem",
    "Finding",
    "IdentityCheck",
    "KeptPassage",
    "Incident",
    "IntakeDecision",
    "IntakeOpening",
    "Judgement",
    "Mark",
    "Need",
    "Paper",
    "PlacedHold",
    "Place",
    "PopulationItem",
    "Portfolio",
    "Reconciliation",
    "Review",
    "SafeguardingConcern",
    "Sample",
    "SampleReason",
    "SampledMark",
    "Shortfall",
    "Share",
    "Submission",
    "TeamNote",
    "TextRevision",
    "WordAnswer",
    "Visit",
]
