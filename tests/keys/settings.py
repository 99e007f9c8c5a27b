"""The settings of the processes that a test of the keys starts: one vault for all of them."""

import os

from tests.settings import *  # noqa: F403

CPD_VAULT = os.environ["CPD_KEYS_VAULT"]
