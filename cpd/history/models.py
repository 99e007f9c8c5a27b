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
    """A signed statement: at this size the tree had this root. A log that was begun anew may sign a size again."""

    size = models.BigIntegerField(db_index=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note"], name="one_row_per_note")]

    def __str__(self) -> str:
        return f"checkpoint {self.size}"


class Witness(models.Model):
    """Somebody outside whose co-signature under our checkpoints counts, since they gave us their key by another way."""

    name = models.CharField(max_length=100)
    public_key = models.BinaryField(max_length=32)
    trusted_at = models.DateTimeField()
    # What it signed until then keeps counting; nothing newer is taken.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "public_key"], name="one_row_per_witness_key")]
        verbose_name_plural = "witnesses"

    def __str__(self) -> str:
        return self.name


class Cosignature(models.Model):
    """A witness saw this checkpoint, and saw that it continues those it had seen before."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, models.PROTECT, related_name="cosignatures")
    raw = models.BinaryField(max_length=76)
    signed_at = models.DateTimeField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "witness"], name="one_cosignature_per_witness_and_checkpoint")
        ]

    def __str__(self) -> str:
        return f"cosignature {self.pk}"


class Timestamp(models.Model):
    """An authority's RFC 3161 token: the checkpoint's note existed at this time."""

    checkpoint = models.OneToOneField(Checkpoint, models.PROTECT, related_name="timestamp")
    response = models.BinaryField()
    stamped_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"timestamp {self.pk}"
