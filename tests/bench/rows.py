"""Rows that are collected and then written in bulk."""

import hashlib
from collections import defaultdict

from django.db import models, transaction

from cpd.history.models import Entry, Leaf


class Rows:
    """Rows that wait to be written, by table."""

    def __init__(self) -> None:
        self.waiting: dict[type[models.Model], list[models.Model]] = defaultdict(list)

    def add[M: models.Model](self, row: M) -> M:
        self.waiting[type(row)].append(row)
        return row

    def write(self) -> None:
        """Foreign keys are checked at the end of the transaction, so the order of tables is free."""
        with transaction.atomic():
            for table, rows in self.waiting.items():
                table._base_manager.bulk_create(rows, batch_size=2000)
            next_leaf = Leaf.objects.count()
            Leaf.objects.bulk_create(
                (
                    Leaf(index=index, entry=entry, hash=hashlib.sha256(str(entry.pk).encode()).digest())
                    for index, entry in enumerate(self.waiting[Entry], start=next_leaf)
                ),
                batch_size=5000,
            )
