"""Keys that universities hold themselves, with which they co-sign our record."""

import uuid

from django.conf import settings
from django.db import models

from cpd.accounts.models import Organisation
from cpd.history.models import Witness


class WitnessKey(models.Model):
    """Whose key a witness is: registered by an auditor of that university. The private half never comes here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    university = models.ForeignKey(Organisation, models.PROTECT, related_name="witness_keys")
    witness = models.OneToOneField(Witness, models.PROTECT, related_name="university_key")
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"key {self.pk}"
