# Two commands matter: `make run` shows the platform, `make test` proves it. `make help` lists the rest.
PORT ?= 8000
HOST ?= 127.0.0.1
export PORT HOST

python = .venv/bin/python
lock = .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header -q

.PHONY: help run serve install install-dev test lint format bench screenshots lock clean

help:
	@echo "make run      the platform with demonstration people, on http://localhost:$(PORT)"
	@echo "make serve    the platform for real use on this machine; see docs/running.md"
	@echo "make test     every check and test"
	@echo "make lint     style and import contracts only;  make format  writes the style"
	@echo "make bench    full-size measurements, written to var/bench.json"
	@echo "make screenshots  draws the pictures of the README anew"
	@echo "make lock     pins the packages of pyproject.toml anew"
	@echo "make clean    removes .venv and caches; var/ (the data) stays"

run: install
	@CPD_DEMO=1 exec $(python) manage.py up --stop-with-parent

serve: install
	@exec $(python) manage.py up --stop-with-parent

install:
	@sh cpd/operations/install.sh requirements.txt

install-dev:
	@sh cpd/operations/install.sh requirements-dev.txt

test: install-dev
	@exec sh tests/run.sh

lint: install-dev
	@sh tests/run.sh lint

format: install-dev
	@.venv/bin/ruff check -q --fix-only . ; .venv/bin/ruff format -q .

bench: install-dev
	@exec $(python) -m tests.bench.run

screenshots: install-dev
	@exec $(python) -m tests.screenshots

lock: install-dev
	@$(lock) --group dev -o requirements-dev.txt
	@$(lock) -c requirements-dev.txt -o requirements.txt

clean:
	@rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
