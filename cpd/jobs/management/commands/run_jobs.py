"""Runs the relay until SIGTERM or SIGINT."""

import signal

from django.core.management.base import BaseCommand

from cpd.jobs.relay import Relay


class Command(BaseCommand):
    help = "Hand due jobs to Celery, or run them here when CPD_BROKER_URL is empty. Any number of copies may run."
    requires_system_checks = []  # it serves no pages

    def handle(self, **options):
        relay = Relay()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: relay.stop())
        self.stdout.write("Job runner ready.")
        self.stdout.flush()
        relay.run()
        self.stdout.write("Job runner stopped.")
