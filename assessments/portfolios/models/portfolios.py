"""Portfolios, and which tasks are done by their other brief."""

import uuid

from django.db import models

from courses.catalogue.models import Task
from courses.delivery.models import Enrolment


class Portfolio(models.Model):
    """A learner's working space for one enrolment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="portfolio")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"portfolio {self.pk}"


class OtherWay(models.Model):
    """The learner shows the criteria of this task by its other brief. Nobody asks why, and no row says it."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="other_ways")
    task = models.ForeignKey(Task, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portfolio", "task"], name="one_other_way_per_task")]

    def __str__(self) -> str:
        return f"other way of {self.task_id}"
