"""A backup as files: the database, the stored files, and in a separate place the vault; each under its SHA-256."""

import contextlib
import hashlib
import io
import json
import shutil
import tarfile
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.db import connection

from cpd.history.checkpoints import last_note_path
from cpd.operations import databases

MANIFEST = "manifest.json"
FILES, VAULT = "files.tar", "vault.tar"
STAMP = "%Y%m%dT%H%M%SZ"
NAME, VAULT_NAME = "cpd-backup-", "cpd-vault-"
UNFINISHED = ".unfinished"
# What is destroyed today can be read by nobody once the last copy of its key is gone; learners are told this figure.
VAULT_DAYS = 7


class BackupRefused(Exception):
    """The backup or restore cannot go on; the sentence says what to do."""


@dataclass
class Manifest:
    """What a backup consists of. Its database is older than its files, and those are older than its vault."""

    made_at: str
    django: str
    database: str
    digests: dict[str, str] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=2) + "\n")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        try:
            return cls(**json.loads((folder / MANIFEST).read_text()))
        except (OSError, ValueError, TypeError) as problem:
            raise BackupRefused(f"{folder} is no backup: its {MANIFEST} is missing or cannot be read.") from problem


def make(place: Path, vault_place: Path, *, now: datetime) -> tuple[Path, Path]:
    """Write a backup under `place` and the vault's under `vault_place`; the two new folders.

    The order matters: a file stored meanwhile is only superfluous, and a file destroyed meanwhile is in the
    erasure list, which comes with the vault and is replayed on restore.
    """
    place, vault_place = place.resolve(), vault_place.resolve()
    _refuse_same_place(place, vault_place)
    stamp = now.strftime(STAMP)
    # The signed checkpoint of before the copy: a newer one would speak of entries that the copy lacks.
    signed = last_note_path().read_bytes() if last_note_path().exists() else None
    folder, vault_folder = _begin(place, NAME + stamp), _begin(vault_place, VAULT_NAME + stamp)
    manifest = _manifest(now)
    manifest.digests[databases.FILE[connection.vendor]] = digest(databases.dump(folder))
    manifest.digests[FILES] = digest(_pack(Path(settings.CPD_FILES), folder / FILES))
    vault_manifest = _manifest(now)
    vault_manifest.digests[VAULT] = digest(
        _pack(Path(settings.CPD_VAULT), vault_folder / VAULT, {last_note_path(): signed})
    )
    return _finish(folder, manifest), _finish(vault_folder, vault_manifest)


def remove_older(place: Path, vault_place: Path, *, days: int, now: datetime) -> int:
    """Delete our own backups in both places that are older than so many days; how many folders went."""
    return _remove(place, NAME, days, now) + _remove(vault_place, VAULT_NAME, min(days, VAULT_DAYS), now)


def remove_old_vaults(vault_place: Path, *, now: datetime) -> int:
    """Delete our own copies of the vault that are older than a week, asked or not; how many folders went."""
    return _remove(vault_place, VAULT_NAME, VAULT_DAYS, now)


def _remove(parent: Path, name: str, days: int, now: datetime) -> int:
    oldest = (now - timedelta(days=days)).strftime(STAMP)
    old = [
        folder
        for folder in parent.glob(f"{name}*")
        if (folder / MANIFEST).exists() and folder.name.removeprefix(name) < oldest
    ]
    for folder in old:
        shutil.rmtree(folder)
    return len(old)


def problems(folder: Path) -> list[str]:
    """A sentence for everything in a backup's folder that is not as it was written."""
    manifest = Manifest.read(folder)
    found = []
    for name, expected in manifest.digests.items():
        path = folder / name
        if not path.is_file():
            found.append(f"{name} is missing.")
        elif digest(path) != expected:
            found.append(f"{name} is not as it was written: its SHA-256 differs.")
        elif name.endswith(".tar"):
            found += _unsafe_members(path)
        else:
            found += databases.problems(path)
    return found


def members(folder: Path, name: str) -> set[str]:
    """The file names inside one of its archives, without their folders."""
    with tarfile.open(folder / name) as archive:
        return {Path(member.name).name for member in archive if member.isfile()}


def unpack(archive: Path, into: Path) -> None:
    """Put back what `_pack` packed; refuses names that lead out of the folder."""
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def newest(place: Path, name: str = NAME) -> Path:
    """`place` itself when it is a backup, else the newest one in it."""
    if (place / MANIFEST).exists():
        return place
    found = sorted(folder for folder in place.glob(f"{name}*") if (folder / MANIFEST).exists())
    if not found:
        raise BackupRefused(f"There is no backup in {place}.")
    return found[-1]


def _manifest(now: datetime) -> Manifest:
    try:
        release = version("django")
    except PackageNotFoundError:
        release = ""
    return Manifest(made_at=now.isoformat(timespec="seconds"), django=release, database=connection.vendor)


def _refuse_same_place(place: Path, vault_place: Path) -> None:
    if place == vault_place or place in vault_place.parents or vault_place in place.parents:
        raise BackupRefused(
            "The vault's backup needs a place of its own, not inside the other: "
            "whoever finds both together can read all evidence, and erased evidence would come back."
        )
    for folder in (settings.CPD_VAULT, settings.CPD_FILES):
        if Path(folder).resolve() in (place, vault_place, *place.parents, *vault_place.parents):
            raise BackupRefused(f"A backup cannot lie inside {folder}, which it backs up.")


def _begin(place: Path, name: str) -> Path:
    folder = place / (name + UNFINISHED)
    if (place / name).exists():
        raise BackupRefused(f"{place / name} is there already: wait a second and try again.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def _finish(folder: Path, manifest: Manifest) -> Path:
    manifest.write(folder)
    return folder.rename(folder.with_name(folder.name.removesuffix(UNFINISHED)))


def _pack(source: Path, archive: Path, instead: dict[Path, bytes | None] | None = None) -> Path:
    """The folder as a tar, with other content for some of its files. It is encrypted already, so not compressed."""
    with tarfile.open(archive, "w") as tar:
        for path in sorted(source.rglob("*")):
            if not path.is_file() or path.name.endswith(".part"):
                continue
            # A file may be destroyed while this runs.
            with contextlib.suppress(FileNotFoundError):
                member = tar.gettarinfo(path, path.relative_to(source))
                with path.open("rb") as file:
                    if path not in (instead or {}):
                        tar.addfile(member, file)
                    elif (content := instead[path]) is not None:
                        member.size = len(content)
                        tar.addfile(member, io.BytesIO(content))
    return archive


def _unsafe_members(archive: Path) -> list[str]:
    try:
        with tarfile.open(archive) as tar:
            return [f"{archive.name} holds {member.name}, which is no file." for member in tar if not member.isfile()]
    except tarfile.TarError:
        return [f"{archive.name} cannot be read."]
