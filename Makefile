# Each word does what it says; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
TESTED := $(VENV)/ready-to-test
# What running needs besides, by what the environment or .env names. Tests need all of it, and their tools.
setting = $(or $($(1)),$(shell sed -n 's/^ *$(1) *= *//p' .env 2>/dev/null | tr -d "\"' "))
MODEL := $(or $(call setting,PASSEUR_MODEL),none)
EXTRAS := $(if $(findstring postgres,$(call setting,DATABASE_URL)),postgres) $(if $(filter auto,$(MODEL)),meaning,$(if $(filter-out none,$(MODEL)),semantic))
ALL := dev mcp postgres meaning semantic spelling studio
# A Python that is named, and is not the one that .venv was made with, makes it anew; so does an extra that it lacks.
NAMED := $(if $(filter command environment,$(firstword $(origin PYTHON))),$(PYTHON))
lacking = $(if $(filter-out $(shell cat $(1) 2>/dev/null),$(2)),anew)

.PHONY: help anew run test fuzz check format evaluate audit bench bench-search mutate clean

help: ## list these words
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(READY): pyproject.toml constraints.txt $(call lacking,$(READY),$(NAMED) $(EXTRAS))
	@$(PYTHON) .ci/install.py $(VENV) $(EXTRAS)
	@echo $(PYTHON) $(EXTRAS) >$@

$(TESTED): pyproject.toml constraints.txt $(call lacking,$(TESTED),$(NAMED) $(ALL))
	@$(PYTHON) .ci/install.py $(VENV) $(ALL)
	@echo $(PYTHON) $(ALL) | tee $@ >$(READY)

run: $(READY) ## start the bot: in Slack with tokens, else in a Slack of its own on this machine
	@$(BIN)/passeur run || [ $$? -eq 130 ]

test: $(TESTED) ## run the whole suite
	$(BIN)/python -m pytest -n auto --dist worksteal

fuzz: $(TESTED) ## throw odd bytes and payloads at all that reads from outside, for minutes: make fuzz TRIES=20000
	PASSEUR_FUZZ=$(or $(TRIES),5000) $(BIN)/python -m pytest -q tests/fuzz

check: $(TESTED) ## lint, types, import contracts, and the knowledge
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/passeur check

format: $(TESTED) ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

evaluate: $(READY) ## how often the bot is right on the questions and conversations held out
	$(BIN)/passeur evaluate tests/questions/held-out/*.yaml
	$(BIN)/python -m benchmarks.conversations tests/conversations/held-out/*.yaml

bench: $(TESTED) ## answers a second, delays and processor time in Slack, beside a bare slack-bolt bot
	$(BIN)/python -m benchmarks.answers

bench-search: $(TESTED) ## compare the matcher with its peers: make bench-search DATA=DIR
	@$(PYTHON) .ci/install.py $(VENV) $(ALL) bench
	$(BIN)/python -m benchmarks.search $(DATA)

audit: $(TESTED) ## list what Passeur runs with (SBOM, CycloneDX), and look for known holes in it
	@$(PYTHON) .ci/install.py $(VENV) $(ALL) audit
	@$(BIN)/python .ci/audit.py .cache/audit

mutate: $(TESTED) ## see which small changes of a room its tests let pass: make mutate ROOM=bot/delivery/retry.py
	@$(PYTHON) .ci/install.py $(VENV) $(ALL) mutate
	$(BIN)/python .ci/mutate.py $(ROOM)

clean: ## remove what the words above made
	rm -rf $(VENV) .cache .local .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
