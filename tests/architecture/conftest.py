"""The world of these tests, made once for each of their modules; what a test does to it is rolled back as ever."""

import pytest

from tests.architecture.world import standing_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with standing_world(django_db_blocker) as made:
        yield made
