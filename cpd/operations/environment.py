"""What is put into the environment before Django reads its settings: the file .env, and the embedded default's secret."""

import os
import secrets
from pathlib import Path

import environ

SECRET_KEY_FILE = "secret_key"  # noqa: S105
BASE_DIR = Path(__file__).resolve().parent.parent.parent


def complete() -> None:
    """Read .env, which never overrules the environment; give an embedded installation its address and secret key."""
    file = Path(os.environ.get("CPD_ENV_FILE") or BASE_DIR / ".env")
    if file.is_file():
        environ.Env.read_env(file)
    # A line of .env without a value means that the default holds.
    for name in [name for name, value in os.environ.items() if name.startswith("CPD_") and not value]:
        del os.environ[name]
    if not is_embedded():
        return
    # Whatever this installation writes on its own machine is for its own user.
    os.umask(0o077)
    os.environ.setdefault("CPD_BASE_URL", f"http://localhost:{os.environ.get('PORT') or 8000}")
    if not os.environ.get("CPD_SECRET_KEY"):
        os.environ["CPD_SECRET_KEY"] = secret_key(vault())


def is_embedded() -> bool:
    """Whether this is one machine with SQLite, which makes its own secrets; settings.py reads the same two values."""
    env = environ.Env()
    return env.bool("CPD_EMBEDDED", not env.str("CPD_DATABASE_URL", ""))


def vault() -> Path:
    """Where the keys are, apart from the database."""
    data = Path(os.environ.get("CPD_VAR") or BASE_DIR / "var")
    return Path(os.environ.get("CPD_VAULT") or data / "vault")


def secret_key(folder: Path) -> str:
    """The key that signs sessions: made once, readable by this user only, kept in the vault."""
    path = folder / SECRET_KEY_FILE
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
