"""The identity check: names to look for, words and passages that stay for a reason."""

import uuid

from django.db import models
from django.db.models import Q

from assessments.portfolios.models.items import EvidenceItem
from assessments.portfolios.models.portfolios import Portfolio
from assessments.portfolios.models.submissions import Submission
from assessments.portfolios.states import KeepReason


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
