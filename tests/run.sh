#!/bin/sh
# Everything `make test` runs, in order; the first failure ends it. `run.sh lint` is the first step alone.
# CPD_TEST_STRICT=1 makes every skip a failure, as .ci/run wants it.
set -eu
bin=.venv/bin
CPD_TEST_SKIPS=$(mktemp)
export CPD_TEST_SKIPS
# Compiled tests are kept for the runs that follow, whatever the caller prefers.
unset PYTHONDONTWRITEBYTECODE
trap 'rm -f "$CPD_TEST_SKIPS"' EXIT

begun=$(date +%s)
say() { printf '\n== %s (after %s s)\n' "$1" "$(($(date +%s) - begun))"; }

tests() { "$bin/python" -m pytest -q "$@"; }

say "lint and import contracts"
"$bin/ruff" check .
"$bin/ruff" format --check .
"$bin/lint-imports" --no-cache --no-logo
[ "${1:-}" = lint ] && exit 0

say "migrations"
"$bin/python" manage.py makemigrations --check --dry-run --settings tests.settings

say "unit and journey tests on SQLite"
tests -n 2 -m "not browser and not chaos and not operations"

say "on PostgreSQL whatever a database could answer differently"
if "$bin/python" -m tests.servers; then
    # Here the tables come from the migrations themselves; on SQLite from the models, which is 8 s quicker.
    CPD_TEST_DATABASE=postgresql tests --migrations -n 2 -m "not once and not browser and not chaos and not operations"
else
    echo "no PostgreSQL (apt-get install postgresql)" | tee -a "$CPD_TEST_SKIPS"
    [ "${CPD_TEST_STRICT:-}" != 1 ]
fi

say "browser"
tests -m browser

# They wait more than they work. A file stays with one process, since its installation is made once.
say "servers that are killed, backups, and the two commands themselves"
tests -n 2 --dist loadfile -m "chaos or operations"

say "done"
if [ -s "$CPD_TEST_SKIPS" ]; then
    echo "All passed; skipped: $(sort -u "$CPD_TEST_SKIPS" | paste -sd ';' - | sed 's/;/; /g')"
else
    echo "All passed; nothing was skipped."
fi
