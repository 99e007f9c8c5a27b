"""A database that began long ago and one that begins today have the same tables."""

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test import override_settings


@pytest.fixture(scope="module")
def loader():
    """All migrations side by side, which --nomigrations hides: the squashed ones and those that they stand for."""
    with override_settings(MIGRATION_MODULES={}):
        return MigrationLoader(None, replace_migrations=False)


def shape(state: ProjectState, app: str) -> dict:
    """Each model's fields by name, whatever their order, and its constraints and indexes."""
    shapes = {}
    for (label, name), model in state.models.items():
        if label == app:
            fields = {field: value.deconstruct()[1:] for field, value in model.fields.items()}
            named = [item.deconstruct() for kind in ("constraints", "indexes") for item in model.options.get(kind, [])]
            other = {key: value for key, value in model.options.items() if key not in ("constraints", "indexes")}
            shapes[name] = fields, sorted(named, key=repr), other
    return shapes


@pytest.mark.parametrize("app", ["courses", "assessments"])
def test_the_long_way_and_the_short_way_end_in_the_same_tables(loader, app):
    squashes = [name for label, name in loader.disk_migrations if label == app and "_squashed_" in name]
    assert squashes
    for squash in squashes:
        last = loader.disk_migrations[app, squash].replaces[-1]
        short, long = loader.project_state((app, squash)), loader.project_state(last)
        assert shape(short, app) == shape(long, app)
        assert len(shape(short, app)) > 20
