#!/bin/sh
# Makes .venv with exactly the packages of a requirements file: `install.sh requirements.txt`.
# A second run with the same file does nothing; the development file contains all of the other.
set -eu
requirements=$1
stamp=.venv/installed-$(cksum < "$requirements" | tr ' ' '-')
[ -e "$stamp" ] && [ -x .venv/bin/python ] && exit 0

if ! [ -x .venv/bin/python ] || ! .venv/bin/python -c 'import pip' 2>/dev/null; then
    python=$(sh cpd/operations/find-python.sh)
    echo "Making .venv with $("$python" --version) ..."
    rm -rf .venv
    "$python" -m venv .venv
fi
echo "Installing the packages of $requirements (once) ..."
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r "$requirements"
rm -f .venv/installed-*
touch "$stamp"
# The development packages include those of production, so both count as installed.
[ "$requirements" = requirements-dev.txt ] && touch ".venv/installed-$(cksum < requirements.txt | tr ' ' '-')"
exit 0
