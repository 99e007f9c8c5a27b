"""The register: agreements, where each stands on a day, and what it said on a day."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.accreditation.models import Accreditation, AccreditedVersion, Condition, Model
from courses.accreditation.rulesets import Rules, read_rules
from courses.accreditation.states import ConditionState
from courses.catalogue.models import ModuleVersion

# A new agreement takes a university about half a year.
SOON_DAYS = 180


@dataclass(frozen=True)
class Standing:
    """Where an agreement stands on a day: a tag, and a sentence on what follows."""

    tone: str
    words: str
    sentence: str

    @property
    def needs_attention(self) -> bool:
        return self.tone in ("warn", "danger")


def get_standing(accreditation: Accreditation, today: date) -> Standing:
    """Say plainly whether learners can enrol and be awarded under the agreement, and when that ends."""
    ends, teach_out = _day(accreditation.last_day), _day(accreditation.teach_out_until)
    left = (accreditation.last_day - today).days
    if today < accreditation.starts_on:
        start = _day(accreditation.starts_on)
        return Standing("info", "Not in force yet", f"Learners can enrol under it from {start}.")
    if today > accreditation.teach_out_until:
        return Standing("neutral", "Ended", f"Nothing has been awarded under it since {teach_out}.")
    if left < 0:
        return Standing(
            "warn",
            "Teach-out",
            f"It ended on {ends}, so nobody can enrol. Those who enrolled before can be awarded until {teach_out}.",
        )
    if left <= SOON_DAYS:
        days = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
        return Standing(
            "warn",
            f"Lapses {days}",
            f"It lapses on {ends}. After that nobody can enrol under it; those enrolled by then can be awarded until "
            f"{teach_out}. Agree its renewal with the university now.",
        )
    overdue = getattr(accreditation, "is_overdue", None)
    if accreditation.conditions.overdue(today).exists() if overdue is None else overdue:
        return Standing(
            "danger",
            "Condition overdue",
            "A condition of the university is past its day, so nobody can enrol until it is closed.",
        )
    return Standing("ok", "In force", f"Learners can enrol until {ends} and be awarded until {teach_out}.")


@dataclass(frozen=True)
class Agreement:
    """What an agreement said at the end of a day: its versions, its conditions and its rules, as they were known then."""

    accreditation: Accreditation
    on: date
    standing: Standing
    versions: list[AccreditedVersion]
    conditions: list[Condition]
    rules: Rules
    examiner: str


def get_agreement(accreditation: Accreditation, on: date) -> Agreement:
    """The agreement as at that day; what was covered, asked, adopted or ended later is not in it."""
    end = _end_of(on)
    if accreditation.ended_at and accreditation.ended_at > end:
        accreditation.ended_on = None
    versions = list(
        accreditation.versions.filter(covered_at__lte=end)
        .select_related("version__module")
        .order_by("version__module__code", "-version__number")
    )
    adopted = list(accreditation.rule_sets.filter(adopted_at__lte=end).order_by("number"))
    first = adopted or list(accreditation.rule_sets.order_by("number")[:1])
    rules = read_rules(first[-1].version, first[-1].values)
    conditions = list(accreditation.conditions.filter(set_at__lte=end).select_related("closed_by").order_by("number"))
    for condition in conditions:
        if condition.stood_open(end):
            condition.state, condition.evidence = ConditionState.OPEN, ""
        condition.is_late = condition.is_overdue(on)
    return Agreement(
        accreditation=accreditation,
        on=on,
        standing=get_standing(accreditation, on),
        versions=versions,
        conditions=conditions,
        rules=rules,
        examiner=say_examiner(accreditation, versions, rules),
    )


def describe(agreement: Agreement) -> list[tuple]:
    """The agreement as (what, what it says), for the provider's page and for the university's."""
    accreditation = agreement.accreditation
    makes = "The university" if accreditation.is_university_award else "The provider; the university recognises it"
    parties = f"{accreditation.university} and this provider"
    return [
        ("Edition", accreditation.edition),
        ("Parties", f"{parties}; {accreditation.other_parties}" if accreditation.other_parties else parties),
        ("What the university does", accreditation.get_model_display()),
        ("In force", f"{_day(accreditation.starts_on)} to {_day(accreditation.last_day)}"),
        ("Teach-out until", _day(accreditation.teach_out_until)),
        ("Review for re-approval", _day(accreditation.review_on) if accreditation.review_on else "No day agreed"),
        ("Who makes the award", makes),
        ("Which board decides", accreditation.get_board_kind_display()),
        ("External examiner", agreement.examiner),
        ("Who owns the records", accreditation.get_record_owner_display()),
        ("Terms on sharing data", accreditation.data_terms or "Not recorded"),
        ("Wording on the certificate", accreditation.wording),
        ("Logo on the certificate", "Permitted" if accreditation.may_use_logo else "Not permitted"),
    ]


def say_examiner(accreditation: Accreditation, versions: list[AccreditedVersion], rules: Rules) -> str:
    """Whether an external examiner is needed, and why (EE-1)."""
    levels = [int(covered.level) for covered in versions if covered.level.isdigit()]
    if accreditation.model == Model.CREDIT_BEARING_UNIVERSITY:
        return "Needed, because the university awards the credit."
    if levels and max(levels) >= rules.examiner_from_level:
        return f"Needed, because a module is at level {max(levels)}."
    if versions and max(covered.credit for covered in versions) > rules.examiner_from_credits:
        return f"Needed, because a module has more than {rules.examiner_from_credits} credits."
    return "Not needed under these rules."


def list_accreditations(on: date) -> QuerySet[Accreditation]:
    """Every edition that was on the register that day, the one that ends last first, with its versions and cohorts."""
    known = Accreditation.objects.filter(Q(created_at__lte=_end_of(on)) | Q(starts_on__lte=on))
    overdue = Condition.objects.overdue(on).filter(accreditation=OuterRef("pk"))
    return (
        known.select_related("university")
        .annotate(
            covered=Count("versions", distinct=True),
            cohorts_held=Count("cohorts", distinct=True),
            is_overdue=Exists(overdue),
        )
        .order_by("-ends_on", "reference", "-edition")
    )


def list_editions(accreditation: Accreditation) -> QuerySet[Accreditation]:
    return Accreditation.objects.filter(
        reference=accreditation.reference, university=accreditation.university_id
    ).order_by("edition")


def edition_on(accreditation: Accreditation, on: date) -> Accreditation:
    """The edition of an agreement that was in force on a day: the newest that had begun; before the first, the one given."""
    return list_editions(accreditation).filter(starts_on__lte=on).select_related("university").last() or accreditation


def versions_to_cover(accreditation: Accreditation) -> QuerySet[ModuleVersion]:
    """Published versions that the agreement does not cover yet."""
    return (
        ModuleVersion.objects.published()
        .exclude(accreditations__accreditation=accreditation)
        .select_related("module")
        .order_by("module__code", "-number")
    )


def _end_of(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.max))


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
