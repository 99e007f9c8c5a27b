"""The rows of the register."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.standing.register.lines import list_line_above
from assessments.standing.states import BARS, OPEN, UPHELD, Malpractice, SuspicionOutcome, SuspicionState
from courses.accreditation.models import Accreditation
from cpd.accounts.models import User


class SuspicionQuerySet(models.QuerySet):
    def seen_by(self, person: User) -> "SuspicionQuerySet":
        """Without what is about this person, or about anybody to whom they report."""
        return self.exclude(person__in=[person.pk, *list_line_above(person)])

    def open(self) -> "SuspicionQuerySet":
        return self.filter(state__in=OPEN)

    def barring(self) -> "SuspicionQuerySet":
        """Open, or ended with a bar; one until a day counts on its last day too."""
        return self.filter(Q(state__in=OPEN) | Q(outcome__in=BARS))

    def asking_to_reread(self) -> "SuspicionQuerySet":
        return self.filter(Q(state__in=OPEN) | Q(outcome__in=UPHELD), marked_since__isnull=False)


class Suspicion(models.Model):
    """A suspicion about somebody who works here. The note and the reasons lie sealed under the row's own key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Malpractice)
    state = models.CharField(max_length=20, choices=SuspicionState, default=SuspicionState.ENTERED)
    # Whose rules give the day, and whose university is told.
    accreditation = models.ForeignKey(Accreditation, models.PROTECT, related_name="suspicions")
    # What she marked from this day on is listed for the moderators.
    marked_since = models.DateField(null=True, blank=True)
    text_key = models.UUIDField()
    sealed_note = models.BinaryField()
    sealed_reason = models.BinaryField(default=bytes, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    decide_by = models.DateField()
    rules_version = models.CharField(max_length=20)
    investigator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=20, choices=SuspicionOutcome, blank=True)
    barred_until = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # The day on which the partner university was told; empty: not told.
    told_on = models.DateField(null=True, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SuspicionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Malpractice), name="malpractice_known"),
            models.CheckConstraint(condition=Q(state__in=SuspicionState), name="suspicion_state_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=[*SuspicionOutcome.values, ""]), name="suspicion_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(state="entered", investigator__isnull=True, outcome="", decided_at__isnull=True)
                | Q(state="looked_into", investigator__isnull=False, outcome="", decided_at__isnull=True)
                | (Q(state="decided", investigator__isnull=False, decided_at__isnull=False) & ~Q(outcome="")),
                name="suspicion_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="barred_until", barred_until__isnull=False)
                | (~Q(outcome="barred_until") & Q(barred_until__isnull=True)),
                name="bar_until_a_day_has_the_day",
            ),
            models.CheckConstraint(condition=~Q(entered_by=F("person")), name="nobody_enters_themselves"),
            models.CheckConstraint(
                condition=Q(investigator__isnull=True)
                | (~Q(investigator=F("person")) & ~Q(investigator=F("entered_by"))),
                name="who_looks_into_it_is_not_involved",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True, told_by__isnull=True)
                | Q(told_on__isnull=False, told_by__isnull=False),
                name="university_told_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state__in=["entered", "looked_into"]),
                name="one_open_suspicion_of_a_kind",
            ),
        ]
        indexes = [models.Index(fields=["state", "decide_by"], name="suspicion_due")]

    def __str__(self) -> str:
        return f"suspicion {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
