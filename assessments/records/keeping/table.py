"""The retention table as delivered: what is kept how long, counted from what, how it goes, and on what ground."""

from dataclasses import dataclass

from assessments.records.keeping.states import Counted, How, RecordKind, Unit

JISC = "Jisc guidance on records; Limitation Act 1980"


@dataclass(frozen=True)
class Delivered:
    """Version 1 of one line; `plain` says it to a learner."""

    kind: RecordKind
    amount: int
    unit: Unit
    counted_from: Counted
    how: How
    source: str
    plain: str


R, U, C, H = RecordKind, Unit, Counted, How
DELIVERED = [
    Delivered(
        R.AWARD, 0, U.EVER, C.MADE, H.NEVER, "Basic record permanent",
        "That you passed, with your name, the award, its level and credit, the day and the certificate. It lets you prove "
        "it for the rest of your working life.",
    ),
    Delivered(
        R.EVIDENCE, 12, U.MONTHS, C.RESULT, H.RUN, "Awarding bodies: until external checks are over, then a year",
        "Your evidence, what you wrote about it and managers' confirmations. Long enough for an appeal, and no longer.",
    ),
    Delivered(
        R.SAMPLE, 5, U.YEARS, C.COHORT, H.RUN, "OfS condition B4",
        "If a moderator sampled your portfolio, it is kept for those who check our standards, under your candidate number.",
    ),
    Delivered(
        R.LEARNING, 12, U.MONTHS, C.ENDED, H.RUN, "No longer than it is of use to the learner",
        "Your private notes, which lessons you read, and which sessions you were at.",
    ),
    Delivered(
        R.MARKING, 6, U.YEARS, C.ENDED, H.RUN, JISC,
        "What assessors and moderators wrote about your work. The result itself stays.",
    ),
    Delivered(
        R.BOARD, 6, U.YEARS, C.YEAR, H.RUN, "Universities: current academic year and six more",
        "Papers and minutes of the board, which knows you by candidate number.",
    ),
    Delivered(
        R.CASES, 6, U.YEARS, C.YEAR, H.RUN, "Current academic year and six more, restricted",
        "What you told a panel about circumstances, adjustments or an appeal. Only the panel reads it.",
    ),
    Delivered(
        R.EVALUATION, 1, U.YEARS, C.YEAR, H.RUN, "Universities: module evaluations, current academic year and one more",
        "What learners wrote about their module, which nobody can trace to you once it is opened. The numbers stay.",
    ),
    Delivered(
        R.SAFEGUARDING, 6, U.YEARS, C.ENDED, H.RUN, "The safeguarding lead's policy; kept apart from all else",
        "A concern that somebody may be at risk, and what was done. Only the safeguarding lead reads it.",
    ),
    Delivered(
        R.ACCOUNT, 6, U.YEARS, C.ENDED, H.RUN, JISC,
        "Your name, address and how you sign in, messages to you, and what you added to your own record. What stood in a form "
        "that you left by “Exit this page” goes when you send it, or after a week.",
    ),
    Delivered(
        R.ACCESS, 7, U.DAYS, C.MADE, H.CLOCK, "Short, since it holds everything in one place",
        "A copy of your information that you asked for.",
    ),
    Delivered(
        R.NAMES, 7, U.DAYS, C.MADE, H.CLOCK, "Kept only while checking",
        "Names that you asked us to look for in your texts; gone when you hand in, or a week after you last used them.",
    ),
    Delivered(
        R.ROSTER, 7, U.DAYS, C.MADE, H.CLOCK, "Of no use once it is read",
        "The list by which your coordinator enrolled you.",
    ),
    Delivered(
        R.QUARANTINE, 0, U.EVER, C.CLOSED, H.HAND, "Until the incident is dealt with; then its log alone",
        "Evidence that could identify somebody. Nobody can open it, and the safeguarding lead destroys it.",
    ),
    Delivered(
        R.AGREEMENT, 6, U.YEARS, C.CLOSED, H.HAND, "Universities: end of the agreement and six years",
        "Our agreements with universities. They hold nothing about you.",
    ),
    Delivered(
        R.VISIT, 5, U.YEARS, C.YEAR, H.HAND, "Universities: current academic year and five more",
        "What universities wrote when they looked at our work. They know you by candidate number.",
    ),
    Delivered(
        R.VAULT, 7, U.DAYS, C.MADE, H.CLOCK, "So that what is destroyed is gone everywhere within a week",
        "Copies of the keys that open evidence. What is destroyed today can be opened by nobody once the last of these "
        "copies is gone, 7 days later.",
    ),
    Delivered(
        R.BACKUP, 35, U.DAYS, C.MADE, H.CLOCK, "Long enough to notice a fault",
        "Backups of the database. Texts and files in them cannot be read without the keys. Names, addresses and what "
        "assessors wrote can, by those who look after this service, until the last backup that holds them is deleted: 35 "
        "days after they were erased. After a restore, what was erased is erased again before anybody can sign in.",
    ),
    Delivered(
        R.HISTORY, 0, U.EVER, C.MADE, H.NEVER, "So that nothing decided can be rewritten",
        "Who did what and when, by numbers instead of names and without any words of yours.",
    ),
]  # fmt: skip
BY_KIND = {line.kind: line for line in DELIVERED}
