"""What whole files of tests begin with: walked to once for each file, since the way there takes up to a second.

A file that asks for such a thing asks for it in all of its tests (`pytestmark = pytest.mark.usefixtures(...)`), or they
would differ by their order.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from assessments.certificates.models import Award
from cpd.accounts.roles import Role
from tests.factories import make_award
from tests.people import employer, make_person


@contextmanager
def standing(blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around a file of tests. What is made in it first is there for each of them; what a test does is
    rolled back to here."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def standing_award(django_db_setup, django_db_blocker):
    """A released pass of Amira Learner."""
    with standing(django_db_blocker):
        yield make_award(make_person("Amira Learner", Role.LEARNER, employer=employer())).pk


@pytest.fixture
def award(db, standing_award):
    return Award.objects.get(pk=standing_award)
