"""What is known of each stored file; its bytes and its key are elsewhere."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone


class StoredFile(models.Model):
    """One encrypted blob, named by this row's id, under a key of its own in the vault.

    A destroyed row keeps its digest and size as proof of what existed: its key and blob are gone
    and nothing can bring the plaintext back. Two people's identical files are two rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="file_digest_is_whole"),
            models.CheckConstraint(condition=~Q(purpose="") & ~Q(content_type=""), name="file_is_described"),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(destroyed_at__gte=F("created_at")),
                name="file_destroyed_after_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"
