"""Who is kept away from whom, for every feature that shows or gives out what is a learner's."""

from collections.abc import Iterable
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from cpd.accounts.away.models import KeptAway
from cpd.accounts.away.names import names_of
from cpd.accounts.models import User
from cpd.accounts.roles import Role

AT_MOST = 20


def is_kept_away(person: User, learner_id: UUID) -> bool:
    return KeptAway.objects.naming(person).filter(learner=learner_id).exists()


def find_kept_away(people: Iterable[User], learner_ids: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """(learner, person) for each of these people who is kept away from one of these learners, in three queries."""
    people = {person.pk: person for person in people}
    entries = list(KeptAway.objects.standing().filter(learner__in=learner_ids).prefetch_related("recognitions"))
    if not entries:
        return set()
    by_word: dict[str, set[UUID]] = {}
    for person in people.values():
        for word in {person.email, *names_of(person)}:
            by_word.setdefault(word, set()).add(person.pk)
    second = EmailAddress.objects.filter(user__in=people, verified=True).values_list("email", "user")
    for address, person_id in second:
        by_word.setdefault(address.casefold(), set()).add(person_id)
    found = set()
    for entry in entries:
        said = {one.person_id: one.is_same for one in entry.recognitions.all()}
        meant = by_word.get(entry.name_key, set()) | (by_word.get(entry.email, set()) if entry.email else set())
        meant |= {pk for pk, is_same in said.items() if is_same and pk in people}
        found |= {(entry.learner_id, pk) for pk in meant if said.get(pk, True)}
    return found


def list_own(learner: User) -> QuerySet[KeptAway]:
    """Whom a learner keeps away, as she wrote it."""
    return KeptAway.objects.standing().filter(learner=learner).order_by("named_at", "pk")


def list_entries(lead: User) -> QuerySet[KeptAway]:
    """What a safeguarding lead reads: every standing entry but her own, and those of learners who keep her away."""
    closed = KeptAway.objects.naming(lead).values("learner")
    return (
        KeptAway.objects.standing()
        .exclude(learner__in=closed)
        .exclude(learner=lead)
        .select_related("learner")
        .order_by("-named_at", "pk")
    )


def list_accounts(entry: KeptAway) -> list[tuple[User, str]]:
    """The accounts that an entry keeps away, each with how it was found."""
    said = {one.person_id: one.is_same for one in entry.recognitions.all()}
    words = entry.name.split()
    second = EmailAddress.objects.filter(email__iexact=entry.email, verified=True).values("user")
    by_address = User.objects.filter(email=entry.email) | User.objects.filter(pk__in=second)
    by_address = set(by_address.values_list("pk", flat=True)) if entry.email else set()
    like = User.objects.none()
    if words:
        like = User.objects.filter(family_name__icontains=words[-1]) | User.objects.filter(
            certificate_name__icontains=words[-1]
        )
    by_name = {person.pk for person in like if entry.name_key in names_of(person)}
    people = User.objects.filter(pk__in=by_address | by_name | said.keys()).order_by("family_name", "given_names", "pk")
    how = {
        **dict.fromkeys(by_name, "The same name"),
        **dict.fromkeys(by_address, "The same e-mail address"),
        **{pk: "Recognised by a safeguarding lead" for pk, is_same in said.items() if is_same},
        **{pk: "" for pk, is_same in said.items() if not is_same},
    }
    return [(person, how[person.pk]) for person in people]


def search_accounts(words: str, entry: KeptAway) -> QuerySet[User]:
    """Accounts that a lead may recognise in an entry, by words of the name or address."""
    found = User.objects.exclude(pk=entry.learner_id)
    for word in words.split()[:5]:
        found = (
            found.filter(given_names__icontains=word)
            | found.filter(family_name__icontains=word)
            | found.filter(email__icontains=word)
        )
    return found.order_by("family_name", "given_names", "pk")[:AT_MOST]


def list_leads(entry: KeptAway, today) -> list[User]:
    """The safeguarding leads who may read an entry: none whom its learner keeps away."""
    leads = list(User.objects.holding(Role.SAFEGUARDING, on=today).exclude(pk=entry.learner_id))
    away = {person for _, person in find_kept_away(leads, [entry.learner_id])}
    return [lead for lead in leads if lead.pk not in away]
