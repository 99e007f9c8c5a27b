"""Programs of others, as the tests call them; a test that lacks one is skipped with the name of its package."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cpd.credentials import contexts

NPM = Path(__file__).parent / "npm"
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "ob_v3p0_achievementcredential_schema.json").read_text())
BIN = Path(sys.executable).parent
PACKAGES = {"qpdf": "qpdf", "pdfsig": "poppler-utils", "openssl": "openssl", "certutil": "libnss3-tools"}

needs_programs = pytest.mark.skipif(
    not all(map(shutil.which, PACKAGES)),
    reason=f"not all of {', '.join(PACKAGES)} (apt-get install {' '.join(sorted(set(PACKAGES.values())))})",
)
needs_node = pytest.mark.skipif(
    not (NPM / "node_modules").is_dir(), reason="no judges in JavaScript (sh tests/outside/install.sh)"
)


def run(*command: Any, stdin: bytes = b"") -> subprocess.CompletedProcess:
    return subprocess.run([*map(str, command)], input=stdin, capture_output=True, check=False)


def say(*command: Any, stdin: bytes = b"") -> str:
    """What a program that must succeed says."""
    done = run(*command, stdin=stdin)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return done.stdout.decode()


def ask_node(task: str, **question: Any) -> dict:
    """The answer of a judge in JavaScript."""
    node = BIN / "node" if (BIN / "node").exists() else "node"
    data = json.dumps({"task": task} | question).encode()
    return json.loads(say(node, NPM / "judge.js", stdin=data))


def documents(did: dict, *more: dict) -> dict[str, Any]:
    """Everything that a judge may load: our contexts, our DID document and each key of it, and what else is given."""
    known = {address: contexts.load(address)["document"] for address in contexts.PINNED}
    known |= {document["id"]: document for document in (did, *more)}
    for method in did["verificationMethod"]:
        known[method["id"]] = {"@context": contexts.MULTIKEY} | method
    return known
