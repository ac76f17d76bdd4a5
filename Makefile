# Everything here needs only python3 >= 3.11 (with venv) and make; packages go into .venv.
#   make demo   crawl a bundled little news world into data/demo.db and show what was archived
#   make test   format, lint, types, import layers, tests
# The versions in constraints.txt are those the tests ran with.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test check lock clean

demo: .venv/demo.stamp
	$(BIN)/newsarchive demo

test: check
	$(BIN)/python -m pytest -n auto --dist worksteal

check: .venv/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

# Rewrites constraints.txt from what is installed, after an upgrade that the tests passed.
lock: .venv/test.stamp
	$(BIN)/python -m pip freeze --exclude-editable | sed '/^-e /d;/ @ /d' > constraints.txt

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "newsarchive needs Python 3.11 or newer; $$($(PYTHON) --version) is too old." \
	       "Name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "Python's venv module is missing; on Debian: apt install python3-venv" >&2; exit 1; }

.venv/demo.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) -e .
	@touch $@

.venv/test.stamp: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) -e ".[test]"
	@touch $@ .venv/demo.stamp
