"""Entries (what was done), their salts, the leaves and nodes of their tree, and the signed checkpoints."""

from django.db import models


class EntryQuerySet(models.QuerySet):
    def about(self, *things: models.Model) -> "EntryQuerySet":
        """Entries about any of these rows, oldest first."""
        return self.filter(subject_id__in=[str(thing.pk) for thing in things]).order_by("pk")


class Entry(models.Model):
    """One thing that was done. Never changed or removed; holds ids and codes, no names and no case text."""

    name = models.CharField(max_length=80)
    actor_id = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=20, blank=True)
    subject = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)
    sealed = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "id"], name="entry_subject"),
            models.Index(fields=["actor_id", "id"], name="entry_actor"),
            models.Index(fields=["name", "id"], name="entry_name"),
        ]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.name} {self.subject}:{self.subject_id}"


class Salt(models.Model):
    """The salt of one sealed value; destroying it makes the digest mean nothing."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="salts")
    field = models.CharField(max_length=40)
    salt = models.BinaryField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "field"], name="one_salt_per_sealed_value")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.field}"


class Leaf(models.Model):
    """The place of an entry in the Merkle tree: leaf 0, 1, 2, ... without gaps."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="leaf")
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(index__gte=0), name="leaf_index_from_zero")]
        verbose_name_plural = "leaves"

    def __str__(self) -> str:
        return f"leaf {self.index}"


class Node(models.Model):
    """The hash over 2^level leaves that stand side by side; it never changes when the tree grows."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "index"], name="one_hash_per_node"),
            models.CheckConstraint(condition=models.Q(level__gte=1), name="node_above_the_leaves"),
        ]

    def __str__(self) -> str:
        return f"node {self.level}:{self.index}"


class Checkpoint(models.Model):
    """A signed statement: at this size the tree had this root."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"checkpoint {self.size}"
