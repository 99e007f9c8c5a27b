"""What a visit reaches: its cohorts and candidates, and what was read in it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, CharField, Count, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from assessments.audit.models import Visit
from assessments.boards.models import Decision
from assessments.boards.states import Result
from assessments.certificates.models import Award
from assessments.portfolios.models import Submission
from courses.accreditation.models import Accreditation, Condition
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.models import Entry

# In this sector "refer" means social care, so no page says it of a result.
IN_WORDS = Case(*[When(result=value, then=Value(label)) for value, label in Result.choices], output_field=CharField())

# In which form a document of the provider was read; an exhibit itself is a page or a file.
DOCUMENT_FORMS = ("file", "text", "address")


def accreditations_for(person: User, on: date) -> QuerySet[Accreditation]:
    """The agreements of the universities at which this person is an auditor today, the newest edition of each, with the
    cohorts of all editions."""
    cohorts = Cohort.objects.filter(
        accreditation__reference=OuterRef("reference"), accreditation__university=OuterRef("university")
    )
    universities = person.appointments.in_force(on).filter(role=Role.AUDITOR).values("organisation")
    return (
        Accreditation.objects.filter(university__in=universities, replaced_by__isnull=True)
        .select_related("university")
        .annotate(
            cohort_count=_number_of(cohorts, "accreditation__reference"),
            is_overdue=Exists(Condition.objects.overdue(on).filter(accreditation=OuterRef("pk"))),
        )
        .order_by("reference")
    )


def list_visits(person: User, on: date) -> QuerySet[Visit]:
    """Her visits at the universities that appoint her today, the newest first."""
    universities = person.appointments.in_force(on).filter(role=Role.AUDITOR).values("organisation")
    return (
        Visit.objects.of(person)
        .filter(accreditation__university__in=universities)
        .select_related("accreditation__university")
        .order_by("-opened_at", "-invited_at")
    )


def visits_of_provider() -> QuerySet[Visit]:
    """Every visit, for the provider's own pages."""
    return Visit.objects.select_related("accreditation__university", "auditor", "invitation").order_by(
        "-opened_at", "-invited_at"
    )


def cohorts_under(agreement: Accreditation) -> QuerySet[Cohort]:
    """The cohorts of every edition of an agreement."""
    return Cohort.objects.filter(
        accreditation__reference=agreement.reference, accreditation__university=agreement.university_id
    )


def cohorts_in(visit: Visit) -> QuerySet[Cohort]:
    """The cohorts that a visit reaches, under every edition of the agreement."""
    cohorts = cohorts_under(visit.accreditation)
    modules = [module.pk for module in visit.modules.all()]
    chosen = [cohort.pk for cohort in visit.cohorts.all()]
    if modules:
        cohorts = cohorts.filter(version__module__in=modules)
    if chosen:
        cohorts = cohorts.filter(pk__in=chosen)
    if visit.began_from:
        cohorts = cohorts.filter(starts_on__gte=visit.began_from)
    if visit.began_until:
        cohorts = cohorts.filter(starts_on__lte=visit.began_until)
    return cohorts


def list_cohorts(visit: Visit) -> QuerySet[Cohort]:
    """The cohorts of a visit with their numbers, the latest first."""
    return (
        cohorts_in(visit)
        .select_related("version__module")
        .annotate(
            candidates=_number_of(Enrolment.objects.current().filter(cohort=OuterRef("pk")), "cohort"),
            awards=_number_of(Award.objects.filter(enrolment__cohort=OuterRef("pk")), "enrolment__cohort"),
        )
        .order_by("-starts_on", "code")
    )


def candidates_in(visit: Visit) -> QuerySet[Enrolment]:
    """Every candidate that a visit reaches."""
    return Enrolment.objects.current().filter(cohort__in=cohorts_in(visit))


def list_candidates(visit: Visit, cohort: Cohort) -> QuerySet[Enrolment]:
    """The candidates of a cohort but oneself, with the last submission, its standing result and the award."""
    last = Submission.objects.filter(portfolio__enrolment=OuterRef("pk")).order_by("-attempt", "-draft_number")
    decision = Decision.objects.filter(
        submission__portfolio__enrolment=OuterRef("pk"), superseded_by__isnull=True
    ).order_by("-decided_at")
    return (
        candidates_in(visit)
        .filter(cohort=cohort)
        .exclude(learner=visit.auditor)
        .select_related("award")
        .annotate(
            attempt=Subquery(last.values("attempt")[:1]),
            result=Subquery(decision.annotate(words=IN_WORDS).values("words")[:1]),
        )
        .order_by("candidate_number")
    )


@dataclass(frozen=True)
class Reading:
    """How often the pages about one cohort or candidate were opened in a visit."""

    what: str
    times: int
    last: datetime


def list_readings(visit: Visit) -> list[Reading]:
    """What was opened in a visit, the latest first: cohorts by code, candidates by number, exhibits by form."""
    entries = Entry.objects.filter(name="visit.read", detail__visit=str(visit.pk))
    found: dict[str, list] = {}
    for subject, at in entries.order_by("pk").values_list("subject_id", "at"):
        times, _ = found.get(subject, (0, None))
        found[subject] = (times + 1, at)
    words = {str(pk): f"Cohort {code}" for pk, code in Cohort.objects.filter(pk__in=found).values_list("pk", "code")}
    words |= {
        str(pk): f"Candidate {number}"
        for pk, number in Enrolment.objects.filter(pk__in=found).values_list("pk", "candidate_number")
    }
    readings = [Reading(words[pk], times, at) for pk, (times, at) in found.items()]
    return sorted(
        [*readings, *_exhibits_read(visit), *_outcomes_read(visit)], key=lambda reading: reading.last, reverse=True
    )


def _exhibits_read(visit: Visit) -> list[Reading]:
    """Exhibits that were opened as a page, and those that were taken away as a file."""
    entries = Entry.objects.filter(name="visit.exhibit", subject_id=str(visit.pk)).order_by("pk")
    found: dict[str, tuple[int, datetime]] = {}
    for detail, at in entries.values_list("detail", "at"):
        form = detail["form"]
        how = "" if form == "page" else f", a document ({form})" if form in DOCUMENT_FORMS else f", as {form.upper()}"
        what = f"Exhibit {detail['exhibit']}{how}"
        found[what] = (found.get(what, (0, at))[0] + 1, at)
    return [Reading(what, times, at) for what, (times, at) in found.items()]


def _outcomes_read(visit: Visit) -> list[Reading]:
    """The figures as a page, and the tables that were taken away."""
    rows = Entry.objects.filter(name="visit.outcomes", subject_id=str(visit.pk)).order_by("pk")
    found: dict[str, tuple[int, datetime]] = {}
    for detail, at in rows.values_list("detail", "at"):
        table, form = detail["table"].replace("-", " ").capitalize() or "Outcomes", detail["form"]
        what = f"{table}, as {'a page' if form == 'page' else form.upper()}"
        found[what] = (found.get(what, (0, at))[0] + 1, at)
    return [Reading(what, times, last) for what, (times, last) in found.items()]


def _number_of(rows: QuerySet, by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(number=Count("pk")).values("number")), 0)
