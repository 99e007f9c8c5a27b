"""The record, for support to look at. Salts are not shown: without them a seal says nothing."""

import json

from django.contrib import admin

from cpd.history.models import Checkpoint, Cosignature, Entry, Leaf, Node, Timestamp, Witness
from cpd.support import ReadOnly, show_rows

# How work was judged is for those who judge it, and for its learner once it is released.
JUDGED = frozenset({"verdict", "outcome", "result", "met", "not_yet_met", "short", "answer"})


@admin.register(Entry)
class EntryAdmin(ReadOnly):
    also_shown = frozenset({"sealed"})
    readonly_fields = ["facts"]
    search_fields = ["subject_id", "actor_id"]

    def get_fields(self, request, obj=None) -> list[str]:
        return [*super().get_fields(request, obj), "facts"]

    def get_list_filter(self, request) -> list[str]:
        return ["name"]

    @admin.display(description="detail")
    def facts(self, entry: Entry) -> str:
        """Everything that the entry keeps, but for judgements."""
        return json.dumps({key: value for key, value in entry.detail.items() if key not in JUDGED})


show_rows([Checkpoint, Cosignature, Leaf, Node, Timestamp, Witness])
