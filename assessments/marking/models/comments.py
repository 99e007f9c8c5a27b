"""Comments that assessors use again, by criterion."""

import uuid

from django.conf import settings
from django.db import models

from courses.catalogue.models import Module


class CommentQuerySet(models.QuerySet):
    def seen_by(self, person) -> "CommentQuerySet":
        """Their own, and what colleagues share; none that was put away."""
        return self.filter(models.Q(owner=person) | models.Q(is_shared=True), put_away_at__isnull=True)


class Comment(models.Model):
    """A sentence of feedback to use again; for one criterion of a module by its number, or (without one) for any.

    By number, so that it outlives a version of the module. It is about no portfolio: colleagues read what is shared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    module = models.ForeignKey(Module, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(max_length=8, blank=True)
    text = models.TextField()
    is_shared = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(module__isnull=True, number="")
                | models.Q(module__isnull=False) & ~models.Q(number=""),
                name="comment_number_has_a_module",
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class CommentUse(models.Model):
    """How often one assessor used a comment: each sees only their own count, since another's would tell of a mark."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="uses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="one_use_per_person")]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.times}"
