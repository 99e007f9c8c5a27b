"""The roles, and what each may be told apart by."""

from django.db.models import TextChoices


class Role(TextChoices):
    LEARNER = "learner", "Learner"
    ASSESSOR = "assessor", "Assessor"
    TUTOR = "tutor", "Tutor"
    MODERATOR = "moderator", "Moderator"
    BOARD = "board", "Board member"
    AUDITOR = "auditor", "Auditor"
    AUTHOR = "author", "Author"
    COORDINATOR = "coordinator", "Coordinator"
    SAFEGUARDING = "safeguarding", "Safeguarding lead"
    ADMINISTRATOR = "administrator", "Administrator"


STAFF = frozenset(Role) - {Role.LEARNER}
# Roles without which the programme stands still: the last holder cannot be ended.
SOLE = frozenset({Role.COORDINATOR, Role.SAFEGUARDING, Role.ADMINISTRATOR})
EXTERNAL = frozenset({Role.AUDITOR})
# They know a learner by the candidate number only.
BLIND = frozenset({Role.ASSESSOR, Role.MODERATOR, Role.BOARD, Role.AUDITOR})
