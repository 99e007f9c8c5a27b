"""The whole story of one candidate, by candidate number only."""

from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.audit.events import Event, list_events
from assessments.audit.sentences import SENTENCES, say_state
from assessments.boards.models import Board, Decision, Paper
from assessments.certificates.models import Award, AwardChange, Certificate
from assessments.certificates.states import CertificateState
from assessments.marking.models import Allocation, Mark
from assessments.marking.states import MarkState
from assessments.moderation.models import PopulationItem, Sample, SampledMark
from assessments.moderation.states import LeftOut
from assessments.portfolios.models import Attestation, EvidenceItem, Submission
from assessments.portfolios.states import ItemState
from courses.delivery.models import Enrolment
from cpd.history.models import Entry


@dataclass(frozen=True)
class Hand:
    """One set of judgements: whose by role and letter, at which stage, and what it says of each criterion."""

    title: str
    mark: Mark
    judgements: list


@dataclass(frozen=True)
class Moderated:
    """What a moderator's sample did with one mark: in or out and why, and her verdict."""

    attempt: int
    sample: int
    place: int
    is_in: bool
    why: str
    verdict: str
    note: str


@dataclass(frozen=True)
class Claimed:
    """One item of evidence as it was assessed, and the criteria that the learner says it meets."""

    attempt: int
    label: str
    task: str
    kind: str
    state: str
    claims: list[tuple[str, str]]


@dataclass(frozen=True)
class Story:
    """Everything about one candidate, from enrolment to certificate."""

    enrolment: Enrolment
    award: Award | None
    events: list[Event]
    hands: list[Hand]
    submissions: list[Submission]
    certificates: list[Certificate]
    claimed: list[Claimed]
    moderated: list[Moderated]
    decisions: list[Decision]


def get_story(enrolment: Enrolment) -> Story:
    """The whole story of one candidate, oldest first, from the history and the rows it speaks of."""
    rows = Submission.objects.filter(portfolio__enrolment=enrolment).defer("manifest")
    submissions = list(rows.order_by("attempt", "draft_number"))
    for one in submissions:
        one.where = say_state(one.state)
    marks = list(
        Mark.objects.filter(submission__in=submissions, state=MarkState.FINAL)
        .prefetch_related("judgements__criterion")
        .order_by("finalised_at", "pk")
    )
    award = Award.objects.filter(enrolment=enrolment).first()
    return Story(
        enrolment=enrolment,
        award=award,
        events=list_events(_entries(enrolment, submissions, award)),
        hands=_hands(marks),
        submissions=submissions,
        certificates=list(Certificate.objects.filter(award=award, state=CertificateState.ISSUED)) if award else [],
        claimed=_claimed(submissions),
        moderated=_moderated(marks),
        decisions=list(
            Decision.objects.filter(submission__in=submissions, paper__board__ratified_at__isnull=False)
            .select_related("paper__board__minutes", "submission", "superseded_by")
            .order_by("decided_at", "pk")
        ),
    )


def _claimed(submissions: list[Submission]) -> list[Claimed]:
    """The evidence of every attempt that was handed in, without its words."""
    attempts = {one.pk: one.attempt for one in submissions if one.submitted_at}
    items = (
        EvidenceItem.objects.filter(submission__in=attempts)
        .select_related("task")
        .prefetch_related("claims__criterion")
        .order_by("task__position", "added_at", "pk")
    )
    found = [
        Claimed(
            attempts[item.submission_id],
            item.label,
            item.task.title,
            item.get_mode_display(),
            "" if item.state == ItemState.PRESENT else item.get_state_display(),
            [
                (claim.criterion.number, claim.place)
                for claim in sorted(item.claims.all(), key=lambda claim: claim.criterion.position)
            ],
        )
        for item in items
    ]
    return sorted(found, key=lambda one: one.attempt)


def _moderated(marks: list[Mark]) -> list[Moderated]:
    """Every draw that one of these marks could have been in, with the reason in or out."""
    sampled = {
        item.mark_id: item
        for item in SampledMark.objects.filter(mark__in=marks).prefetch_related("reasons").order_by("pk")
    }
    rows = (
        PopulationItem.objects.filter(mark__in=marks)
        .select_related("sample", "mark__submission")
        .order_by("sample__drawn_at", "pk")
    )
    found = []
    for row in rows:
        item = sampled.get(row.mark_id)
        reasons = [str(reason.get_reason_display()) for reason in item.reasons.all()] if item else []
        why = "; ".join(reasons) if item else str(LeftOut(row.left_out).label) if row.left_out else ""
        verdict = (item.get_verdict_display() if item.verdict else "Not read yet") if item else ""
        found.append(
            Moderated(
                row.mark.submission.attempt,
                row.sample.number,
                row.place,
                item is not None,
                why,
                verdict,
                item.note if item else "",
            )
        )
    return found


def _entries(enrolment: Enrolment, submissions: list[Submission], award: Award | None) -> QuerySet[Entry]:
    papers = Paper.objects.filter(submission__in=submissions)
    sampled = SampledMark.objects.filter(mark__submission__in=submissions)
    samples = Sample.objects.filter(
        pk__in=PopulationItem.objects.filter(mark__submission__in=submissions).values("sample")
    )
    about = [
        Submission.objects.filter(portfolio__enrolment=enrolment),
        Allocation.objects.filter(submission__in=submissions),
        Mark.objects.filter(submission__in=submissions),
        Attestation.objects.filter(submission__in=submissions),
        EvidenceItem.objects.filter(submission__in=submissions),
        sampled,
        samples,
        papers,
        Decision.objects.filter(paper__in=papers),
        Board.objects.filter(papers__in=papers),
        Certificate.objects.filter(award=award),
        AwardChange.objects.filter(award=award),
    ]
    ids = [str(enrolment.pk), *([str(award.pk)] if award else [])]
    for rows in about:
        ids += [str(pk) for pk in rows.values_list("pk", flat=True)]
    if submissions:
        ids.append(str(submissions[0].portfolio_id))
    return Entry.objects.filter(subject_id__in=ids, name__in=SENTENCES).select_related("leaf").order_by("pk")


def _hands(marks: list[Mark]) -> list[Hand]:
    letters: dict = {}
    for mark in marks:
        letters.setdefault(mark.assessor_id, chr(ord("A") + len(letters)))
    return [
        Hand(
            title=f"{mark.get_stage_display()} by assessor {letters[mark.assessor_id]}",
            mark=mark,
            judgements=sorted(mark.judgements.all(), key=lambda judgement: judgement.criterion.position),
        )
        for mark in marks
    ]
