"""Makes the fictional people of the demonstration."""

from datetime import datetime

from allauth.account.models import EmailAddress

from assessments.demo.cast import DOMAIN, EMPLOYERS, FROM_THE_UNIVERSITY, PROVIDER, STAFF, UNIVERSITY, Cast
from cpd.accounts.actions import appoint, confirm_details, create_organisation, create_person
from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.accounts.roles import EXTERNAL, Role


def make_cast(now: datetime) -> Cast:
    """Organisations and staff, appointed from `now` on."""
    provider = create_organisation(kind=OrganisationKind.PROVIDER, name=PROVIDER, by=None, now=now)
    university = create_organisation(kind=OrganisationKind.UNIVERSITY, name=UNIVERSITY, by=None, now=now)
    employers = [create_organisation(kind=OrganisationKind.EMPLOYER, name=name, by=None, now=now) for name in EMPLOYERS]
    by_role: dict[Role, list[User]] = {}
    for name, roles in STAFF:
        person = make_person(name, now=now)
        for role in roles:
            organisation = university if role in EXTERNAL else provider
            appoint(person, role=role, organisation=organisation, starts_on=now.date(), by=None, now=now)
            by_role.setdefault(role, []).append(person)
    from_the_university = []
    for name in FROM_THE_UNIVERSITY:
        person = make_person(name, now=now)
        appoint(person, role=Role.BOARD, organisation=university, starts_on=now.date(), by=None, now=now)
        from_the_university.append(person)
    return Cast(
        provider=provider,
        university=university,
        employers=employers,
        coordinator=by_role[Role.COORDINATOR][0],
        assessor=by_role[Role.ASSESSOR][0],
        second_assessor=by_role[Role.ASSESSOR][1],
        moderator=by_role[Role.MODERATOR][0],
        board=by_role[Role.BOARD],
        university_member=from_the_university[0],
        examiner=from_the_university[1],
        auditor=by_role[Role.AUDITOR][0],
        author=by_role[Role.AUTHOR][0],
        second_author=by_role[Role.AUTHOR][1],
        safeguarding=by_role[Role.SAFEGUARDING][0],
        administrator=by_role[Role.ADMINISTRATOR][0],
    )


def make_learner(name: str, employer: Organisation, cast: Cast, *, now: datetime) -> User:
    """A learner whose account is confirmed; the name is as on the certificate."""
    person = make_person(name, employer=employer, now=now)
    appoint(person, role=Role.LEARNER, organisation=cast.provider, starts_on=now.date(), by=None, now=now)
    return person


def make_person(name: str, *, now: datetime, employer: Organisation | None = None) -> User:
    given_names, _, family_name = name.rpartition(" ")
    address = f"{_plain(given_names)}.{_plain(family_name)}@{DOMAIN}"
    person = create_person(
        email=address,
        given_names=given_names,
        family_name=family_name,
        employer=employer,
        is_demonstration=True,
        by=None,
        now=now,
    )
    EmailAddress.objects.get_or_create(user=person, email=address, defaults={"verified": True, "primary": True})
    return confirm_details(person, given_names=given_names, family_name=family_name, certificate_name=name, now=now)


def _plain(name: str) -> str:
    """The letters of a name that may stand in an address."""
    letters = "".join(
        sign for sign in name.casefold().replace(" ", "-") if sign.isascii() and (sign.isalnum() or sign == "-")
    )
    return letters or "x"
