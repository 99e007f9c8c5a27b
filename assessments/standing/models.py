"""Facts of an assessor's standing, declared interests, and how much somebody can take on."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.portfolios.models import Portfolio
from assessments.standing.states import Fact, Interest
from courses.catalogue.models import Module


class StandingFactQuerySet(models.QuerySet):
    def standing(self) -> "StandingFactQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class StandingFact(models.Model):
    """Something that an assessor has shown or declared, on a day (ASR-1, STD-1). Old ones stay: a newer one is a new row.

    A standardisation is of one module; without a module it covered all of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="standing_facts")
    kind = models.CharField(max_length=20, choices=Fact)
    module = models.ForeignKey(Module, models.PROTECT, null=True, blank=True, related_name="+")
    happened_on = models.DateField()
    seen = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = StandingFactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Fact), name="standing_fact_known"),
            models.CheckConstraint(
                condition=Q(module__isnull=True) | Q(kind="standardisation"), name="only_standardisation_is_of_a_module"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["declaration", "confidentiality"]) | Q(recorded_by=F("person")),
                name="own_word_is_given_in_person",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["declaration", "confidentiality"]) | ~Q(recorded_by=F("person")),
                name="nobody_vouches_for_themselves",
            ),
        ]
        indexes = [models.Index(fields=["person", "kind", "happened_on"], name="standing_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class DeclaredInterest(models.Model):
    """Somebody, or an organisation, whose work this person will not judge, as they declared."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="declared_interests")
    kind = models.CharField(max_length=20, choices=Interest)
    name = models.CharField(max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    # In words too: a list to choose from would tell who judges where learners work.
    organisation = models.CharField(max_length=200, blank=True)
    organisation_key = models.CharField(max_length=200, blank=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Interest), name="interest_known"),
            models.CheckConstraint(
                condition=~Q(name_key="") | ~Q(email="") | ~Q(organisation_key=""),
                name="interest_is_in_something",
            ),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(ended_at__isnull=True), name="interests_of_person")]

    def __str__(self) -> str:
        return f"interest {self.pk}"


class SteppedAside(models.Model):
    """Somebody recognised whose portfolio this is, or stands too near to it, and said so: they never get it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="stepped_aside")
    stepped_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "portfolio"], name="stepped_aside_once")]
        verbose_name_plural = "stepped aside"

    def __str__(self) -> str:
        return f"stepped aside {self.pk}"


class Availability(models.Model):
    """How many portfolios somebody takes at once (none: no limit), and the days on which they take none."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="availability"
    )
    most = models.PositiveIntegerField(null=True, blank=True)
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(away_from__isnull=True, away_until__isnull=True) | Q(away_until__gte=F("away_from")),
                name="away_until_is_after_away_from",
            )
        ]
        verbose_name_plural = "availability"

    def __str__(self) -> str:
        return f"availability {self.person_id}"

    def is_away(self, on) -> bool:
        return self.away_from is not None and self.away_from <= on <= self.away_until
