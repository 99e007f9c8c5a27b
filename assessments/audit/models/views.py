"""Filters of the outcomes that somebody kept under a name."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.audit.models.visits import Visit


class SavedViewQuerySet(models.QuerySet):
    def of(self, person) -> "SavedViewQuerySet":
        return self.filter(person=person)


class SavedView(models.Model):
    """A person's own named filter: in a visit, or without one across the provider. It holds what was chosen, no figures."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_views")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="saved_views")
    name = models.CharField(max_length=80)
    # What stands behind the question mark of the address; empty for everything.
    query = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=Q(visit__isnull=True),
                name="one_view_of_a_name_across_the_provider",
            ),
            models.UniqueConstraint(
                fields=["person", "visit", "name"],
                condition=Q(visit__isnull=False),
                name="one_view_of_a_name_in_a_visit",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"view {self.pk}"
