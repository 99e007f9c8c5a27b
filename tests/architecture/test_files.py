"""What every tracked file of the project keeps to."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HOSTS = re.compile(r"p[y]pi\.|p[y]thonhosted\.|n[p]mjs\.|d[e]bian\.org|d[o]cker\.io|g[h]cr\.")
PLACES = re.compile(r"(?<![\w.~])/(?:work|root)/\w")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", re.I
)
TEXTS = {".py", ".toml", ".txt", ".yml", ".yaml", ".md", ".html", ".css", ".js", ".sh", ".svg", ".example", ""}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = listed.stdout.splitlines() or [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")]
    paths = [ROOT / name for name in names if Path(name).suffix in TEXTS]
    # This file has to name what it looks for.
    return [path for path in paths if path.is_file() and path != Path(__file__)]


def modules() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]


def templates() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".html" and "templates" in path.parts]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_names_a_registry_or_a_place_on_this_machine():
    found = []
    for path in tracked():
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if HOSTS.search(line) or PLACES.search(line):
                found.append(f"{name(path)}:{number}: {line.strip()[:100]}")

    assert found == []


def test_every_module_says_in_its_first_line_what_it_holds():
    silent = [
        name(path)
        for path in modules()
        if not path.name.startswith("test_")
        and path.read_text().strip()
        and not (ast.get_docstring(ast.parse(path.read_text())) or "").strip()
    ]

    assert silent == []


@pytest.mark.parametrize("path", templates(), ids=name)
def test_a_template_has_nothing_inline(path):
    assert INLINE.findall(path.read_text()) == []


def test_nothing_is_unfinished():
    words = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
    found = [name(path) for path in modules() + templates() if words.search(path.read_text())]

    assert found == []


def test_no_job_waits_in_the_broker():
    # A countdown longer than the visibility timeout runs twice; due_at in the database does not.
    waits = re.compile(r"\b(?:countdown|eta)=")
    ours = [path for path in modules() if path.is_relative_to(ROOT / "cpd") or "tasks" in path.name]

    assert [name(path) for path in ours if waits.search(path.read_text())] == []
