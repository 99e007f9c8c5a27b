"""The numbers of assessment under an agreement, as they were adopted."""

import uuid

from django.conf import settings
from django.db import models

from courses.accreditation.models.agreements import Accreditation


class RuleSet(models.Model):
    """The numbers of assessment under an agreement, adopted whole; never changed, the next one follows it.

    It holds for cohorts that begin on `starts_on` or later, so that a learner keeps the rules she began under.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="rule_sets")
    number = models.PositiveIntegerField()
    version = models.CharField(max_length=20)
    starts_on = models.DateField()
    values = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["accreditation", "number"], name="one_rule_set_per_number"),
            models.UniqueConstraint(fields=["accreditation", "version"], name="one_rule_set_per_version"),
        ]

    def __str__(self) -> str:
        return self.version
