"""People and organisations, for the pages of administrators and for signing in."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cpd.accounts.models import Appointment, Invitation, InvitationState, Organisation, User
from cpd.accounts.roles import Role
from cpd.accounts.tokens import digest_of
from cpd.history.models import Entry

EVENTS_SHOWN = 50
EVENTS = {
    "person.created": "Account made",
    "person.confirmed": "Details and terms confirmed",
    "person.preferences_chosen": "Preferences chosen",
    "person.address_changed": "E-mail address changed by an administrator",
    "person.closed": "Account closed",
    "person.reopened": "Account opened again",
    "person.second_factor_reset": "Second proof removed at the console",
    "person.support_access": "Access to the support pages changed",
    "appointment.made": "Appointed",
    "appointment.ended": "Appointment ended",
}


@dataclass(frozen=True)
class Event:
    """One line of an account's history, as the timeline shows it."""

    at: datetime
    title: str
    who: str
    body: str = ""


def find_person(address: str) -> User | None:
    """Whose address this is: the one an account is known by, or one that its owner has proved."""
    known = User.objects.filter(email=address).first()
    if known:
        return known
    proved = EmailAddress.objects.select_related("user").filter(email__iexact=address, verified=True).first()
    return proved.user if proved else None


def find_open_invitation(token: str, now: datetime) -> Invitation | None:
    """The invitation of a link that still works."""
    if not token:
        return None
    waiting = Invitation.objects.filter(state=InvitationState.WAITING, expires_at__gte=now)
    return waiting.filter(token_digest=digest_of(token)).first()


def list_open_invitations(to: User) -> QuerySet[Invitation]:
    waiting = Invitation.objects.seen_by(to).filter(state=InvitationState.WAITING)
    return waiting.select_related("organisation", "invited_by").order_by("-invited_at", "pk")


def count_open_invitations(to: User, now: datetime) -> int:
    return list_open_invitations(to).filter(expires_at__gte=now).count()


def search_people(*, by: User, on: date, search: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """Accounts by words of the name or address, role today and state, each with its appointments `today`; without those
    who keep away whoever asks."""
    people = User.objects.seen_by(by).select_related("employer")
    for word in search.split():
        people = people.filter(
            Q(given_names__icontains=word)
            | Q(family_name__icontains=word)
            | Q(certificate_name__icontains=word)
            | Q(email__icontains=word)
        )
    in_force = Appointment.objects.in_force(on)
    if role:
        people = people.filter(pk__in=in_force.filter(role=role).values("person"))
    states = {
        "open": Q(is_active=True, confirmed_at__isnull=False),
        "new": Q(is_active=True, confirmed_at__isnull=True),
        "closed": Q(is_active=False),
    }
    if state:
        people = people.filter(states[state])
    today = Prefetch("appointments", queryset=in_force.order_by("role"), to_attr="today")
    return people.prefetch_related(today).order_by("family_name", "given_names", "email")


def search_organisations(*, on: date, search: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Organisations with how many people work there and how many hold a role there today."""
    organisations = Organisation.objects.filter(name__icontains=search) if search else Organisation.objects.all()
    if kind:
        organisations = organisations.filter(kind=kind)
    people = User.objects.filter(employer=OuterRef("pk")).order_by().values("employer")
    appointed = Appointment.objects.in_force(on).filter(organisation=OuterRef("pk")).order_by().values("organisation")
    return organisations.annotate(
        people_count=Coalesce(Subquery(people.annotate(number=Count("pk")).values("number")), 0),
        appointed_count=Coalesce(
            Subquery(appointed.annotate(number=Count("person", distinct=True)).values("number")), 0
        ),
    ).order_by("kind", "name")


def list_events(person: User, appointments: list[Appointment]) -> list[Event]:
    """What was done with an account and its appointments, newest first."""
    entries = list(Entry.objects.about(person, *appointments).filter(name__in=EVENTS).order_by("-pk")[:EVENTS_SHOWN])
    names = {str(one.pk): str(one) for one in User.objects.filter(pk__in={e.actor_id for e in entries if e.actor_id})}
    return [
        Event(entry.at, EVENTS[entry.name], names.get(entry.actor_id, "At the console"), _post(entry))
        for entry in entries
    ]


def _post(entry: Entry) -> str:
    post = entry.detail.get("post", "")
    return Role(post).label if post in Role.values else ""


def list_demonstration_people(on: date) -> list[tuple[str, list[User]]]:
    """Who can be signed in with one click, by the first role each holds."""
    in_force = Prefetch("appointments", queryset=Appointment.objects.in_force(on), to_attr="today")
    people = User.objects.filter(is_demonstration=True, is_active=True).prefetch_related(in_force)
    found: dict[str, list[User]] = {}
    for person in people.order_by("family_name", "given_names", "pk"):
        held = {appointment.role for appointment in person.today}
        first = next((role for role in Role if role in held), None)
        if first is not None:
            found.setdefault(first.label, []).append(person)
    # Learners last: they are many, and the other roles would vanish below them.
    ordered = sorted(Role, key=lambda role: role == Role.LEARNER)
    return [(role.label, found[role.label]) for role in ordered if role.label in found]
