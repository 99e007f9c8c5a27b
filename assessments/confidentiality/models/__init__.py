"""What intake decided, incidents, concerns, and unusual reading; import each from here."""

from assessments.confidentiality.models.cases import Incident, SafeguardingConcern
from assessments.confidentiality.models.intake import IntakeDecision, IntakeOpening, Place
from assessments.confidentiality.models.passages import PassageReview
from assessments.confidentiality.models.reading import EmergencyOpening, UnusualReading

__all__ = [
    "EmergencyOpening",
    "Incident",
    "IntakeDecision",
    "IntakeOpening",
    "PassageReview",
    "Place",
    "SafeguardingConcern",
    "UnusualReading",
]
