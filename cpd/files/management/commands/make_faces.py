"""Makes the typefaces of our PDFs before the first PDF has to wait for them."""

from django.core.management.base import BaseCommand

from cpd.files.fonts import register


class Command(BaseCommand):
    help = "Make the typefaces of PDFs, where this machine does not have them yet."

    def handle(self, **options) -> None:
        register()
