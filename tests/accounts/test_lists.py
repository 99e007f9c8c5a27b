import pytest
from django.urls import reverse
from django.utils import timezone

from cpd.accounts.actions import (
    create_organisation,
)
from cpd.accounts.models import Appointment, Invitation, Organisation, User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed
from tests.people import LONG_AGO, employer, provider

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PAGES = ["list_people", "invite_person", "list_invitations", "list_organisations", "create_organisation"]


def many_people(count):
    people = User.objects.bulk_create(
        User(email=f"p{number}@example.net", family_name=f"P{number:02}", joined_at=NOW, employer=employer())
        for number in range(count)
    )
    Appointment.objects.bulk_create(
        Appointment(person=person, role=role, organisation=provider(), starts_on=LONG_AGO, appointed_at=NOW)
        for person in people
        for role in (Role.LEARNER, Role.TUTOR)
    )


@pytest.mark.parametrize("count", [1, 30])
def test_people_are_listed_with_a_constant_number_of_queries(admin_client, count, django_assert_num_queries):
    many_people(count)
    admin_client.get(reverse("accounts:list_people"))

    with django_assert_num_queries(11):
        page = admin_client.get(reverse("accounts:list_people"))

    assert len(page.context["page"].object_list) == min(30, count + 1)


@pytest.mark.parametrize("count", [1, 30])
def test_organisations_are_listed_with_a_constant_number_of_queries(admin_client, count, django_assert_num_queries):
    Organisation.objects.bulk_create(
        Organisation(kind="employer", name=f"Service {number}", created_at=NOW) for number in range(count)
    )
    admin_client.get(reverse("accounts:list_organisations"))

    with django_assert_num_queries(8):
        admin_client.get(reverse("accounts:list_organisations"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "amira lear"}, ["Amira Learner"]),
        ({"search": "bryn.learner@"}, ["Bryn Learner"]),
        ({"role": "administrator"}, ["Adi Administrator"]),
        ({"state": "closed"}, []),
        ({"search": "'; drop table"}, []),
        ({"role": "nonsense"}, ["Adi Administrator", "Amira Learner", "Bryn Learner"]),
    ],
)
def test_people_are_found(admin_client, learner, other_learner, query, found):
    page = admin_client.get(reverse("accounts:list_people"), query)

    assert [str(person) for person in page.context["page"]] == found


def test_an_organisation_is_added_once(admin_client):
    values = {"kind": "employer", "name": " Tideline   Advocacy ", "safeguarding_contact": ""}

    for _ in range(2):
        admin_client.post(reverse("accounts:create_organisation"), values)

    assert [one.name for one in Organisation.objects.filter(kind="employer")] == ["Tideline Advocacy"]


def test_there_is_one_provider(administrator):
    provider()

    with pytest.raises(NotAllowed, match="has its provider already"):
        create_organisation(kind="provider", name="Another", by=administrator, now=NOW)


@pytest.mark.parametrize("name", PAGES)
def test_only_administrators_open_these_pages(client, coordinator, name):
    client.force_login(coordinator)

    assert client.get(reverse(f"accounts:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["show_person", "appoint_person", "change_address", "close_account", "reopen_account"])
def test_only_administrators_open_a_person(client, coordinator, learner, name):
    client.force_login(coordinator)

    assert client.get(reverse(f"accounts:{name}", args=[learner.pk])).status_code == 403
    assert client.post(reverse(f"accounts:{name}", args=[learner.pk]), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_invitations_are_listed_with_a_constant_number_of_queries(admin_client, count, django_assert_num_queries):
    Invitation.objects.bulk_create(
        Invitation(
            email=f"i{number}@example.net",
            role=Role.AUTHOR,
            organisation=provider(),
            token_digest=f"{number:064}",
            expires_at=NOW,
            invited_at=NOW,
        )
        for number in range(count)
    )

    with django_assert_num_queries(11):
        admin_client.get(reverse("accounts:list_invitations"))
