"""Gathers the features' models for Django; import them from their features."""

from courses.accreditation.models import Accreditation, AccreditedVersion, Condition, RuleSet, Signatory
from courses.catalogue.models import (
    AssessmentCriterion,
    Case,
    Check,
    CheckOption,
    Erratum,
    LearningOutcome,
    Lesson,
    Module,
    ModuleVersion,
    ReflectivePrompt,
    Source,
    Task,
    TaskMode,
)
from courses.delivery.models import (
    Attendance,
    Cohort,
    CohortStaff,
    Enrolment,
    LiveSession,
    RosterImport,
)
from courses.learning.models import CheckAnswer, LessonProgress, Note

__all__ = [
    "Accreditation",
    "AccreditedVersion",
    "AssessmentCriterion",
    "Attendance",
    "Case",
    "Check",
    "CheckAnswer",
    "CheckOption",
    "Cohort",
    "CohortStaff",
    "Condition",
    "Enrolment",
    "Erratum",
    "LearningOutcome",
    "Lesson",
    "LessonProgress",
    "LiveSession",
    "Module",
    "ModuleVersion",
    "Note",
    "ReflectivePrompt",
    "RosterImport",
    "RuleSet",
    "Signatory",
    "Source",
    "Task",
    "TaskMode",
]
