"""What is there before Django reads its settings."""

import os
import stat

import pytest

from cpd.operations import environment


@pytest.fixture
def nothing_set(monkeypatch, tmp_path):
    """An environment without any of our variables, and a folder for the data."""
    for name in [name for name in os.environ if name.startswith("CPD_")]:
        monkeypatch.delenv(name)
    for name in ("CPD_SECRET_KEY", "CPD_BASE_URL", "CPD_SERVICE_NAME"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("CPD_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("CPD_ENV_FILE", str(tmp_path / "env"))
    before = os.umask(0o022)
    yield tmp_path
    os.umask(before)


def test_an_embedded_installation_makes_its_secret_once(nothing_set, monkeypatch):
    environment.complete()
    first = os.environ["CPD_SECRET_KEY"]
    monkeypatch.setenv("CPD_SECRET_KEY", "")
    environment.complete()

    assert os.environ["CPD_SECRET_KEY"] == first
    assert len(first) == 64


def test_only_its_own_user_may_read_the_secret(nothing_set):
    environment.complete()

    path = nothing_set / "var" / "vault" / "secret_key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_production_gets_no_secret_by_itself(nothing_set, monkeypatch):
    monkeypatch.setenv("CPD_DATABASE_URL", "postgresql://cpd@database/cpd")
    environment.complete()

    assert "CPD_SECRET_KEY" not in os.environ
    assert not (nothing_set / "var").exists()


def test_the_file_fills_in_what_the_environment_leaves_out(nothing_set, monkeypatch):
    (nothing_set / "env").write_text("CPD_SERVICE_NAME=Learning\nCPD_LOG_LEVEL=INFO\nCPD_CLAMD=\n")
    monkeypatch.delenv("CPD_SERVICE_NAME")
    monkeypatch.setenv("CPD_LOG_LEVEL", "ERROR")
    environment.complete()

    assert os.environ["CPD_SERVICE_NAME"] == "Learning"
    assert os.environ["CPD_LOG_LEVEL"] == "ERROR"
    assert "CPD_CLAMD" not in os.environ
    monkeypatch.setenv("CPD_SERVICE_NAME", "")


def test_the_address_follows_the_port(nothing_set, monkeypatch):
    monkeypatch.setenv("PORT", "8123")
    environment.complete()

    assert os.environ["CPD_BASE_URL"] == "http://localhost:8123"
