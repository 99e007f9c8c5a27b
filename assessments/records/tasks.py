"""Registers the jobs of this feature: destruction runs, erasures and copies."""

from assessments.records.access.tasks import forget_copies, make_copy
from assessments.records.keeping.tasks import destroy_records
from assessments.records.leaving.tasks import erase_person

__all__ = ["destroy_records", "erase_person", "forget_copies", "make_copy"]
