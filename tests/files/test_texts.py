"""Texts under a key of their own: opened, tampered with, destroyed, restored from a backup."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from cpd.files.sealing import Damaged
from cpd.files.store import Destroyed
from cpd.files.texts import (
    destroy_text_key,
    erase_text_key,
    new_text_key,
    open_text,
    replay_text_erasures,
    salt_for,
    seal_text,
)
from tests.clock import NOON


def test_a_text_comes_back():
    key = new_text_key()

    assert open_text(key, seal_text(key, "Ọlájídé – “day 12”\n\n")) == "Ọlájídé – “day 12”\n\n"
    assert open_text(key, seal_text(key, "")) == ""


def test_the_same_text_is_never_sealed_alike():
    key = new_text_key()

    assert seal_text(key, "Day 12.") != seal_text(key, "Day 12.")


def test_another_key_does_not_open_it():
    with pytest.raises(Damaged):
        open_text(new_text_key(), seal_text(new_text_key(), "Day 12."))


def test_a_changed_byte_is_noticed():
    key = new_text_key()
    sealed = bytearray(seal_text(key, "Day 12."))
    sealed[-1] ^= 1

    with pytest.raises(Damaged):
        open_text(key, bytes(sealed))


def test_a_salt_is_the_same_while_the_key_lives():
    key = new_text_key()

    assert salt_for(key, b"one") == salt_for(key, b"one")
    assert salt_for(key, b"one") != salt_for(key, b"two")
    assert salt_for(key, b"one") != salt_for(new_text_key(), b"one")


@pytest.mark.django_db
def test_a_destroyed_key_opens_nothing(django_capture_on_commit_callbacks):
    key = new_text_key()
    sealed = seal_text(key, "Day 12.")

    with django_capture_on_commit_callbacks(execute=True):
        destroy_text_key(key, now=NOON)
        assert open_text(key, sealed) == "Day 12."

    with pytest.raises(Destroyed):
        open_text(key, sealed)
    with pytest.raises(Destroyed):
        salt_for(key, b"one")


def test_a_key_that_a_backup_brings_back_is_deleted_again(tmp_path):
    key = new_text_key()
    folder = Path(settings.CPD_VAULT) / "texts"
    shutil.copytree(folder, tmp_path / "backup")
    erase_text_key(key, NOON)
    shutil.copytree(tmp_path / "backup", folder, dirs_exist_ok=True)

    assert replay_text_erasures() == 1
    assert replay_text_erasures() == 0
