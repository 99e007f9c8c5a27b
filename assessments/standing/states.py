"""What an assessor's standing is made of (ASR-1), and what an interest can be."""

from django.db.models import TextChoices


class Fact(TextChoices):
    PRACTICE = "practice", "Practice in domestic abuse"
    TRAINING = "training", "Training as an assessor, or a teaching award"
    DEVELOPMENT = "development", "Professional development this year"
    STANDARDISATION = "standardisation", "Standardisation of this module"
    DECLARATION = "declaration", "Declaration of interests this year"
    CONFIDENTIALITY = "confidentiality", "Confidentiality agreement"


# Without these nobody opens evidence; without one of the others a qualified assessor countersigns.
OWN_WORD = (Fact.DECLARATION, Fact.CONFIDENTIALITY)
QUALIFYING = (Fact.PRACTICE, Fact.TRAINING, Fact.DEVELOPMENT, Fact.STANDARDISATION)


class Interest(TextChoices):
    FAMILY = "family", "Family, partner or close friend"
    WORK = "work", "We work, or worked, closely together"
    MONEY = "money", "Money, or another benefit"
    OTHER = "other", "Something else"
