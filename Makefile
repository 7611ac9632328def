# Each word does what it says; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# A Python that is named, and is not the one that .venv was made with, makes it anew.
NAMED := $(if $(filter command environment,$(firstword $(origin PYTHON))),$(PYTHON))

.PHONY: help run test check format evaluate bench-search clean

help: ## list these words
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

ifneq ($(NAMED),)
ifneq ($(NAMED),$(shell cat $(READY) 2>/dev/null))
.PHONY: $(READY)
endif
endif

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Passeur needs Python 3.11 or newer; name one: make PYTHON=python3.12 run")'
	@echo "Installing into $(VENV): about a minute…"
	$(PYTHON) -m venv $(if $(NAMED),--clear) $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,postgres,semantic]'
	@echo $(PYTHON) >$@

run: $(READY) ## start the bot: in Slack with tokens, else in a Slack of its own on this machine
	@$(BIN)/passeur run || [ $$? -eq 130 ]

test: $(READY) ## run the whole suite
	$(BIN)/python -m pytest

check: $(READY) ## lint, types, import contracts, and the knowledge
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/passeur check

format: $(READY) ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

evaluate: $(READY) ## how often the bot is right on the questions held out
	$(BIN)/passeur evaluate tests/questions/held-out/*.yaml

bench-search: $(READY) ## compare the matcher with its peers: make bench-search DATA=DIR
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,postgres,semantic,bench]'
	$(BIN)/python -m benchmarks.search $(DATA)

clean: ## remove what the words above made
	rm -rf $(VENV) .cache .local .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
