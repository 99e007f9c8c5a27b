"""The queue, for support to look at."""

from django.contrib import admin

from cpd.jobs.models import Job, ScheduleSlot
from cpd.support import ReadOnly, show_rows


@admin.register(Job)
class JobAdmin(ReadOnly):
    hidden = frozenset({"lease"})
    search_fields = ["ref"]


show_rows([ScheduleSlot])
