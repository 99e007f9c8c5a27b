"""An assessor's standing on a day (ASR-1, STD-1), for one page and for many people at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from assessments.standing.models import Availability, DeclaredInterest, StandingFact
from assessments.standing.register.queries import list_last_days_of_bars
from assessments.standing.states import OWN_WORD, QUALIFYING, Fact
from courses.accreditation.rulesets import Rules
from courses.catalogue.models import Module
from courses.delivery.calendar import months_after
from cpd.accounts.away.rules import NOT_AVAILABLE
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Standing:
    """What somebody lacks to assess a module on a day. `bars` must be put right first; `gaps` ask for a countersigner.

    Somebody who is not available gets nothing new, whatever else they have shown; no word says why (MIS-2).
    """

    bars: tuple[Fact, ...] = ()
    gaps: tuple[Fact, ...] = ()
    is_available: bool = True

    @property
    def is_qualified(self) -> bool:
        return self.is_available and not self.bars and not self.gaps

    @property
    def bar(self) -> str:
        """Why they cannot assess at all, or ""."""
        if not self.is_available:
            return NOT_AVAILABLE
        if Fact.CONFIDENTIALITY in self.bars:
            return "They have not signed the confidentiality agreement. They find it under Standing."
        if self.bars:
            return "They have not made this year's declaration of interests. They find it under Standing."
        return ""

    @property
    def gap(self) -> str:
        """What a qualified assessor has to countersign for, or ""."""
        if not self.gaps:
            return ""
        return f"Not in date: {', '.join(str(Fact(gap).label).lower() for gap in self.gaps)}."


@dataclass
class Facts:
    """What is known of some people, read in three queries."""

    newest: dict[tuple[UUID, str, UUID | None], date] = field(default_factory=dict)
    availability: dict[UUID, Availability] = field(default_factory=dict)
    # Person by person the last day on which they get nothing new.
    barred: dict[UUID, date] = field(default_factory=dict)

    def standing_of(self, person_id: UUID, *, module_id: UUID, on: date, rules: Rules) -> Standing:
        if on <= self.barred.get(person_id, date.min):
            return Standing(is_available=False)
        if not rules.standing_is_checked:
            return Standing()
        lacking = [kind for kind in Fact if not self._is_in_date(person_id, kind, module_id, on, rules)]
        return Standing(
            tuple(kind for kind in OWN_WORD if kind in lacking), tuple(kind for kind in QUALIFYING if kind in lacking)
        )

    def is_away(self, person_id: UUID, on: date) -> bool:
        known = self.availability.get(person_id)
        return known is not None and known.is_away(on)

    def most(self, person_id: UUID) -> int | None:
        known = self.availability.get(person_id)
        return known.most if known else None

    def is_full(self, person_id: UUID, load: int) -> bool:
        known = self.availability.get(person_id)
        return known is not None and known.most is not None and load >= known.most

    def newest_of(self, person_id: UUID, kind: str, module_id: UUID | None) -> date | None:
        days = (self.newest.get((person_id, kind, None)), self.newest.get((person_id, kind, module_id)))
        return max((day for day in days if day), default=None)

    def _is_in_date(self, person_id: UUID, kind: Fact, module_id: UUID, on: date, rules: Rules) -> bool:
        newest = self.newest_of(person_id, kind, module_id)
        return newest is not None and (until := last_day(kind, newest, rules)) is not None and until >= on


def last_day(kind: Fact, happened_on: date, rules: Rules) -> date:
    """Until when a fact of that day counts; what never runs out counts for ever."""
    match kind:
        case Fact.PRACTICE:
            return months_after(happened_on, 12 * rules.practice_years)
        case Fact.STANDARDISATION:
            return months_after(happened_on, rules.standardisation_months)
        case Fact.DEVELOPMENT | Fact.DECLARATION:
            return happened_on + A_YEAR
        case _:
            return date.max


def gather_facts(people: Iterable[User]) -> Facts:
    """The newest fact of each kind for each of these people, and their availability, and whether they are barred."""
    ids = [person.pk for person in people]
    facts = Facts(availability=Availability.objects.in_bulk(ids), barred=list_last_days_of_bars(ids))
    rows = StandingFact.objects.standing().filter(person__in=ids).order_by("happened_on")
    for person, kind, module, happened_on in rows.values_list("person", "kind", "module", "happened_on"):
        facts.newest[person, kind, module] = happened_on
    return facts


def get_standing(person: User, *, module_id: UUID, on: date, rules: Rules) -> Standing:
    return gather_facts([person]).standing_of(person.pk, module_id=module_id, on=on, rules=rules)


def list_facts(person: User) -> QuerySet[StandingFact]:
    """What stands on record of a person, the newest first."""
    return (
        StandingFact.objects.standing()
        .filter(person=person)
        .select_related("module", "recorded_by")
        .order_by("-happened_on", "-recorded_at", "pk")
    )


def list_interests(person: User) -> QuerySet[DeclaredInterest]:
    return DeclaredInterest.objects.filter(person=person, ended_at__isnull=True).order_by("declared_at", "pk")


def list_assessors(by: User, on: date) -> QuerySet[User]:
    """Everybody who is appointed as an assessor today."""
    people = User.objects.holding(Role.ASSESSOR, on=on).seen_by(by).select_related("employer")
    return people.order_by("family_name", "given_names", "pk")


@dataclass(frozen=True)
class Row:
    """One line of a person's standing: what it is, until when it counts, and for which module it is short."""

    kind: Fact
    status: str
    tone: str
    detail: str = ""


def list_rows(person: User, on: date) -> list[Row]:
    """What a person has shown and declared, as it stands today under the default numbers."""
    rules = Rules(version="defaults")
    facts = gather_facts([person])
    modules = dict(Module.objects.order_by("code").values_list("pk", "code"))
    rows = []
    for kind in (*OWN_WORD, *QUALIFYING):
        if kind == Fact.STANDARDISATION:
            in_date = {code: facts.newest_of(person.pk, kind, pk) for pk, code in modules.items()}
            good = [code for code, day in in_date.items() if day and last_day(kind, day, rules) >= on]
            missing = [code for code in in_date if code not in good]
            rows.append(
                Row(
                    kind,
                    "In date" if not missing else "Not in date" if not good else "In date for some",
                    "ok" if not missing else "warn",
                    f"In date: {', '.join(good) or 'none'}." + (f" Not: {', '.join(missing)}." if missing else ""),
                )
            )
            continue
        newest = facts.newest_of(person.pk, kind, None)
        until = last_day(kind, newest, rules) if newest else None
        if until is None:
            rows.append(Row(kind, "Nothing on record", "warn"))
        elif until < on:
            rows.append(Row(kind, "Out of date", "warn", f"It counted until {day(until)}."))
        else:
            rows.append(Row(kind, "In date", "ok", "" if until == date.max else f"Counts until {day(until)}."))
    return rows


def list_summaries(people: list[User], on: date) -> dict[UUID, tuple[str, str]]:
    """(tone, words) for each of these people: fit to assess, or how many things are missing."""
    rules = Rules(version="defaults")
    facts = gather_facts(people)
    found = {}
    for person in people:
        modules = {module for pk, _, module in facts.newest if pk == person.pk and module} or {None}
        best = min((facts.standing_of(person.pk, module_id=one, on=on, rules=rules) for one in modules), key=_short)
        if best.is_qualified:
            found[person.pk] = ("ok", "Qualified")
        elif not best.is_available:
            found[person.pk] = ("info", "Not available")
        elif best.bars:
            found[person.pk] = ("warn", "Has not declared this year")
        else:
            found[person.pk] = ("info", "Needs a countersignature")
    return found


def _short(standing: Standing) -> int:
    return len(standing.bars) + len(standing.gaps)
