# Every target does its own set-up: `make run` and `make test` work on a fresh clone with Python 3.11 or later.
# PYTHON=python3.12 chooses the interpreter that makes .venv; WAREHOUSE=DIR says where `make run` loads to.

PYTHON ?= $(firstword $(foreach p,python3.14 python3.13 python3.12 python3.11 python3 python,\
            $(shell $(p) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
VENV := .venv
BIN := $(VENV)/bin
VENV_15 := .venv-duckdb-1.5
READY := $(VENV)/ready
WAREHOUSE ?= warehouse
TEST_WORKERS ?= auto
SAMPLES := seeds/articles
METADATA := seeds/articles.metadata.csv

.DEFAULT_GOAL := help
.PHONY: help run test faults lint format docs contract-version duckdb-1.5 bench wheel-check clean

help: ## what each target does
	@awk -F ':.*## ' '/^[a-z0-9.-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or later with venv was found; install one, or name it: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	@test -x $(BIN)/python || { echo "Making $(VENV) with $(PYTHON)" >&2; $(PYTHON) -m venv $(VENV); }
	@echo "Installing q7x2-etl and its tools into $(VENV) (a minute or two, once)" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

run: $(READY) ## load the sample articles into warehouse/, show the incidents and the SQL to try next
	@$(BIN)/q7x2-etl load $(SAMPLES) --metadata $(METADATA) --warehouse $(WAREHOUSE)
	@echo
	@$(BIN)/q7x2-etl sql - --warehouse $(WAREHOUSE) < docs/examples/incidents.sql
	@echo
	@echo 'SQL to try next, each with: $(BIN)/q7x2-etl sql "..." --warehouse $(WAREHOUSE)'
	@echo
	@cat docs/examples/next.sql

test: $(READY) ## run the tests, a process a core (TEST_WORKERS=1: one after the other)
	@$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadfile --no-loadscope-reorder

faults: $(READY) ## the long form of the tests that kill, starve and crowd loads (some ten minutes); docs/RELIABILITY.md
	@$(BIN)/python -m pytest -m long -s tests

lint: $(READY) ## ruff, its formatter, and mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

docs: $(READY) ## write again what is generated: docs/CLI.md, docs/data-dictionary.md, the tables of docs/SETTINGS.md, the rows in README.md and docs/COOKBOOK.md
	@$(BIN)/python -m typer q7x2_etl.cli utils docs --name q7x2-etl --title 'The command line' --output docs/CLI.md >/dev/null
	@$(BIN)/python -m q7x2_etl.contract > docs/data-dictionary.md.new && mv docs/data-dictionary.md.new docs/data-dictionary.md
	@$(BIN)/python docs/examples/settings_tables.py
	@$(BIN)/python docs/examples/readme_rows.py
	@$(BIN)/python docs/examples/cookbook_rows.py

contract-version: $(READY) ## record a change of schemas/*.yaml: SAYS="what changes" [FILL="table.column=SQL"] [RENAME="table.column=new"] [DROP=table.column] [AGAIN=1]
	@test -n "$(SAYS)" || { echo 'make: say what changes: make contract-version SAYS="Runs know their host."' >&2; exit 2; }
	@$(BIN)/python -m q7x2_etl.contract.recording "$(SAYS)" $(if $(FILL),--fill "$(FILL)") \
	    $(if $(RENAME),--rename "$(RENAME)") $(if $(DROP),--drop "$(DROP)") $(if $(AGAIN),--again)

duckdb-1.5: $(READY) ## run the tests of the write side on DuckDB 1.5, and let 1.5 and the newest read each other's files
	@test -x $(VENV_15)/bin/python || $(BIN)/python -m venv $(VENV_15)
	@grep -v '^duckdb==' constraints.txt > $(VENV_15)/constraints.txt
	@$(VENV_15)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $(VENV_15)/constraints.txt \
	    --editable '.[dev]' 'duckdb>=1.5,<1.6'
	@Q7X2_OTHER_DUCKDB=$(abspath $(VENV_15))/bin/python $(BIN)/python -m pytest tests/warehouse/test_other_duckdb.py
	@Q7X2_OTHER_DUCKDB=$(abspath $(BIN))/python $(VENV_15)/bin/python -m pytest tests/warehouse tests/pipeline

bench: $(READY) ## time the main paths
	@$(BIN)/python -m benchmarks

wheel-check: $(READY) ## build the sdist and the wheel from it; run the tests against the installed wheel
	@.ci/wheel-check $(BIN)/python

clean: ## remove the virtual environment, caches and builds (never the warehouse)
	rm -rf $(VENV) $(VENV_15) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
