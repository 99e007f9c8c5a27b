"""Every command of docker-compose.yml, run as written outside a container, on PostgreSQL and Redis."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import yaml

from tests import servers

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
CHOSEN = {
    "CPD_SECRET_KEY": "chosen-for-this-test-only-0123456789-0123456789",
    "CPD_BASE_URL": "https://cpd.example.org",
    "CPD_HOSTS": "cpd.example.org",
    "CPD_DATABASE_PASSWORD": "chosen",
    "CPD_KEY_PASSPHRASE": "chosen too",
    "CPD_WEB_WORKERS": "2",
}
pytestmark = [
    pytest.mark.operations,
    pytest.mark.skipif(servers.postgresql_folder() is None, reason="no PostgreSQL (apt-get install postgresql)"),
]


def interpolated(value: str) -> str:
    """What compose makes of ${NAME:-default} and ${NAME:?message}."""
    return re.sub(
        r"\$\{(\w+)(?::([-?])([^}]*))?\}", lambda m: CHOSEN.get(m[1], m[3] if m[2] == "-" else ""), str(value)
    )


class Stack:
    """The services of the file as processes of this machine, with the same environment but for the addresses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = servers.start_postgresql(folder)
        self.redis = servers.start_redis(folder)
        self.port = servers.free_port()
        self.running: dict[str, subprocess.Popen] = {}

    def environment(self, name: str) -> dict[str, str]:
        given = {key: interpolated(value) for key, value in COMPOSE["services"][name]["environment"].items()}
        image = {"CPD_EMBEDDED": "0", "CPD_VAR": str(self.folder / "data"), "CPD_VAULT": str(self.folder / "vault")}
        image |= {"CPD_STATIC": str(self.folder / "static"), "HOST": "127.0.0.1", "PORT": str(self.port)}
        image |= {"CPD_ENV_FILE": str(self.folder / "env"), "DJANGO_SETTINGS_MODULE": "cpd.settings"}
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("CPD_")}
        inherited["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        here = {"CPD_DATABASE_URL": self.database.url, "CPD_BROKER_URL": self.redis.url}
        return inherited | image | given | here

    def start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("w") as log:
            self.running[name] = subprocess.Popen(
                COMPOSE["services"][name]["command"],
                cwd=ROOT,
                env=self.environment(name),
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=servers.end_with_parent,
            )

    def is_healthy(self, name: str) -> bool:
        return self.call(name, COMPOSE["services"][name]["healthcheck"]["test"][1:]).returncode == 0

    def becomes_healthy(self, name: str, seconds: float = 60) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.running[name].poll() is None:
            if self.is_healthy(name):
                return True
            time.sleep(0.5)
        return False

    def call(self, name: str, command: list[str]) -> subprocess.CompletedProcess:
        return subprocess.run(
            command, cwd=ROOT, env=self.environment(name), capture_output=True, text=True, check=False, timeout=90
        )

    def manage(self, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment("web") | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def stop(self, name: str) -> int:
        process = self.running.pop(name)
        process.terminate()
        return process.wait(45)


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    stack = Stack(Path(servers.make_folder()))
    migrated = stack.call("migrate", COMPOSE["services"]["migrate"]["command"])
    assert migrated.returncode == 0, migrated.stderr
    assert stack.manage("collectstatic", "--no-input", "-v0").returncode == 0
    yield stack
    for process in stack.running.values():
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
    stack.redis.kill()
    stack.database.stop(signal.SIGINT)


def test_migrate_can_run_again_at_every_deployment(stack):
    again = stack.call("migrate", COMPOSE["services"]["migrate"]["command"])

    assert (again.returncode, again.stdout) == (0, "The database is up to date.\n")


@pytest.mark.parametrize("name", ["web", "worker", "relay"])
def test_a_service_becomes_healthy_and_stops_when_asked(stack, name):
    stack.start(name)

    assert stack.becomes_healthy(name), (stack.folder / f"{name}.log").read_text()
    begin = time.monotonic()
    stack.stop(name)
    assert time.monotonic() - begin < int(COMPOSE["services"][name]["stop_grace_period"].removesuffix("s"))
    assert not stack.is_healthy(name) or name == "relay"


def test_redis_takes_the_options_it_is_given(tmp_path):
    port = servers.free_port()
    options = COMPOSE["services"]["redis"]["command"][1:]
    command = [servers.redis_program(), *options, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(tmp_path)]
    server = servers.Server(command, url="", port=port, log=tmp_path / "log")

    server.start(lambda: servers.redis_answers(port))

    server.stop()
    assert (tmp_path / "appendonlydir").is_dir()


def test_a_backup_of_postgresql_comes_back(stack, tmp_path):
    place, vault_place = tmp_path / "one", tmp_path / "two"
    made = stack.manage("backup", place, vault_place)
    assert made.returncode == 0, made.stderr
    with psycopg.connect(stack.database.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored")
    elsewhere = {
        "CPD_DATABASE_URL": stack.database.url.removesuffix("/postgres") + "/restored",
        "CPD_VAR": str(tmp_path / "var"),
        "CPD_VAULT": str(tmp_path / "vault"),
    }

    restored = stack.manage("restore", place, "--vault", vault_place, **elsewhere)

    assert restored.returncode == 0, restored.stderr
    assert "is whole." in stack.manage("verify_backup", place, "--vault", vault_place).stdout
    checked = stack.manage("verify_history", **elsewhere)
    assert checked.returncode == 0, checked.stdout + checked.stderr
