"""Drawing a sample, reviewing it, sending a slip back, and confirming the marking of a cohort."""

import secrets
from datetime import datetime

from django.utils import timezone

from assessments.marking.actions import reopen
from assessments.marking.models import Mark
from assessments.marking.states import AllocationState
from assessments.moderation import rules
from assessments.moderation.confirming import confirm_submission
from assessments.moderation.models import (
    PopulationItem,
    Review,
    Sample,
    SampledMark,
    SampleReason,
    WithheldMark,
)
from assessments.moderation.queries import figures_of, list_unsampled, pieces_of
from assessments.moderation.sampling import Draw, Piece, Rule, digest, draw
from assessments.moderation.states import Reason, SampleState, Verdict
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.catalogue.models import AssessmentCriterion
from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.history.actions import action, record


@action
def draw_sample(cohort: Cohort, *, by: User, now: datetime, seed: str = "") -> Sample:
    """Draw from every final mark of the cohort that is in no sample yet and that this moderator has no part in.

    What is marked later makes a supplementary sample of its own; a drawn one is never drawn again.
    """
    cohort = Cohort.objects.select_for_update(of=["self"]).select_related("accreditation").get(pk=cohort.pk)
    rules.check_can_moderate(by, cohort, timezone.localdate(now))
    marks = list_unsampled(cohort)
    withheld = rules.list_withheld(by, marks)
    eligible = [mark for mark in marks if mark.pk not in withheld]
    rules.check_has_population(marks, eligible)
    rule, seed = Rule.of(cohort.rules), seed or secrets.token_hex(16)
    pieces = pieces_of(eligible, cohort.rules)
    drawn = draw(pieces, rule=rule, seed=seed)
    sample = Sample.objects.create(
        cohort=cohort,
        number=cohort.samples.count() + 1,
        seed=seed,
        rule=str(rule),
        rules_version=cohort.rules.version,
        population=len(pieces),
        population_digest=digest(pieces),
        moderator=by,
        drawn_at=now,
    )
    _keep(sample, pieces, drawn)
    WithheldMark.objects.bulk_create(
        WithheldMark(sample=sample, mark_id=key, reason=reason) for key, reason in withheld.items()
    )
    cohort.escalations.filter(closed_at__isnull=True).update(closed_at=now)
    record(
        "sample.drawn",
        by=by,
        about=sample,
        now=now,
        cohort=cohort.pk,
        number=sample.number,
        population=len(pieces),
        size=len(drawn.chosen),
        left_out=len(withheld),
        seed=seed,
        digest=sample.population_digest,
        rules=sample.rules_version,
    )
    return sample


def _keep(sample: Sample, pieces: list[Piece], drawn: Draw) -> None:
    """Write down what the draw knew, who is in and why, and who is out and why."""
    PopulationItem.objects.bulk_create(
        PopulationItem(
            sample=sample,
            mark_id=piece.key,
            facts=str(piece),
            place=drawn.places[piece.key],
            left_out=drawn.left_out.get(piece.key, ""),
        )
        for piece in pieces
    )
    items = {key: SampledMark(sample=sample, mark_id=key) for key in drawn.chosen}
    SampledMark.objects.bulk_create(items.values())
    SampleReason.objects.bulk_create(
        SampleReason(item=items[key], reason=reason) for key, reasons in drawn.chosen.items() for reason in reasons
    )


@action
def add_to_sample(sample: Sample, *, mark: Mark, by: User, now: datetime) -> SampledMark:
    """Call for one more mark of the population."""
    sample = lock_sample(sample)
    rules.check_can_add(by, sample, mark, timezone.localdate(now))
    item = SampledMark.objects.create(sample=sample, mark=mark)
    SampleReason.objects.create(item=item, reason=Reason.ADDED)
    record("sample.added_to", by=by, about=sample, now=now, item=item.pk, mark=mark.pk)
    return item


@action
def review(item: SampledMark, *, verdict: str, note: str, by: User, now: datetime) -> SampledMark:
    """Say whether the marking is right; each verdict is kept, and the latest counts until the sample is confirmed."""
    lock_sample(item.sample)
    item = (
        SampledMark.objects.select_for_update(of=["self"]).select_related("sample", "mark__allocation").get(pk=item.pk)
    )
    rules.check_can_review(by, item, verdict, note, timezone.localdate(now))
    item.verdict = Verdict(verdict)
    item.note = note.strip()
    item.reviewed_by = by
    item.reviewed_at = now
    item.save(update_fields=["verdict", "note", "reviewed_by", "reviewed_at"])
    Review.objects.create(item=item, verdict=item.verdict, note=item.note, reviewed_by=by, reviewed_at=now)
    record(
        "sample.reviewed",
        by=by,
        about=item,
        now=now,
        sealed={"note": item.note},
        sample=item.sample_id,
        mark=item.mark_id,
        verdict=str(item.verdict),
    )
    return item


@action
def send_back(item: SampledMark, *, slip: str, criterion: AssessmentCriterion, by: User, now: datetime) -> SampledMark:
    """A clerical correction (MRK-3): the assessor enters one criterion again. The mark stays; the new one is drawn anew.

    What the moderator would judge differently never goes this way: see `propose_change`.
    """
    sample = lock_sample(item.sample)
    item = (
        SampledMark.objects.select_for_update(of=["self"]).select_related("sample", "mark__allocation").get(pk=item.pk)
    )
    rules.check_can_send_back(by, item, timezone.localdate(now))
    rules.check_is_slip(slip)
    allocation = reopen(item.mark, query=item.note, only=criterion, by=by, now=now)
    item.sent_back_at, item.slip = now, slip
    item.save(update_fields=["sent_back_at", "slip"])
    mark_queried(sample)
    record(
        "sample.sent_back",
        by=by,
        about=item,
        now=now,
        sample=sample.pk,
        mark=item.mark_id,
        allocation=allocation.pk,
        slip=slip,
        criterion=criterion.number,
    )
    return item


@action
def confirm(
    sample: Sample, *, report: str, by: User, now: datetime, report_feedback: str = "", report_next_time: str = ""
) -> Sample:
    """Sign the report: every submission that the sample was drawn from is confirmed, but for those marked again."""
    sample = lock_sample(sample)
    rules.check_can_confirm(by, sample, report, timezone.localdate(now))
    standing = Submission.objects.filter(
        state=SubmissionState.MARKED,
        marks__populations__sample=sample,
        marks__allocation__state=AllocationState.DONE,
    ).order_by("pk")
    count = 0
    for submission in standing:
        confirm_submission(submission, sample=sample, by=by, now=now)
        count += 1
    sample.figures = figures_of(sample) | {"confirmed": count}
    sample.state = SampleState.CONFIRMED
    sample.report = report.strip()
    sample.report_feedback = report_feedback.strip()
    sample.report_next_time = report_next_time.strip()
    sample.closed_at = now
    sample.save(update_fields=["figures", "state", "report", "report_feedback", "report_next_time", "closed_at"])
    sealed = {"report": "\n\n".join([sample.report, sample.report_feedback, sample.report_next_time])}
    record("sample.confirmed", by=by, about=sample, now=now, sealed=sealed, submissions=count)
    return sample


def mark_queried(sample: Sample) -> None:
    if sample.state != SampleState.QUERIED:
        sample.state = SampleState.QUERIED
        sample.save(update_fields=["state"])


def lock_sample(sample: Sample) -> Sample:
    return Sample.objects.select_for_update(of=["self"]).select_related("cohort").get(pk=sample.pk)
