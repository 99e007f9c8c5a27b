"""Portfolios, their submissions, evidence items, claims, declarations and managers' confirmations."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.portfolios.states import (
    CAN_BE_HELD,
    OPEN_FOR_WORK,
    SEALED,
    AddressFrom,
    Answer,
    AttestationState,
    Because,
    DeadlineReason,
    ItemKind,
    ItemState,
    KeepReason,
    Layer,
    Relationship,
    SubmissionState,
    is_open_to,
)
from assessments.portfolios.states import Declaration as DeclarationKind
from courses.catalogue.models import AssessmentCriterion, Task
from courses.catalogue.states import Mode
from courses.delivery.models import Enrolment
from cpd.accounts.away.models import KeptAway

UNFINISHED = [
    SubmissionState.DRAFT,
    SubmissionState.SUBMITTED,
    SubmissionState.RETURNED,
    SubmissionState.ACCEPTED,
    SubmissionState.HELD,
    SubmissionState.MARKED,
    SubmissionState.CONFIRMED,
    SubmissionState.RATIFIED,
    SubmissionState.REOPENED,
]


class Portfolio(models.Model):
    """A learner's working space for one enrolment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="portfolio")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"portfolio {self.pk}"


class SubmissionQuerySet(models.QuerySet):
    def of(self, learner) -> "SubmissionQuerySet":
        return self.filter(portfolio__enrolment__learner=learner)

    def seen_by(self, person) -> "SubmissionQuerySet":
        """Without those of learners who keep this person away."""
        return self.exclude(portfolio__enrolment__learner__in=KeptAway.objects.naming(person).values("learner"))

    def sealed(self) -> "SubmissionQuerySet":
        return self.filter(state__in=SEALED)

    def at(self, *states: SubmissionState) -> "SubmissionQuerySet":
        return self.filter(state__in=states)


class Submission(models.Model):
    """One attempt: 1, 2, ... Sealed when submitted: `manifest` lists every item with salted digests, `manifest_digest`
    is its SHA-256 and stands on the receipt. `reference` is what a person quotes on the telephone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="submissions")
    attempt = models.PositiveIntegerField()
    # Counts drafts within an attempt: a quarantined submission is followed by a new draft of the same attempt.
    draft_number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=20, choices=SubmissionState, default=SubmissionState.DRAFT)
    reference = models.CharField(max_length=12, unique=True)
    criteria = models.ManyToManyField(AssessmentCriterion, related_name="+")
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    # When its first assessor got it; kept by marking, which so finds what lacks one without looking through the rest.
    allocated_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    # Set when it comes back for a correction: the end of the time for that.
    correct_by = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    # A further attempt passes without distinction, or at the pass mark (REF-3).
    is_capped = models.BooleanField(default=False)
    # Where it goes back to when a hold ends.
    held_from = models.CharField(max_length=20, blank=True)
    manifest = models.TextField(blank=True)
    manifest_digest = models.CharField(max_length=64, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next_attempts")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SubmissionState), name="submission_state_known"),
            models.UniqueConstraint(fields=["portfolio", "attempt", "draft_number"], name="one_submission_per_attempt"),
            models.UniqueConstraint(
                fields=["portfolio"], condition=Q(state__in=UNFINISHED), name="one_open_submission"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "deferred", "not_submitted", "void"])
                | (Q(submitted_at__isnull=False) & ~Q(manifest_digest="")),
                name="submission_sealed_when_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_at__isnull=False), name="submission_released_at_agrees"
            ),
            models.CheckConstraint(
                condition=Q(state="held", held_from__in=CAN_BE_HELD) | (~Q(state="held") & Q(held_from="")),
                name="submission_held_from_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="submission_state"),
            models.Index(fields=["state", "allocated_at", "accepted_at"], name="submission_to_allocate"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open_for_work(self) -> bool:
        return self.state in OPEN_FOR_WORK


class DeadlineChange(models.Model):
    """The deadline of a submission moved; the dates that were given are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="deadline_changes")
    reason = models.CharField(max_length=20, choices=DeadlineReason)
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=DeadlineReason), name="deadline_reason_known"),
            models.CheckConstraint(
                condition=Q(new_due_at__gt=models.F("old_due_at")), name="deadline_only_moves_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.reason}"


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


class OtherWay(models.Model):
    """The learner shows the criteria of this task by its other brief. Nobody asks why, and no row says it."""

    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="other_ways")
    task = models.ForeignKey(Task, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portfolio", "task"], name="one_other_way_per_task")]

    def __str__(self) -> str:
        return f"other way of {self.task_id}"


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


class IdentityCheck(models.Model):
    """What a learner told the check of one portfolio: names to look for, and the pseudonym of each word she replaced.

    Both are sealed under a key of their own and destroyed when the portfolio is submitted, or after a week without use.
    """

    portfolio = models.OneToOneField(Portfolio, models.PROTECT, related_name="identity_check")
    text_key = models.UUIDField()
    sealed = models.BinaryField(default=bytes, blank=True)
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"check of {self.portfolio_id}"


class WordAnswer(models.Model):
    """Words that may identify somebody and stay in the portfolio, wherever they stand in it, for a reason.

    The row holds a keyed digest of the words, never the words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="word_answers")
    sign = models.CharField(max_length=32)
    reason = models.CharField(max_length=20, choices=KeepReason)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=KeepReason), name="keep_reason_known"),
            models.UniqueConstraint(fields=["portfolio", "sign"], name="one_answer_per_word"),
        ]

    def __str__(self) -> str:
        return f"{self.portfolio_id} {self.reason}"


class KeptPassage(models.Model):
    """One place in one sealing of a submission that stays although it may identify somebody; read by a safeguarding lead.

    `where` and `start` to `end` say where the words are; `passage_sign` is the same for the same passage in a later sealing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="kept_passages")
    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="kept_passages")
    manifest_digest = models.CharField(max_length=64)
    where = models.CharField(max_length=40)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=20, choices=KeepReason)
    sign = models.CharField(max_length=32)
    passage_sign = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=KeepReason), name="passage_reason_known"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="passage_has_words"),
        ]
        indexes = [models.Index(fields=["submission", "manifest_digest"], name="passages_of_a_sealing")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.where}"


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


class Claim(models.Model):
    """This place in this evidence meets this criterion. `place` is "para 4" or "page 2", or empty for the whole item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="claims")
    criterion = models.ForeignKey(AssessmentCriterion, models.PROTECT, related_name="+")
    place = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "criterion", "place"], name="one_claim_per_place")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.criterion_id}"


class Declaration(models.Model):
    """A statement the learner made on submitting, in the words of `text_version`."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=20, choices=DeclarationKind)
    text_version = models.CharField(max_length=20)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "kind"], name="one_declaration_per_kind")]

    def __str__(self) -> str:
        return self.kind


class Attestation(models.Model):
    """A manager's confirmation, asked for by a one-time link, that she saw the original or that the work is the learner's.

    The address comes from the enrolment or a coordinator; one that the learner typed waits until a coordinator has
    confirmed it. `employer` is the learner's when it was asked: the link dies when she changes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="attestations")
    item = models.ForeignKey(EvidenceItem, models.PROTECT, null=True, blank=True, related_name="attestations")
    state = models.CharField(max_length=20, choices=AttestationState, default=AttestationState.WAITING)
    manager_name = models.CharField(max_length=200)
    manager_email = models.EmailField()
    manager_role = models.CharField(max_length=100, blank=True)
    address_from = models.CharField(max_length=20, choices=AddressFrom, default=AddressFrom.ENROLMENT)
    address_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    address_confirmed_at = models.DateTimeField(null=True, blank=True)
    employer = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    relationship = models.CharField(max_length=20, choices=Relationship, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    statement = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AttestationState), name="attestation_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "declined"], answered_at__isnull=False)
                | Q(state__in=["waiting", "asked", "cancelled"]),
                name="attestation_answered_at_agrees",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", answer="confirmed")
                | Q(state="declined", answer__in=["not_seen", "not_at_level"])
                | Q(state__in=["waiting", "asked", "cancelled"], answer=""),
                name="attestation_answer_agrees",
            ),
            models.CheckConstraint(condition=Q(address_from__in=AddressFrom), name="attestation_address_known"),
            models.CheckConstraint(
                condition=~Q(address_from="learner")
                | Q(state__in=["waiting", "cancelled"])
                | Q(address_confirmed_by__isnull=False, address_confirmed_at__isnull=False),
                name="typed_address_is_confirmed_before_it_is_used",
            ),
        ]

    def __str__(self) -> str:
        return f"attestation {self.pk}"
