"""Modules and everything a published version holds; rows of a published version are never changed."""

from courses.catalogue.models.lessons import Check, CheckOption, Erratum, Lesson, ReflectivePrompt
from courses.catalogue.models.outcomes import AssessmentCriterion, LearningOutcome, Task, TaskMode
from courses.catalogue.models.versions import Case, Module, ModuleVersion, ModuleVersionQuerySet, Source

__all__ = [
    "AssessmentCriterion",
    "Case",
    "Check",
    "CheckOption",
    "Erratum",
    "LearningOutcome",
    "Lesson",
    "Module",
    "ModuleVersion",
    "ModuleVersionQuerySet",
    "ReflectivePrompt",
    "Source",
    "Task",
    "TaskMode",
]
