"""The whole story of one candidate, by candidate number only."""

from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.audit.events import Event, list_events
from assessments.audit.sentences import SENTENCES
from assessments.boards.models import Board, Decision, Paper
from assessments.certificates.models import Award, AwardChange, Certificate
from assessments.certificates.states import CertificateState
from assessments.marking.models import Allocation, Mark
from assessments.marking.states import MarkState
from assessments.moderation.models import PopulationItem, Sample, SampledMark
from assessments.portfolios.models import Attestation, EvidenceItem, Submission
from courses.delivery.models import Enrolment
from cpd.history.models import Entry


@dataclass(frozen=True)
class Hand:
    """One set of judgements: whose by role and letter, at which stage, and what it says of each criterion."""

    title: str
    mark: Mark
    judgements: list


@dataclass(frozen=True)
class Story:
    """Everything about one candidate, from enrolment to certificate."""

    enrolment: Enrolment
    award: Award | None
    events: list[Event]
    hands: list[Hand]
    submissions: list[Submission]
    certificates: list[Certificate]


def get_story(enrolment: Enrolment) -> Story:
    """The whole story of one candidate, oldest first, from the history and the rows it speaks of."""
    submissions = list(Submission.objects.filter(portfolio__enrolment=enrolment).order_by("attempt", "draft_number"))
    marks = list(
        Mark.objects.filter(submission__in=submissions, state=MarkState.FINAL)
        .prefetch_related("judgements__criterion")
        .order_by("finalised_at")
    )
    award = Award.objects.filter(enrolment=enrolment).first()
    return Story(
        enrolment=enrolment,
        award=award,
        events=list_events(_entries(enrolment, submissions, award)),
        hands=_hands(marks),
        submissions=submissions,
        certificates=list(Certificate.objects.filter(award=award, state=CertificateState.ISSUED)) if award else [],
    )


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
