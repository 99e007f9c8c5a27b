"""Every test here has folders of its own for bytes and keys, and commits at once."""

from pathlib import Path

import pytest

from cpd import keys
from cpd.files import disk


@pytest.fixture(autouse=True)
def storage(tmp_path, settings):
    settings.CPD_FILES = tmp_path / "files"
    settings.CPD_VAULT = tmp_path / "vault"
    keys.wrap(bytes(32))  # the vault's own key is made before a test counts what is on the disk
    return tmp_path


@pytest.fixture
def on_disk(storage):
    """What lies on the disk for stored files."""

    def listed() -> list[Path]:
        roots = (disk.files_root(), disk.keys_root())
        return sorted(path for root in roots for path in root.rglob("*") if path.is_file())

    return listed
