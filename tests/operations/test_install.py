"""How a Python is found and packages are installed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SHIM = "#!/bin/sh\nexit 127\n"


def find_python(**environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["sh", "cpd/operations/find-python.sh"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def broken_shims(tmp_path):
    """A folder of interpreters that exist and fail, as a version manager leaves them."""
    for name in ("python3.12", "python3.13", "python3.14", "python3", "python"):
        shim = tmp_path / name
        shim.write_text(SHIM)
        shim.chmod(0o755)
    return tmp_path


def test_interpreters_that_only_exist_are_passed_over(broken_shims):
    versions = broken_shims / ".pyenv" / "versions" / "3.13.0" / "bin"
    versions.mkdir(parents=True)
    (versions / "python3").symlink_to(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")

    found = find_python(HOME=str(broken_shims), PATH=f"{broken_shims}{os.pathsep}/usr/bin{os.pathsep}/bin")

    assert found.returncode == 0, found.stderr
    assert Path(found.stdout.strip()).name.startswith("python3")


def test_the_one_that_is_named_comes_first(broken_shims):
    found = find_python(PYTHON=sys.executable, HOME=str(broken_shims), PATH=os.environ["PATH"])

    assert found.stdout.strip() == sys.executable


@pytest.mark.operations
def test_installing_again_takes_no_time():
    begin = time.monotonic()

    done = subprocess.run(["make", "-s", "install-dev"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")
    assert time.monotonic() - begin < 1
