"""Makes the demonstration cohort; run again it finds everything in place."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.demo.making import make


class Command(BaseCommand):
    help = "Fill this installation with fictional people and a cohort in every state."

    def handle(self, **options) -> None:
        make(now=timezone.now())
        self.stdout.write("The demonstration is in place.")
