"""What is owed: one row per job, written in the transaction of the decision that asks for it."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from cpd.jobs.states import State


class JobQuerySet(models.QuerySet):
    def due(self, now: datetime):
        return self.filter(state=State.WAITING, due_at__lte=now)

    def abandoned(self, now: datetime):
        return self.filter(state=State.RUNNING, leased_until__lte=now)

    def not_rung_since(self, moment: datetime):
        return self.filter(Q(rung_at=None) | Q(rung_at__lte=moment))


class Job(models.Model):
    """One piece of work. It holds a kind and an id, never names or text.

    While it runs it carries the lease of the one worker that may finish it; a lease that has run out is
    taken back by the relay. `attempts` counts starts, so a job that kills its worker is counted too.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    ref = models.CharField(max_length=100)
    key = models.CharField(max_length=200, null=True, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    rung_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    error_class = models.CharField(max_length=100, default="")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, lease__isnull=False, leased_until__isnull=False)
                | (~Q(state=State.RUNNING) & Q(lease=None, leased_until=None)),
                name="job_leased_only_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DONE, done_at__isnull=False) | (~Q(state=State.DONE) & Q(done_at=None)),
                name="job_done_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DEAD) | ~Q(error_class=""), name="job_dead_has_its_error_class"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=State.WAITING), name="job_due"),
            models.Index(fields=["leased_until"], condition=Q(state=State.RUNNING), name="job_leased"),
            models.Index(fields=["state", "done_at"], name="job_by_state"),
        ]

    def __str__(self):
        return f"{self.kind} {self.ref} ({self.get_state_display().lower()})"


class ScheduleSlot(models.Model):
    """One turn of something that happens at intervals. Unique, so that two relays cannot start it twice."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=60)
    slot_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "slot_at"], name="one_turn_per_slot")]

    def __str__(self):
        return f"{self.name} at {self.slot_at:%Y-%m-%d %H:%M:%S}"
