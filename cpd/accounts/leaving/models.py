"""What somebody had typed into a form when she left the page at once."""

import uuid

from django.conf import settings
from django.db import models


class KeptForm(models.Model):
    """The boxes of one form as they stood when its person pressed “Exit this page”: nothing was sent. It is in the form
    again when she opens the page, and goes when she sends it, or after a week.

    `place` is the address of the page, which holds ids and no words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="kept_forms")
    place = models.CharField(max_length=200)
    text_key = models.UUIDField(editable=False)
    sealed_text = models.BinaryField(default=bytes)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="one_kept_form_per_page")]

    def __str__(self) -> str:
        return f"kept form {self.pk}"
