"""Notices, and the e-mails that say no more than that there is one."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q


class NoticeQuerySet(models.QuerySet):
    def unread(self, person) -> "NoticeQuerySet":
        return self.filter(person=person, read_at__isnull=True)

    def to_mail(self, now: datetime) -> "NoticeQuerySet":
        """Unread notices that no e-mail has told of yet, for people who have been here and wish for e-mail."""
        return (
            self.filter(mailed_at__isnull=True, read_at__isnull=True, created_at__lte=now)
            .filter(person__is_active=True, person__confirmed_at__isnull=False)
            .exclude(urgency="none")
            .exclude(person__preferences__mail="none")
        )


class Urgency(models.TextChoices):
    NOW = "now", "At once"
    DIGEST = "digest", "In the daily digest"
    NONE = "none", "In the product only"


class Notice(models.Model):
    """One thing that a person is told, in full, in the product."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)
    urgency = models.CharField(max_length=10, choices=Urgency)
    text = models.TextField()
    url = models.CharField(max_length=300, blank=True)
    # For what may be told once only, such as a reminder: the same key twice is the same notice.
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    subject_id = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(urgency__in=Urgency), name="notice_urgency_known")]
        indexes = [models.Index(fields=["person", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class MailQuerySet(models.QuerySet):
    def in_trouble(self) -> "MailQuerySet":
        """E-mails that failed, where none has reached the same person since."""
        reached = Mail.objects.filter(person=OuterRef("person"), sent_at__gt=OuterRef("asked_at"))
        return self.filter(~Exists(reached), sent_at__isnull=True).exclude(error="")


class Mail(models.Model):
    """An e-mail that was tried; `error` is the class of the last failure, shown to the person with a way to mend it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mails")
    key = models.CharField(max_length=120, unique=True)
    notices = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=80, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False, error="") | (Q(sent_at__isnull=True) & ~Q(error="")),
                name="mail_sent_or_failed",
            )
        ]
        indexes = [models.Index(fields=["person", "asked_at"], name="mail_of_person")]

    def __str__(self) -> str:
        return f"mail {self.pk}"
