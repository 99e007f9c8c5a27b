"""The settings of the processes that chaos tests start: those of the tests, with short waits and the jobs of the tests."""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES, JOB_TASK_MODULES

DATABASES["default"]["NAME"] = os.environ["CPD_CHAOS_DATABASE"]
CPD_BROKER_URL = os.environ["CPD_CHAOS_BROKER"]
CPD_VAULT = os.environ["CPD_CHAOS_VAULT"]
CPD_VAR = Path(CPD_VAULT).parent
CPD_FILES = CPD_VAR / "files"
JOB_TASK_MODULES = [*JOB_TASK_MODULES, "tests.jobs.kinds"]
JOB_LEASE_MARGIN_SECONDS = 1
JOB_RING_AGAIN_SECONDS = 2
