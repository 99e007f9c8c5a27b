"""The record, for support to look at. Salts are not shown: without them a seal says nothing."""

from django.contrib import admin

from cpd.history.models import Checkpoint, Entry, Leaf, Node
from cpd.support import ReadOnly, show_rows


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    also_shown = frozenset({"detail", "sealed"})
    search_fields = ["subject_id", "actor_id"]

    def get_list_filter(self, request) -> list[str]:
        return ["name"]


show_rows([Checkpoint, Leaf, Node])
