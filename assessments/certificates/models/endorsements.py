"""What a university itself says of a module version, signed with its own key."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.accreditation.models import Accreditation
from courses.catalogue.models import ModuleVersion


class EndorsementQuerySet(models.QuerySet):
    def in_force(self, at: datetime) -> "EndorsementQuerySet":
        """Those that a credential of that moment carries."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at), ended_at__isnull=True)


class Endorsement(models.Model):
    """One endorsement as the university signed it, and the DID document whose key it was checked with.

    We hold no key of a university and sign nothing in its name. The texts are kept to the byte.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="endorsements")
    version = models.ForeignKey(ModuleVersion, models.PROTECT, related_name="endorsements")
    issuer = models.CharField(max_length=300)
    method = models.CharField(max_length=400)
    document = models.TextField()
    did = models.TextField()
    sha256 = models.CharField(max_length=64)
    valid_until = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["accreditation", "version"],
                condition=Q(ended_at__isnull=True),
                name="one_endorsement_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="endorsement_end_agrees",
            ),
        ]

    def __str__(self) -> str:
        return f"endorsement {self.pk}"

    @property
    def comment(self) -> str:
        """What the university says in words, if anything."""
        words = self._read()["credentialSubject"].get("endorsementComment", "")
        return words if isinstance(words, str) else ""

    def _read(self) -> dict[str, Any]:
        return json.loads(self.document)
