# newsdesk: everything a developer types. `make demo` and `make test` work on a fresh machine with Python 3.11.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
QUESTION ?= what did Putin say about meeting Zelensky?
DEMO = $(if $(NO_COLOR),,FORCE_COLOR=1 )$(BIN)/newsdesk --database .venv/demo.db

.PHONY: demo picture test semantic check mutations pages engines lock clean

demo: .venv/ready ## ask the dispatches in seeds/ the mission's question: on the command line, then in the terminal's Discord
	@rm -f .venv/demo.db*
	@echo '$$ newsdesk add seeds' && $(DEMO) add seeds | tail -1
	@echo && echo '$$ newsdesk ask "$(QUESTION)"' && echo && $(DEMO) ask "$(QUESTION)" --limit 3
	@echo && echo '$$ newsdesk chat --question "$(QUESTION)"' && echo && $(DEMO) chat --question "$(QUESTION)"

picture: .venv/ready ## make docs/chat.svg anew: the chat as it looks
	@$(BIN)/newsdesk chat --seeds --question "$(QUESTION)" --screenshot docs/chat.svg

test: check semantic ## everything: style, types, layers, and all tests
	@$(BIN)/pytest

semantic: .venv/semantic ## the extra newsdesk[semantic], and what its tests need

check: .venv/ready ## style, types and layers
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >.venv/layers.txt || { cat .venv/layers.txt; exit 1; }

mutations: .venv/ready ## break the bot on purpose in many small ways, and show which test notices each
	@$(BIN)/python benchmarks/mutations.py

pages: .venv/ready ## read pages in the manner of many outlets, beside trafilatura and newspaper4k
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r benchmarks/requirements-pages.txt
	@$(BIN)/python benchmarks/read_pages.py

engines: .venv/ready ## measure the engine beside its peers, and write docs/speed.md
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r benchmarks/requirements-engines.txt
	@$(BIN)/python -m benchmarks.engines --write

lock: .venv/ready ## pin all dependencies anew, with hashes
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --upgrade --output-file requirements.lock --quiet
	@$(BIN)/uv pip compile pyproject.toml --extra semantic --group semantic --constraint requirements.lock --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --upgrade \
	  --output-file requirements-semantic.lock --quiet
	@$(BIN)/uv pip compile pyproject.toml --extra fast --constraint requirements.lock --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --upgrade --output-file requirements-fast.lock --quiet

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsdesk needs Python 3.11 or newer: make PYTHON=python3.11")'
	@echo "Setting up .venv (once) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch .venv/ready

.venv/semantic: .venv/ready requirements-semantic.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-semantic.lock
	@touch .venv/semantic

clean: ## remove what make made
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
