"""Who must never see or handle what is a learner's, as she named them, and what the safeguarding lead found."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from cpd.accounts.away.names import names_of


class KeptAwayQuerySet(models.QuerySet):
    def standing(self) -> "KeptAwayQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def naming(self, person) -> "KeptAwayQuerySet":
        """Entries that mean this person: by an address, by the name, or because the lead recognised the account."""
        addresses = person.emailaddress_set.filter(verified=True).values(address=Lower("email"))
        found = Recognition.objects.filter(entry=OuterRef("pk"), person=person)
        means = (
            Q(email=person.email)
            | Q(email__in=addresses)
            | Q(name_key__in=names_of(person))
            | Exists(found.filter(is_same=True))
        )
        return self.standing().filter(means).exclude(Exists(found.filter(is_same=False)))


class KeptAway(models.Model):
    """A learner asks that this person never handles or sees her work or her account. No reason is asked or kept.

    It is made of words, since she may not search for accounts: whoever she fears could be looked up by the same page.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="kept_away")
    name = models.CharField(max_length=200)
    # The name without case, accents and double spaces; an account of this name is kept away until the lead looks.
    name_key = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    known_from = models.CharField(max_length=200, blank=True)
    named_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = KeptAwayQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["learner"], condition=Q(withdrawn_at__isnull=True), name="kept_away_by_learner"),
            models.Index(fields=["name_key"], condition=Q(withdrawn_at__isnull=True), name="kept_away_by_name"),
        ]
        verbose_name_plural = "kept away"

    def __str__(self) -> str:
        return f"kept away {self.pk}"


class Recognition(models.Model):
    """What the safeguarding lead found out: this account is the person who was named, or is somebody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(KeptAway, models.PROTECT, related_name="recognitions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_same = models.BooleanField()
    recognised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recognised_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="one_recognition_per_account")]

    def __str__(self) -> str:
        return f"recognition {self.pk}"
