"""What is taken out of the service as one file: sealed packs, and the provider's own archives with evidence."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.audit.models.visits import Visit
from assessments.audit.states import PackState, VisitState
from assessments.certificates.models import Award
from courses.delivery.models import Cohort


class PackQuerySet(models.QuerySet):
    def sealed(self) -> "PackQuerySet":
        return self.filter(cohort__isnull=True)

    def archives(self) -> "PackQuerySet":
        return self.filter(cohort__isnull=False)

    def over(self, on) -> "PackQuerySet":
        """Ready ones whose day has come; a visit that goes on keeps its packs."""
        return self.filter(state=PackState.MADE, goes_on__lte=on).exclude(
            visit__state__in=[VisitState.OPEN, VisitState.CONCLUDED]
        )


class Pack(models.Model):
    """One export: of a visit, of an award (in a visit or not), or, with evidence, of a cohort: then it is an archive.

    `staged` names the bytes of the last attempt to write it, so that a killed one leaves nothing for long; `digest` is
    the SHA-256 of its signed list of files.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="packs")
    award = models.ForeignKey(Award, models.PROTECT, null=True, blank=True, related_name="packs")
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, blank=True, related_name="archives")
    state = models.CharField(max_length=20, choices=PackState, default=PackState.ASKED)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    # How far the job is: so many of so many steps.
    done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    staged = models.UUIDField(null=True, blank=True)
    file = models.OneToOneField("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    # The size of the record under whose checkpoint it stands.
    entries = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    goes_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Why it could not be made, in the sentence of the rule.
    stopped = models.CharField(max_length=300, blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PackState), name="pack_state_known"),
            models.CheckConstraint(
                condition=Q(cohort__isnull=False, visit__isnull=True, award__isnull=True)
                | Q(cohort__isnull=True, visit__isnull=False)
                | Q(cohort__isnull=True, award__isnull=False),
                name="pack_is_of_something",
            ),
            models.CheckConstraint(
                condition=Q(cohort__isnull=True)
                | Q(state__in=["asked", "dropped"])
                | (Q(agreed_by__isnull=False, agreed_at__isnull=False) & ~Q(agreed_by=F("asked_by"))),
                name="archive_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["made", "gone"])
                | (Q(file__isnull=False, made_at__isnull=False, goes_on__isnull=False) & ~Q(digest="")),
                name="made_pack_has_bytes",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="pack_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"pack {self.pk}"

    @property
    def is_archive(self) -> bool:
        return self.cohort_id is not None

    @property
    def is_made(self) -> bool:
        return self.state == PackState.MADE
