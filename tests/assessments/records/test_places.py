"""Every field in which words, bytes or JSON can stand has been thought about: whose it is, and what becomes of it."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models

from assessments.records.keeping.destroying import rows_of
from assessments.records.keeping.elsewhere import NOT_ABOUT_A_LEARNER
from assessments.records.keeping.places import PLACES, Place
from assessments.records.keeping.states import RecordKind

WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
ADDRESSES = (models.GenericIPAddressField,)


def fields_of(model) -> set[str]:
    """Where words, bytes or JSON may stand, and files."""
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, WORDS + ADDRESSES) and not field.choices and not field.primary_key
    }


def files_of(model) -> set[str]:
    columns = [field for field in model._meta.concrete_fields if field.is_relation]
    return {field.name for field in columns if field.related_model._meta.label == "files.StoredFile"}


MODELS = [model for model in apps.get_models() if fields_of(model) or files_of(model)]


def named(place: Place) -> set[str]:
    return {*place.words, *place.blanks, *place.sealed, *place.codes}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_table_is_in_one_of_the_two_lists(model):
    is_about = any(place.model == model._meta.label for place in PLACES)

    assert is_about is not (model.__name__ in NOT_ABOUT_A_LEARNER)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_for_words_of_a_table_about_people_is_named(model):
    places = [place for place in PLACES if place.model == model._meta.label]

    for place in places:
        assert named(place) == fields_of(model)


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.model}-{place.path}")
def test_every_path_leads_to_its_subject(place):
    rows = rows_of(place, [uuid4()])

    assert apps.get_model(place.model)._meta.get_field(place.path.split("__")[0]) if place.path != "pk" else True
    assert not rows.exists()
    assert place.kind in RecordKind


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.model}-{place.path}")
def test_a_table_with_sealed_words_has_a_key_and_one_with_files_names_them(place):
    fields = {field.name: field for field in apps.get_model(place.model)._meta.concrete_fields}

    assert files_of(apps.get_model(place.model)) == set(place.files)
    assert not place.sealed or place.key in fields or place.model == "assessments.TextRevision"
    assert not any(fields[name].max_length is not None and fields[name].max_length < 10 for name in place.words)
