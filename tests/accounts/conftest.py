"""What the tests of accounts share: an administrator at her pages, and an invitation that waits."""

import pytest
from django.utils import timezone

from cpd.accounts.actions import invite
from cpd.accounts.roles import Role
from tests.people import provider


@pytest.fixture
def admin_client(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def invited(administrator):
    """An open invitation of a new assessor, and its token."""
    now = timezone.now()
    return invite(email="New@Example.org", role=Role.ASSESSOR, organisation=provider(), by=administrator, now=now)
