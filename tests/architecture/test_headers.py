"""What every answer carries, whatever its status: nothing runs that is not ours, nothing is framed, cached or passed on."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from assessments.certificates import limits
from cpd.accounts.guards import open_to_public
from cpd.accounts.roles import Role
from cpd.urls import handler500  # noqa: F401 - the fault page of the real addresses
from tests.architecture.pages import PAGES, address_of, is_for, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
POLICY = {"default-src 'none'", "frame-ancestors 'none'"}


@open_to_public
def break_down(request) -> HttpResponse:
    raise ZeroDivisionError("Zephyrine")


urlpatterns = [path("breaks/", break_down), path("", include("cpd.urls"))]


def check(response) -> None:
    headers = response.headers
    policy = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
    assert policy >= POLICY
    assert not re.search(r"unsafe|\*|http:", headers["Content-Security-Policy"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not {"Server", "X-Powered-By"} & set(headers)


@pytest.mark.parametrize("role", Role)
def test_every_page_and_every_refusal_carries_them(world, role):
    """200, 302, 403, 404 and 405: each role on its own pages, and the learner on everybody's."""
    client, seen = signed_in(world.people[role]), set()
    for page in PAGES:
        if page == "accounts:leave" or not (is_for(page, role) or role == Role.LEARNER):
            continue
        response = client.get(address_of(page, world))
        check(response)
        seen.add(response.status_code)

    assert 200 in seen
    check(client.get("/no/such/page/"))


def test_strangers_get_them_too(world):
    seen = set()
    for page in PAGES:
        response = Client().get(address_of(page, world))
        check(response)
        seen.add(response.status_code)

    assert {200, 302, 405} <= seen


def test_a_form_that_came_too_late_carries_them(world):
    response = Client(enforce_csrf_checks=True).post("/account/login/")

    assert response.status_code == 403
    check(response)


def test_a_refusal_for_too_many_tries_carries_them(world):
    for _ in range(limits.ADDRESS_PER_MINUTE + 1):
        response = Client().get("/v/WRONG")

    assert response.status_code == 429
    check(response)


@pytest.mark.urls(__name__)
def test_our_own_fault_carries_them_and_says_nothing(world):
    response = Client(raise_request_exception=False).get("/breaks/")

    assert response.status_code == 500
    assert "Zephyrine" not in response.text
    assert "Traceback" not in response.text
    check(response)


def test_a_download_cannot_act_on_our_pages(world):
    response = signed_in(world.people[Role.ASSESSOR]).get(address_of("marking:download_item", world), follow=True)

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    check(response)


def test_cookies_are_for_the_server_alone(world):
    answers = [Client().get("/account/login/"), Client().get(address_of("accounts:accept_invitation", world))]
    cookies = [cookie for answer in answers for cookie in answer.cookies.values()]

    assert {cookie.key for cookie in cookies} == {"csrf", "session"}
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in cookies)
