"""Drawing a sample, reviewing it, sending a mark back, and confirming the marking of a cohort."""

import secrets
from datetime import datetime

from django.utils import timezone

from assessments.marking.actions import reopen
from assessments.marking.models import Mark
from assessments.marking.states import AllocationState
from assessments.moderation import rules
from assessments.moderation.models import PopulationItem, Review, Sample, SampledMark, SampleReason
from assessments.moderation.queries import list_unsampled, pieces_of
from assessments.moderation.sampling import Rule, digest, draw
from assessments.moderation.states import Reason, SampleState, Verdict
from assessments.portfolios.models import Submission
from assessments.portfolios.moves import lock, move
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.history.actions import action, record


@action
def draw_sample(cohort: Cohort, *, by: User, now: datetime, seed: str = "") -> Sample:
    """Draw from every final mark of the cohort that is in no sample yet and that this moderator has no part in.

    What is marked later makes a sample of its own; a drawn one is never drawn again.
    """
    cohort = Cohort.objects.select_for_update(of=["self"]).select_related("accreditation").get(pk=cohort.pk)
    rules.check_can_moderate(by, cohort, timezone.localdate(now))
    marks = list_unsampled(cohort)
    eligible = rules.may_be_moderated_by(by, marks)
    rules.check_has_population(marks, eligible)
    numbers = cohort.rules
    rule = Rule(
        percent=numbers.sample_percent,
        floor=numbers.sample_floor,
        all_below=numbers.sample_all_below,
        random_minimum=numbers.sample_random_minimum,
    )
    pieces = pieces_of(eligible)
    seed = seed or secrets.token_hex(16)
    drawn = draw(pieces, rule=rule, seed=seed)
    sample = Sample.objects.create(
        cohort=cohort,
        number=cohort.samples.count() + 1,
        seed=seed,
        rule=str(rule),
        rules_version=numbers.version,
        population=len(pieces),
        population_digest=digest(pieces),
        moderator=by,
        drawn_at=now,
    )
    PopulationItem.objects.bulk_create(PopulationItem(sample=sample, mark=mark) for mark in eligible)
    items = {str(mark.pk): SampledMark(sample=sample, mark=mark) for mark in eligible if str(mark.pk) in drawn}
    SampledMark.objects.bulk_create(items.values())
    SampleReason.objects.bulk_create(
        SampleReason(item=items[key], reason=reason) for key, reasons in drawn.items() for reason in reasons
    )
    record(
        "sample.drawn",
        by=by,
        about=sample,
        now=now,
        cohort=cohort.pk,
        number=sample.number,
        population=len(pieces),
        size=len(items),
        left_out=len(marks) - len(eligible),
        seed=seed,
        digest=sample.population_digest,
        rules=sample.rules_version,
    )
    return sample


@action
def add_to_sample(sample: Sample, *, mark: Mark, by: User, now: datetime) -> SampledMark:
    """Call for one more mark of the population."""
    sample = _lock(sample)
    rules.check_can_add(by, sample, mark, timezone.localdate(now))
    item = SampledMark.objects.create(sample=sample, mark=mark)
    SampleReason.objects.create(item=item, reason=Reason.ADDED)
    record("sample.added_to", by=by, about=sample, now=now, item=item.pk, mark=mark.pk)
    return item


@action
def review(item: SampledMark, *, verdict: str, note: str, by: User, now: datetime) -> SampledMark:
    """Say whether the marking is right; each verdict is kept, and the latest counts until the sample is confirmed."""
    _lock(item.sample)
    item = SampledMark.objects.select_for_update(of=["self"]).select_related("sample").get(pk=item.pk)
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
def send_back(item: SampledMark, *, by: User, now: datetime) -> SampledMark:
    """Ask the assessor to mark again what the moderator queries. The mark stays; the new one enters the next draw."""
    sample = _lock(item.sample)
    item = (
        SampledMark.objects.select_for_update(of=["self"]).select_related("sample", "mark__allocation").get(pk=item.pk)
    )
    rules.check_can_send_back(by, item, timezone.localdate(now))
    allocation = reopen(item.mark, query=item.note, by=by, now=now)
    item.sent_back_at = now
    item.save(update_fields=["sent_back_at"])
    if sample.state != SampleState.QUERIED:
        sample.state = SampleState.QUERIED
        sample.save(update_fields=["state"])
    record(
        "sample.sent_back", by=by, about=item, now=now, sample=sample.pk, mark=item.mark_id, allocation=allocation.pk
    )
    return item


@action
def confirm(sample: Sample, *, report: str, by: User, now: datetime) -> Sample:
    """The marking stands: every submission that the sample was drawn from is confirmed, but for those sent back."""
    sample = _lock(sample)
    rules.check_can_confirm(by, sample, report, timezone.localdate(now))
    standing = Submission.objects.filter(
        state=SubmissionState.MARKED,
        marks__populations__sample=sample,
        marks__allocation__state=AllocationState.DONE,
    ).order_by("pk")
    count = 0
    for submission in standing:
        _confirm_submission(submission, sample=sample, by=by, now=now)
        count += 1
    sample.state = SampleState.CONFIRMED
    sample.report = report.strip()
    sample.closed_at = now
    sample.save(update_fields=["state", "report", "closed_at"])
    record("sample.confirmed", by=by, about=sample, now=now, sealed={"report": sample.report}, submissions=count)
    return sample


@action
def _confirm_submission(submission: Submission, *, sample: Sample, by: User, now: datetime) -> Submission:
    submission = move(lock(submission), SubmissionState.CONFIRMED, now=now)
    record("submission.confirmed", by=by, about=submission, now=now, sample=sample.pk)
    return submission


def _lock(sample: Sample) -> Sample:
    return Sample.objects.select_for_update(of=["self"]).select_related("cohort").get(pk=sample.pk)
