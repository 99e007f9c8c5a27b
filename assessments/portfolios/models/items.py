"""Evidence items, their earlier texts, and their pages as pictures."""

import uuid

from django.db import models
from django.db.models import Q

from assessments.portfolios.models.submissions import Submission
from assessments.portfolios.states import Because, ItemKind, ItemState, Layer, is_open_to
from courses.catalogue.models import Task
from courses.catalogue.states import Mode


class EvidenceItemQuerySet(models.QuerySet):
    def present(self) -> "EvidenceItemQuerySet":
        return self.filter(state=ItemState.PRESENT)

    def for_assessors(self) -> "EvidenceItemQuerySet":
        """Without the reflections that she keeps to herself or her supervisor."""
        return self.filter(layer__in=[Layer.ASSESSOR, Layer.AUDITOR])


class EvidenceItem(models.Model):
    """One piece of evidence for a task. Texts and files are encrypted under a key of the item's own.

    `label` (E1, E2, ...) is ours and is all that staff see; `title` is the learner's own name for it.
    A text lives in `sealed_text` (ciphertext) with a version that rises on each save; a file in `file`, with its extracted
    text in `text_file`. An item taken over from an earlier attempt points at it by `carried_from` and shares its files.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="items")
    task = models.ForeignKey(Task, models.PROTECT, related_name="+")
    label = models.CharField(max_length=8)
    kind = models.CharField(max_length=10, choices=ItemKind)
    mode = models.CharField(max_length=30, choices=Mode)
    state = models.CharField(max_length=20, choices=ItemState, default=ItemState.PRESENT)
    title = models.CharField(max_length=120, blank=True)
    practice_date = models.DateField(null=True, blank=True)
    sealed_text = models.BinaryField(default=bytes, blank=True)
    text_key = models.UUIDField(null=True, blank=True)
    word_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    is_complete = models.BooleanField(default=False)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    text_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    # A picture may show what no check of words can see, so a person looks at it before an assessor does.
    has_pictures = models.BooleanField(default=False)
    # When a virus scanner passed the file; empty while none is set up here.
    scanned_at = models.DateTimeField(null=True, blank=True)
    locator = models.CharField(max_length=200, blank=True)
    # Who reads a reflection (portfolios/states.py); everything else is evidence for all who assess and audit.
    layer = models.CharField(max_length=10, choices=Layer, default=Layer.AUDITOR)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="carried_to")
    added_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    objects = EvidenceItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ItemKind), name="item_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ItemState), name="item_state_known"),
            models.CheckConstraint(condition=Q(mode__in=Mode), name="item_mode_known"),
            models.CheckConstraint(
                condition=Q(layer="auditor") | (Q(layer__in=Layer) & Q(mode="reflective_account")),
                name="only_a_reflection_has_a_layer",
            ),
            models.UniqueConstraint(fields=["submission", "label"], name="one_item_per_label"),
            models.CheckConstraint(
                condition=~Q(kind="file") | Q(file__isnull=False) | Q(state="purged"), name="file_item_has_a_file"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_reflection(self) -> bool:
        return self.mode == Mode.REFLECTIVE_ACCOUNT

    @property
    def is_for_assessors(self) -> bool:
        """What she keeps to herself and her supervisor is not submitted."""
        return is_open_to(self.layer, Because.MARKING)


class TextRevision(models.Model):
    """An earlier text of an item, kept until the submission is sealed: nothing typed is lost, also in two tabs.

    `is_set_aside` marks a text that came from an older page and would have overwritten a newer one; `version` is then
    the version which that page was based on.
    """

    item = models.ForeignKey(EvidenceItem, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    sealed_text = models.BinaryField()
    saved_at = models.DateTimeField()
    is_set_aside = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "version"], condition=Q(is_set_aside=False), name="one_revision_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.version}"


class PageImage(models.Model):
    """A page of a file as a picture, drawn by us. It belongs to the stored file, so that items which share that file
    share it, and it is destroyed with it. `first_paragraph` is the one of the text version that this page begins with."""

    source = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    first_paragraph = models.PositiveIntegerField()
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="one_image_per_page")]

    def __str__(self) -> str:
        return f"page {self.number}"
