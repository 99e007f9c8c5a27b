"""Changes of awards: on whose authority, what the holder replied, and who decided."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.certificates.models.awards import Award
from assessments.certificates.states import Authority, AwardChangeState, AwardReason, AwardState
from cpd.accounts.away.models import KeptAway

_PROPOSED, _DONE, _REVOKED = Q(state="proposed"), Q(state="done"), Q(to="revoked")
# Not decided, or with a reply that nobody has answered.
WAITS = _PROPOSED | Q(replied_at__isnull=False, answered_at__isnull=True)
_BY_ANOTHER = Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))


class AwardChangeQuerySet(models.QuerySet):
    def of(self, learner) -> "AwardChangeQuerySet":
        return self.filter(award__enrolment__learner=learner)

    def seen_by(self, person) -> "AwardChangeQuerySet":
        """Without those of learners who keep this person away."""
        kept_away = KeptAway.objects.naming(person).values("learner")
        return self.exclude(award__enrolment__learner__in=kept_away)

    def waiting(self) -> "AwardChangeQuerySet":
        return self.filter(WAITS)


class AwardChange(models.Model):
    """One change of one award, done at once or proposed first. Written once and then only added to.

    The holder's reply and the answer lie sealed under the change's own key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, models.PROTECT, related_name="changes")
    state = models.CharField(max_length=20, choices=AwardChangeState, default=AwardChangeState.PROPOSED)
    to = models.CharField(max_length=20, choices=AwardState)
    reason = models.CharField(max_length=40, choices=AwardReason)
    authority = models.CharField(max_length=20, choices=Authority)
    authority_on = models.DateField()
    authority_reference = models.CharField(max_length=80, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    reply_by = models.DateField()
    rules_version = models.CharField(max_length=20)
    text_key = models.UUIDField(null=True, blank=True)
    sealed_reply = models.BinaryField(default=bytes, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    sealed_answer = models.BinaryField(default=bytes, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = AwardChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AwardChangeState), name="award_change_state_known"),
            models.CheckConstraint(condition=Q(to__in=AwardState), name="award_change_to_known"),
            models.CheckConstraint(condition=Q(reason__in=AwardReason), name="award_change_reason_known"),
            models.CheckConstraint(condition=Q(authority__in=Authority), name="award_change_authority_known"),
            models.CheckConstraint(
                condition=Q(authority="holder", to="relinquished")
                | (~Q(authority="holder") & ~Q(to="relinquished") & ~Q(authority_reference="")),
                name="award_change_names_its_authority",
            ),
            models.CheckConstraint(
                condition=(_PROPOSED & _REVOKED & Q(decided_by__isnull=True, decided_at__isnull=True))
                | (~_PROPOSED & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="award_change_decided_once",
            ),
            models.CheckConstraint(condition=~(_DONE & _REVOKED) | _BY_ANOTHER, name="award_revoked_by_two_people"),
            models.CheckConstraint(
                condition=~(_DONE & _REVOKED) | Q(replied_at__isnull=True) | Q(answered_at__isnull=False),
                name="award_revoked_after_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | (
                    Q(replied_at__isnull=False, answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(answered_by=F("proposed_by"))
                ),
                name="award_reply_answered_by_another",
            ),
            models.UniqueConstraint(fields=["award"], condition=_PROPOSED, name="one_proposed_change_per_award"),
        ]

    def __str__(self) -> str:
        return f"award change {self.pk}"

    @property
    def is_proposed(self) -> bool:
        return self.state == AwardChangeState.PROPOSED

    @property
    def needs_answer(self) -> bool:
        return self.replied_at is not None and self.answered_at is None
