"""Where a module version can be, and what it may become."""

from django.db.models import TextChoices


class VersionState(TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    CLOSED = "closed", "Closed to new enrolments"


VERSION_MOVES = {
    VersionState.DRAFT: {VersionState.PUBLISHED},
    VersionState.PUBLISHED: {VersionState.CLOSED},
    VersionState.CLOSED: set(),
}


class Scheme(TextChoices):
    CRITERION = "criterion", "Every criterion met"
    NUMERIC = "numeric", "A mark from 0 to 100"


class Mode(TextChoices):
    ANONYMISED_REWRITE = "anonymised_rewrite", "Anonymised rewrite"
    SIGHTED_AT_EMPLOYER = "sighted_at_employer", "Seen at my employer, not uploaded"
    SIMULATED_CASE = "simulated_case", "Made-up case from this module"
    REFLECTIVE_ACCOUNT = "reflective_account", "Reflective account"
    WITNESS_TESTIMONY = "witness_testimony", "Witness testimony"
    PROFESSIONAL_DISCUSSION = "professional_discussion", "Professional discussion"
    SUPERVISION_CONFIRMATION = "supervision_confirmation", "Supervision confirmation (dates only)"


# Shown by somebody's confirmation alone: no text and no file of the case.
UNWRITTEN = frozenset({Mode.SIGHTED_AT_EMPLOYER, Mode.SUPERVISION_CONFIRMATION})


class Completion(TextChoices):
    WRITTEN = "written", "Written here"
    FILE = "file", "A file"
    EITHER = "either", "Written here or a file"
