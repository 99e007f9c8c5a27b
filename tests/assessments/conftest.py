"""What several features of assessment are tried on."""

import shutil

import pytest

from tests.factories import SHORT, make_cohort, make_version


@pytest.fixture
def numeric(db, tmp_path):
    """A cohort whose module is marked out of 100."""
    package = shutil.copytree(SHORT, tmp_path / "SHORT")
    about = package / "module.yaml"
    about.write_text(about.read_text().replace("scheme: criterion", "scheme: numeric"))
    return make_cohort(make_version(package))
