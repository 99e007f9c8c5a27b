"""Django's command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line

from cpd.operations import environment

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpd.settings")
    environment.complete()
    execute_from_command_line(sys.argv)
