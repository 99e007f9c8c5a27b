"""Says whether a relay is at work: it opens a slot of the schedule every minute or so."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cpd.jobs.models import ScheduleSlot
from cpd.jobs.schedule import SCHEDULES

LATE = timedelta(minutes=2)


class Command(BaseCommand):
    help = "Exit 1 when the most frequent thing of the schedule has not been started in time."
    requires_system_checks = []

    def handle(self, **options):
        often = min(SCHEDULES.values(), key=lambda schedule: schedule.every)
        since = timezone.now() - often.every - LATE
        if not ScheduleSlot.objects.filter(name=often.name, slot_at__gte=since).exists():
            raise CommandError(f"{often.name} has not been started since {since:%H:%M:%S} UTC: is the relay up?")
        self.stdout.write("The relay is at work.")
