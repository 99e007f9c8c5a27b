"""What must be in place before pages are served: tables, static files, and for a demonstration its data."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def make_folders() -> None:
    """The folders for data, readable by this user only."""
    for folder in (settings.CPD_VAR, settings.CPD_VAULT, settings.CPD_FILES, settings.CPD_MAIL_DIR):
        Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)


def restore_mark() -> Path:
    """The file that is there from the beginning of a restore to its end."""
    return Path(settings.CPD_VAR) / "restore-unfinished"


def database_is_current() -> bool:
    """Whether every migration has been applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def bring_database_up_to_date() -> bool:
    """Migrate if there is anything to do; whether there was."""
    outdated = not database_is_current()
    if outdated:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return outdated


@contextmanager
def making_faces() -> Iterator[None]:
    """While the block runs another process makes the typefaces of PDFs, if this machine has none yet: some seconds of work
    that would otherwise come before the first certificate."""
    if (Path(settings.CPD_VAR) / "fonts").is_dir():
        yield
        return
    maker = subprocess.Popen([sys.executable, "manage.py", "make_faces"], cwd=settings.BASE_DIR)
    try:
        yield
    except BaseException:
        maker.kill()
        raise
    finally:
        maker.wait()


def collect_static_files() -> bool:
    """Copy, hash and compress the static files when one of them or its package has changed; whether it had."""
    stamp, digest = settings.STATIC_ROOT / ".collected-from", _static_digest()
    if stamp.exists() and stamp.read_text() == digest:
        return False
    call_command("collectstatic", interactive=False, clear=settings.STATIC_ROOT.exists(), verbosity=0)
    stamp.write_text(digest)
    return True


def _static_digest() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            digest.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
