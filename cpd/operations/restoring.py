"""Bringing an installation back on an empty machine, without bringing back what was erased."""

import contextlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session

from cpd.files.keeping import replay_destroyed
from cpd.files.store import replay_erasures
from cpd.files.texts import replay_text_erasures
from cpd.history import checkpoints
from cpd.operations import backups, databases, preparing
from cpd.operations.backups import BackupRefused
from cpd.operations.environment import SECRET_KEY_FILE


def restore(folder: Path, vault_folder: Path | None, *, now: datetime) -> int:
    """Database, files and vault back in place; the number of erased files that had come back and went again.

    Without `vault_folder` the vault that is here stays, which is the better one if it survived: it is newer.
    """
    _refuse_damage(folder, vault_folder)
    _refuse_unless_empty(vault_folder)
    # While this file is there, `up` refuses to open the site: erased evidence may be readable.
    mark = preparing.restore_mark()
    mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.write_text(now.isoformat())
    if vault_folder:
        backups.unpack(vault_folder / backups.VAULT, Path(settings.CPD_VAULT))
    databases.load(next(path for path in folder.iterdir() if path.name in databases.FILE.values()))
    backups.unpack(folder / backups.FILES, Path(settings.CPD_FILES))
    preparing.make_folders()
    preparing.bring_database_up_to_date()
    returned = replay_erasures(now=now) + replay_text_erasures()
    # Rows come back with the database as the files do with the disk: names, addresses and words.
    replay_destroyed(now=now)
    # The vault of a backup does not know what was signed after it: under the old name two histories might be signed.
    if vault_folder or checkpoints.has_broken_off():
        checkpoints.begin_anew(by=None, now=now)
    # A session of the old days may belong to somebody who has left since.
    Session.objects.all().delete()
    mark.unlink()
    return returned


def unfit_files(folder: Path, vault_folder: Path | None) -> list[str]:
    """Sentences about stored files without their bytes or, when the vault is at hand, without their key."""
    database = folder / databases.FILE["sqlite"]
    live = databases.live_files(database) if database.exists() else None
    if live is None:
        return []
    found = []
    blobs = {name.replace("-", "") for name in backups.members(folder, backups.FILES)}
    if missing := len(live - blobs):
        found.append(f"{missing} stored files lack their bytes.")
    if vault_folder:
        keys = {name.removesuffix(".key").replace("-", "") for name in backups.members(vault_folder, backups.VAULT)}
        if missing := len(live - keys):
            found.append(f"{missing} stored files lack their key; they were erased after the database was copied.")
    return found


def _refuse_damage(folder: Path, vault_folder: Path | None) -> None:
    found = backups.problems(folder) + (backups.problems(vault_folder) if vault_folder else [])
    if found:
        raise BackupRefused(" ".join(found))
    vendor = backups.Manifest.read(folder).database
    if not (folder / databases.FILE[vendor]).exists() or vendor != databases.vendor():
        raise BackupRefused(f"This backup is of {vendor}, and CPD_DATABASE_URL here is for {databases.vendor()}.")


def _refuse_unless_empty(vault_folder: Path | None) -> None:
    if not databases.is_empty():
        raise BackupRefused("There is a database here already: a restore needs an empty one. Move the old one away.")
    if any(path.is_file() for path in Path(settings.CPD_FILES).rglob("*")):
        raise BackupRefused(f"There are files in {settings.CPD_FILES} already: move them away.")
    vault = Path(settings.CPD_VAULT)
    # The secret key is made before any command runs, so it alone does not count.
    present = {path.name for path in vault.rglob("*") if path.is_file()} - {SECRET_KEY_FILE}
    if vault_folder and present:
        raise BackupRefused(
            f"There is a vault in {vault} already. Leave --vault out to keep it, or move it away to restore the other."
        )
    if not vault_folder and not present:
        raise BackupRefused("No vault is here, so evidence could not be read: say where its backup is by --vault.")
    if vault_folder:
        with contextlib.suppress(FileNotFoundError):
            (vault / SECRET_KEY_FILE).unlink()
