"""What one installation gave out, made once; and once more with a seal of RSA."""

import pytest

from tests.outside.making import World, make_world


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    return make_world(tmp_path_factory.mktemp("vault"), "p256")


@pytest.fixture(scope="session")
def rsa_world(tmp_path_factory) -> World:
    return make_world(tmp_path_factory.mktemp("vault"), "rsa2048")
