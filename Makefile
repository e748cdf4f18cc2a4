# One door to everything: `make` prints this help.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8765
PIP_COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --no-header --allow-unsafe

.PHONY: help serve test check setup extension train evaluate docs goldens bench tell format lint types lock screenshots clean

help: ## Show the available commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: .venv/serve.stamp extension ## Install, prepare the model and the extension, start Tellcheck
	$(BIN)/tellcheck model check --or-train
	$(BIN)/tellcheck serve --port $(PORT)

test: setup extension ## Install what the tests need, browsers too, and run every test
	tests/install-browsers.sh
	$(MAKE) --no-print-directory lint types docs-fresh
	npm --prefix extension run --silent test
	$(BIN)/pytest

check: setup ## The quick loop: lint, types, import contract, unit tests, docs fresh
	$(MAKE) --no-print-directory lint types docs-fresh
	npm --prefix extension run --silent test
	$(BIN)/pytest -q -m "not browser and not slow"

setup: .venv/test.stamp extension/node_modules/.stamp ## Install the locked packages, those for tests included

.venv/serve.stamp: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/test.stamp: .venv/serve.stamp requirements-dev.lock
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

extension/node_modules/.stamp: extension/package-lock.json
	npm ci --prefix extension --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

extension: extension/node_modules/.stamp ## Build the unpacked extension into extension/dist
	npm --prefix extension run --silent build

train: .venv/serve.stamp ## Train the bundle from training_data/
	$(BIN)/tellcheck train

evaluate: .venv/serve.stamp ## Measure the model on held-out authors
	$(BIN)/tellcheck evaluate

docs: setup ## Write every generated page and table anew
	$(BIN)/python -m tellcheck_model.docs
	$(BIN)/cog -r -I docs @docs/generated.txt

docs-fresh: setup
	$(BIN)/python -m tellcheck_model.docs --check
	$(BIN)/cog --check -I docs @docs/generated.txt

tell: ## Start a new tell: make tell id=name_of_the_fault
	@test -n "$(id)" || { echo "Say which: make tell id=name_of_the_fault"; exit 2; }
	@test ! -e training_data/tells/$(id).toml || { echo "training_data/tells/$(id).toml is there already"; exit 2; }
	cp training_data/tells/_template.toml training_data/tells/$(id).toml
	@echo "Fill in training_data/tells/$(id).toml, then: make train docs check"

goldens: setup ## Rewrite the golden reviews; read the difference before committing
	TELLCHECK_REWRITE_GOLDENS=1 $(BIN)/pytest -q tests/model/test_goldens.py

bench: setup ## Time a review beside its budget
	$(BIN)/python benchmarks/review.py --json docs/figures/speed.json

screenshots: setup extension ## Take the pictures of the README anew
	tests/install-browsers.sh
	$(BIN)/python docs/screenshots.py

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup
	$(BIN)/mypy
	npm --prefix extension run --silent types

format: setup ## Format the Python code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: setup ## Lock the newest allowed versions of the Python packages
	$(PIP_COMPILE) --upgrade --extra build -o requirements.lock pyproject.toml
	$(PIP_COMPILE) --extra build --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean: ## Remove what was installed and built
	rm -rf .venv extension/node_modules extension/dist
