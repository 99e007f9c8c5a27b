"""What an auditor reads: cohorts, candidates, and the whole story of one, by candidate number only."""

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from assessments.audit.events import Event, list_events
from assessments.audit.models import Visit
from assessments.audit.sentences import SENTENCES
from assessments.boards.models import Board, Decision, Paper
from assessments.boards.states import Result
from assessments.certificates.models import Award, Certificate
from assessments.certificates.states import CertificateState
from assessments.marking.models import Allocation, Mark
from assessments.marking.states import MarkState
from assessments.moderation.models import PopulationItem, Sample, SampledMark
from assessments.portfolios.models import Attestation, EvidenceItem, Submission
from courses.accreditation.models import Accreditation
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.models import Entry

# In this sector "refer" means social care, so no page says it of a result.
IN_WORDS = Case(*[When(result=value, then=Value(label)) for value, label in Result.choices], output_field=CharField())


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


def accreditations_for(person: User, on) -> QuerySet[Accreditation]:
    """The agreements of the universities at which this person is an auditor today."""
    universities = person.appointments.in_force(on).filter(role=Role.AUDITOR).values("organisation")
    return (
        Accreditation.objects.filter(university__in=universities)
        .select_related("university")
        .annotate(
            cohort_count=Count("cohorts", distinct=True),
            open_until=Subquery(
                Visit.objects.open_for(person, on)
                .filter(accreditation=OuterRef("pk"))
                .order_by("-closes_on")
                .values("closes_on")[:1]
            ),
        )
        .order_by("reference")
    )


def cohorts_of(accreditation: Accreditation) -> QuerySet[Cohort]:
    return (
        Cohort.objects.filter(accreditation=accreditation)
        .select_related("version__module")
        .annotate(
            candidates=_number_of(Enrolment.objects.current().filter(cohort=OuterRef("pk")), "cohort"),
            awards=_number_of(Award.objects.filter(enrolment__cohort=OuterRef("pk")), "enrolment__cohort"),
        )
        .order_by("-starts_on", "code")
    )


def candidates_of(cohort: Cohort, person: User) -> QuerySet[Enrolment]:
    """Every candidate of a cohort but oneself, with the last submission, its standing result and the award."""
    last = Submission.objects.filter(portfolio__enrolment=OuterRef("pk")).order_by("-attempt", "-draft_number")
    decision = Decision.objects.filter(
        submission__portfolio__enrolment=OuterRef("pk"), superseded_by__isnull=True
    ).order_by("-decided_at")
    return (
        Enrolment.objects.current()
        .filter(cohort=cohort)
        .exclude(learner=person)
        .select_related("award")
        .annotate(
            attempt=Subquery(last.values("attempt")[:1]),
            submission_state=Subquery(last.values("state")[:1]),
            result=Subquery(decision.annotate(words=IN_WORDS).values("words")[:1]),
        )
        .order_by("candidate_number")
    )


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


def _number_of(rows: QuerySet, by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(number=Count("pk")).values("number")), 0)


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
