#!/bin/sh
# Prints the path of a Python 3.12, 3.13 or 3.14 that really runs, or says in one sentence what to install.
# Every candidate is run, because a version manager's shims may exist and still fail.
probe='import sys, venv, ensurepip, ssl, sqlite3
ok = (3, 12) <= sys.version_info[:2] < (3, 15) and sqlite3.sqlite_version_info >= (3, 37)
print(sys.executable) if ok else sys.exit(1)'

try() {
    for candidate in "$@"; do
        [ -n "$candidate" ] || continue
        path=$(command -v "$candidate" 2>/dev/null) || continue
        found=$("$path" -c "$probe" 2>/dev/null) && [ -n "$found" ] && { echo "$found"; exit 0; }
    done
}

versions="${PYENV_ROOT:-$HOME/.pyenv}/versions"
fetched="$HOME/.local/share/uv/python"
try "$PYTHON" python3.13 python3.14 python3.12 python3 python \
    "$versions"/3.13.*/bin/python3 "$versions"/3.14.*/bin/python3 "$versions"/3.12.*/bin/python3 \
    "$fetched"/cpython-3.13*/bin/python3 "$fetched"/cpython-3.14*/bin/python3 "$fetched"/cpython-3.12*/bin/python3

# Last resort: any Python 3 can install the package uv, and uv can fetch a Python.
uv=$(command -v uv 2>/dev/null)
if [ -z "$uv" ]; then
    scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT
    python3 -m venv "$scratch" >/dev/null 2>&1 && "$scratch/bin/pip" install -q uv >/dev/null 2>&1 && uv="$scratch/bin/uv"
fi
if [ -n "$uv" ]; then
    "$uv" python install -q 3.13 >/dev/null 2>&1
    try "$("$uv" python find -q --managed-python 3.13 2>/dev/null)"
fi
echo "This needs Python 3.12, 3.13 or 3.14: install one (on Debian: apt-get install python3 python3-venv), or say where it is with PYTHON=/path/to/python3." >&2
exit 1
