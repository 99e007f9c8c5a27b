"""Every page of ours, and its address in the world of these tests."""

from django.test import Client
from django.urls import reverse

from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.architecture.test_pages import our_pages, page_name
from tests.architecture.world import World
from tests.people import sign_in

PAGES = {page_name(entry): entry for entry in our_pages()}


def parameters_of(page: str) -> set[str]:
    return {name for part in PAGES[page][1] for name in getattr(part, "converters", {})}


def address_of(page: str, world: World) -> str:
    """A page that is new needs ids in tests/architecture/world/: a KeyError here says which."""
    names = parameters_of(page)
    # One page has two addresses, with and without a criterion; the longer one is walked.
    values = {name: world.ids.get(f"{page} {name}") or world.ids[name] for name in names}
    return reverse(page, kwargs=values)


def open_to(page: str):
    return PAGES[page][0].callback.open_to


def is_for(page: str, role: Role) -> bool:
    """Whether somebody in this role may open it after signing in, as a page for everybody is open without."""
    allowed = open_to(page)
    return allowed == "signed in" or (isinstance(allowed, frozenset) and role in allowed)


def signed_in(person: User, **options) -> Client:
    return sign_in(Client(**options), person)


def body_of(response) -> bytes:
    """Everything that went over the wire, headers and names of files too."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return repr(response.headers).encode() + response.cookies.output().encode() + content
