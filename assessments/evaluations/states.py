"""What is asked at the end of a module, and what may be answered."""

from datetime import timedelta

from django.db.models import IntegerChoices, TextChoices

# Evaluations of a cohort are opened once, all together, this long after the portfolio was due: before the report to the
# university is (EE-5 counts four weeks from the board, which comes later).
OPENED_AFTER = timedelta(weeks=4)
# Among fewer than these, what one person wrote could be told from the rest.
LEAST_SENT = 5
LONGEST_REMARK = 2000


class Statement(TextChoices):
    """What a learner agrees with or not. Its words never change: another wording is another code, so that years compare."""

    USE = "use", "What I learnt is of use in my work."
    CLEAR = "clear", "I knew what my portfolio had to show."
    HELP = "help", "I had the help I needed from those who teach."
    TIME = "time", "I could do it beside my work."
    SAFE = "safe", "I could take part safely, and in a way that suited me."

    @property
    def short(self) -> str:
        """How a chart calls it, where a sentence has no room."""
        return SHORT[self]


SHORT = {
    Statement.USE: "Of use in my work",
    Statement.CLEAR: "Clear what to show",
    Statement.HELP: "Had the help I needed",
    Statement.TIME: "Could do it beside work",
    Statement.SAFE: "Safe, and suited me",
}


class Prompt(TextChoices):
    """What a learner may say in her own words."""

    HELPED = "helped", "What helped you most?"
    CHANGE = "change", "What should we change?"


class Answer(IntegerChoices):
    STRONGLY_AGREE = 5, "Strongly agree"
    AGREE = 4, "Agree"
    NEITHER = 3, "Neither"
    DISAGREE = 2, "Disagree"
    STRONGLY_DISAGREE = 1, "Strongly disagree"
