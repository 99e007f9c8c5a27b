"""The people of the tests, by role, and how they sign in."""

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date, datetime

import pytest
import time_machine
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client, RequestFactory

from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.accounts.roles import EXTERNAL, STAFF, Role
from tests.clock import NOON

LONG_AGO = NOON.date().replace(year=2020)


def make_organisation(kind: str, name: str) -> Organisation:
    organisation, _ = Organisation.objects.get_or_create(kind=kind, name=name, defaults={"created_at": NOON})
    return organisation


def provider() -> Organisation:
    return make_organisation(OrganisationKind.PROVIDER, "Harbour Learning")


def university() -> Organisation:
    return make_organisation(OrganisationKind.UNIVERSITY, "University of Merebridge")


def employer(name: str = "Lantern Advocacy") -> Organisation:
    return make_organisation(OrganisationKind.EMPLOYER, name)


def make_person(name: str, *roles: Role, **fields) -> User:
    """A confirmed person such as "Ada Marsh" with roles that began long ago."""
    given_names, _, family_name = name.rpartition(" ")
    address = f"{name.lower().replace(' ', '.')}@example.org"
    person = User.objects.create_user(
        address,
        given_names=given_names,
        family_name=family_name,
        certificate_name=name,
        joined_at=NOON,
        confirmed_at=NOON,
        terms_version="2026-1",
        **fields,
    )
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    for role in roles:
        person.appointments.create(
            role=role,
            organisation=university() if role in EXTERNAL else provider(),
            starts_on=LONG_AGO,
            appointed_at=NOON,
        )
    if Role.ASSESSOR in roles:
        # Pages look at the real clock: what was shown must be in date in whatever year the tests run.
        qualify(person, on=max(NOON.date(), date.today()))
    if STAFF & set(roles):
        secret = generate_totp_secret()
        TOTP.activate(person, secret)
    return person


def qualify(person: User, *, without: Iterable[str] = (), on: date | None = None) -> None:
    """Everything that an assessor needs, on record (ASR-1), but for some of it."""
    others = {"practice", "training", "development", "standardisation"} - set(without)
    own = {"declaration", "confidentiality"} - set(without)
    if others:
        witness, _ = User.objects.get_or_create(email="witness@example.org", defaults={"joined_at": NOON})
    for kind in sorted(others | own):
        person.standing_facts.create(
            kind=kind,
            happened_on=on or NOON.date(),
            recorded_by=person if kind in own else witness,
            recorded_at=NOON,
        )


def sign_in(client: Client, person: User) -> Client:
    """Sign a person in; staff made by make_person have their second factor."""
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def prove_again(client: Client, person: User, *methods: str, at: datetime | None = None) -> Client:
    """As if this session had been proved by these methods ("password", "mfa"), now or at that time."""
    request = RequestFactory().get("/")
    request.session = client.session
    with time_machine.travel(at, tick=False) if at else nullcontext():
        for method in methods:
            record_authentication(request, person, method=method)
    request.session.save()
    return client


@pytest.fixture
def learner(db):
    return make_person("Amira Learner", Role.LEARNER, employer=employer())


@pytest.fixture
def other_learner(db):
    return make_person("Bryn Learner", Role.LEARNER, employer=employer("Beacon Support"))


@pytest.fixture
def manager(db):
    return make_person("Mo Manager", employer=employer())


@pytest.fixture
def tutor(db):
    return make_person("Tess Tutor", Role.TUTOR)


@pytest.fixture
def assessor(db):
    return make_person("Asha Assessor", Role.ASSESSOR)


@pytest.fixture
def second_assessor(db):
    return make_person("Sam Second", Role.ASSESSOR)


@pytest.fixture
def moderator(db):
    return make_person("Mina Moderator", Role.MODERATOR)


@pytest.fixture
def board_member(db):
    return make_person("Bea Board", Role.BOARD)


@pytest.fixture
def board_members(board_member):
    return [board_member, make_person("Ben Board", Role.BOARD), make_person("Bola Board", Role.BOARD)]


@pytest.fixture
def auditor(db):
    return make_person("Uma Auditor", Role.AUDITOR)


@pytest.fixture
def author(db):
    return make_person("Ada Author", Role.AUTHOR)


@pytest.fixture
def second_author(db):
    return make_person("Alf Author", Role.AUTHOR)


@pytest.fixture
def coordinator(db):
    return make_person("Cleo Coordinator", Role.COORDINATOR)


@pytest.fixture
def safeguarding_lead(db):
    return make_person("Saff Guard", Role.SAFEGUARDING)


@pytest.fixture
def administrator(db):
    return make_person("Adi Administrator", Role.ADMINISTRATOR)
