"""No page can forget to say who may open it."""

from uuid import UUID

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.urls.converters import get_converters

OURS = ("cpd.", "courses.", "assessments.")
SAMPLES = {
    "uuid": UUID(int=7),
    "int": 7,
    "slug": "some-thing",
    "str": "something",
    "path": "some/thing",
    "ending": "csv",
}


def every_pattern(patterns=None, before=(), namespaces=()):
    """Each URL pattern of the project with the patterns that lead to it."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern, (*before, pattern.pattern), namespaces
        else:
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from every_pattern(pattern.url_patterns, (*before, pattern.pattern), inner)


def is_ours(entry) -> bool:
    """Django's admin guards its pages itself, behind the second factor that our middleware asks for."""
    return getattr(entry[0].callback, "__module__", "").startswith(OURS) and "admin" not in entry[2]


def our_pages():
    return [entry for entry in every_pattern() if is_ours(entry)]


def page_name(entry) -> str:
    return ":".join((*entry[2], entry[0].name or entry[0].callback.__name__))


def address(entry) -> str:
    """A URL of the page, with made-up ids."""
    names = {type(converter): name for name, converter in get_converters().items()}
    values = {}
    for part in entry[1]:
        for parameter, converter in getattr(part, "converters", {}).items():
            values[parameter] = SAMPLES.get(names.get(type(converter)), "something")
    return reverse(page_name(entry), kwargs=values)


def test_there_are_pages():
    assert len(our_pages()) > 20


@pytest.mark.parametrize("entry", our_pages(), ids=page_name)
def test_every_page_says_who_may_open_it(entry):
    assert entry[0].callback.open_to


@pytest.mark.parametrize("entry", our_pages(), ids=page_name)
def test_every_page_has_one_name(entry):
    assert entry[0].name, f"{entry[1]} has no name"
    assert entry[0].name == entry[0].callback.__name__


@pytest.mark.django_db
@pytest.mark.parametrize(
    "entry", [entry for entry in our_pages() if getattr(entry[0].callback, "open_to", "") != "everyone"], ids=page_name
)
def test_a_stranger_is_sent_to_the_sign_in_page(client, entry):
    where = address(entry)

    response = client.get(where)

    assert response.status_code == 302
    assert response.headers["Location"] == f"{reverse('account_login')}?next={where}"
