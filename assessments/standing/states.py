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


class Malpractice(TextChoices):
    """What somebody who works here may be suspected of (MIS-2)."""

    INVENTED = "invented", "Invented marks"
    HELP = "help", "Improper help"
    WITNESS = "witness", "A falsified witness statement"
    CERTIFICATE = "certificate", "A fraudulent claim of a certificate"
    OTHER = "other", "Something else"


class SuspicionState(TextChoices):
    ENTERED = "entered", "Nobody looks into it yet"
    LOOKED_INTO = "looked_into", "Being looked into"
    DECIDED = "decided", "Decided"


SS = SuspicionState
SUSPICION_MOVES = {SS.ENTERED: {SS.LOOKED_INTO}, SS.LOOKED_INTO: {SS.DECIDED}, SS.DECIDED: set()}
OWNERS = {SS.ENTERED: "coordinator", SS.LOOKED_INTO: "who looks into it", SS.DECIDED: "nobody"}
OPEN = frozenset({SS.ENTERED, SS.LOOKED_INTO})


class SuspicionOutcome(TextChoices):
    NO_CASE = "no_case", "No case to answer"
    WARNING = "warning", "A warning"
    BARRED_UNTIL = "barred_until", "Barred from assessing until a day"
    BARRED = "barred", "Barred from assessing for good"


BARS = frozenset({SuspicionOutcome.BARRED_UNTIL, SuspicionOutcome.BARRED})
# Work marked since the named day stays on the moderators' list unless there was no case.
UPHELD = BARS | {SuspicionOutcome.WARNING}
