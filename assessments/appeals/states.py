"""The life of an appeal, its grounds and what it may lead to."""

from django.db.models import TextChoices


class AppealState(TextChoices):
    MADE = "made", "Waiting for its panel"
    SEATED = "seated", "With its panel"
    ANSWERED = "answered", "Answered"
    WITHDRAWN = "withdrawn", "Taken back"


AS = AppealState
APPEAL_MOVES = {
    AS.MADE: {AS.SEATED, AS.WITHDRAWN},
    AS.SEATED: {AS.ANSWERED, AS.WITHDRAWN},
    AS.ANSWERED: set(),
    AS.WITHDRAWN: set(),
}
OWNERS = {AS.MADE: "coordinator", AS.SEATED: "panel", AS.ANSWERED: "nobody", AS.WITHDRAWN: "nobody"}
OPEN = frozenset({AS.MADE, AS.SEATED})


class AppealGround(TextChoices):
    """APL-1. Academic judgement is none of them."""

    PROCEDURE = "procedure", "The procedure was not followed"
    CIRCUMSTANCES = "circumstances", "Something affected me that I could not tell you before"
    BIAS = "bias", "I was not treated fairly"


class Answer(TextChoices):
    DISMISSED = "dismissed", "The result stands"
    DECIDE_AGAIN = "decide_again", "The board decides again"
    MARK_AGAIN = "mark_again", "Somebody else marks it, and the board decides again"


UPHELD = frozenset({Answer.DECIDE_AGAIN, Answer.MARK_AGAIN})
ANSWER_WORKING_DAYS = 20
PANEL = 3
