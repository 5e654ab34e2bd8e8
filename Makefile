# make run, make test, make check: each makes the environment first, if it must.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

# Branch by branch, these are proved by their own tests on a tiny questionnaire.
CORE := fitcheck/rubric/*,fitcheck/proof/*
CORE_TESTS := $(addprefix tests/test_,path.py groups.py scoring.py cases.py changes.py \
	therapist_questions.py proof.py fairness.py)

.PHONY: run test thorough browser check bench bench-batch lint types coverage proof pencil \
	mutations kills faults fuzz roundtrips sheets duckdb-floor interop spark help-lines \
	pictures screens golden net release clean

run: $(VENV)/.run
	@$(BIN)/fitcheck $(ARGS)

# Whatever is said elsewhere, Python keeps what it compiled of the tests: else each of
# the processes that run them would compile all of it, every time.
test thorough coverage: export PYTHONDONTWRITEBYTECODE =

test: $(VENV)/.dev
	$(BIN)/python -m pytest -q -m 'not browser' -n 3 --dist worksteal

# Long proofs, of which the tests take a sample (tests/sampling.py): every digit of a
# report changed, more rules changed, whole files given to the fuzzer's readers. Minutes.
thorough: $(VENV)/.dev
	THOROUGH=1 $(BIN)/python -m pytest -q --timeout 600 -n 2 --dist worksteal \
		$(shell grep -ls 'from sampling' tests/test_*.py)

# The HTML page in a real browser; skipped by name where there is none.
browser: $(VENV)/.dev
	$(BIN)/python -m pytest -q -m browser -n 2 --dist worksteal

# What CI runs.
check: lint types test browser coverage proof

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

coverage: $(VENV)/.dev
	$(BIN)/python -m pytest -q --cov --cov-report= $(CORE_TESTS)
	$(BIN)/python -m coverage report --fail-under=100 --skip-covered \
		--include='$(CORE)'

# The second, independent rubric on 10,000 random sheets, each of them asked what would
# change it: takes minutes.
pencil: $(VENV)/.dev
	PENCIL_SHEETS=10000 $(BIN)/python -m pytest -q --timeout 3600 tests/test_pencil.py

# 20,000 good and 3,000 spoiled sheets of each of two questionnaires, in `batch` and one
# by one: takes minutes.
sheets: $(VENV)/.dev
	BATCH_SHEETS=20000 $(BIN)/python -m pytest -q tests/test_batch.py -k every_row

# Many sheets on the oldest DuckDB that we say we work with; `test` runs the newest.
duckdb-floor: $(VENV)/.dev
	@set -e; place=$$(mktemp -d); trap 'rm -rf "$$place"' EXIT; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
			--target $$place duckdb==1.3.0; \
		PYTHONPATH=$$place $(BIN)/python -m pytest -q -n 2 tests/test_batch.py

# Our FHIR form in engines of others, from npm; then the rubric on Spark. By hand, before
# a release; ARGS="--sheets 50" is quicker.
interop: $(VENV)/.dev
	@$(BIN)/python scripts/interop/check.py $(ARGS)
	@$(BIN)/python scripts/interop/spark.py

# The ten lines of docs/many-sheets.md on Spark in local mode, held against DuckDB.
spark: $(VENV)/.dev
	@$(BIN)/python scripts/interop/spark.py $(ARGS)

# How fast many sheets are scored, and in how much memory; ARGS="--rows 20000000" too.
bench-batch: $(VENV)/.dev
	@$(BIN)/python benchmarks/batch.py $(ARGS)

# Real files broken in many ways, on both readers; ARGS="--inputs 200000" takes long.
fuzz: $(VENV)/.dev
	@$(BIN)/python scripts/fuzz.py $(ARGS)

# With the reading grades: without textstat article 10 could not be measured.
proof: $(VENV)/.dev
	@$(BIN)/python -c 'import textstat'
	$(BIN)/fitcheck check

# Every rule changed once; each change has to come to light. Takes a minute.
mutations: $(VENV)/.dev
	@$(BIN)/python scripts/mutations.py

# How fast it starts, against floors in the same run; ARGS=--write keeps the table.
bench: $(VENV)/.dev
	@$(BIN)/python benchmarks/start.py $(ARGS)

# Walks killed at random moments, with the answers that are lost; ARGS="--kills 500".
kills: $(VENV)/.dev
	@$(BIN)/python benchmarks/kills.py $(ARGS)

# Every file operation of a walk failed, in every way out; ARGS="--sample 0.1" is quicker.
faults: $(VENV)/.dev
	@$(BIN)/python benchmarks/faults.py $(ARGS)

# Reports sent through other people's tools and verified; ARGS="--reports 40".
roundtrips: $(VENV)/.dev
	@$(BIN)/python benchmarks/roundtrips.py $(ARGS)

# A file made from the content and kept in the package; a test proves it current.
help-lines: $(VENV)/.dev
	$(BIN)/python scripts/make_help_lines.py

# The pictures of the README, drawn by the program; a test proves them current.
pictures: $(VENV)/.dev
	$(BIN)/python scripts/make_pictures.py

# Every screen in many windows and colours, to be looked at: sheets in build/screens.
screens: $(VENV)/.dev
	$(BIN)/python scripts/make_screens.py

# The documents as they are written now, kept: a change of them is read in the diff.
golden: $(VENV)/.dev
	@$(BIN)/python scripts/golden.py

# The facts of many reports, kept: written anew after a change of the rules, and told.
net: $(VENV)/.dev
	@$(BIN)/python scripts/net.py

# Wheel, sdist, their checksums and the notes, in dist/; then the wheel is installed and
# tried in a place of its own. A line of CHANGELOG.md names the version: else it stops.
release: $(VENV)/.dev
	@rm -rf dist && mkdir dist
	@awk '/^## /{n++} n==1' CHANGELOG.md > dist/RELEASE_NOTES.md
	@grep -q "^## $$($(BIN)/fitcheck --version | cut -d' ' -f2) " dist/RELEASE_NOTES.md
	@PIP_CONSTRAINT=$(CURDIR)/constraints.txt $(BIN)/python -m build
	@cd dist && sha256sum *.whl *.tar.gz > SHA256SUMS
	@set -e; place=$$(mktemp -d); trap 'rm -rf "$$place"' EXIT; \
		$(PYTHON) -m venv $$place/venv; \
		$$place/venv/bin/python -m pip install --quiet --disable-pip-version-check \
			--constraint constraints.txt dist/*.whl; \
		cd $$place; export PATH=$$place/venv/bin:$$PATH; \
		fitcheck --version; \
		fitcheck score nadia-same-ending -o report.html -o report.json; \
		fitcheck verify report.json >/dev/null; \
		fitcheck help-now GB >/dev/null
	@ls dist

INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--constraint constraints.txt --editable

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "fitcheck needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Making the environment in $(VENV). This takes a minute, once." >&2
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/.made
	@$(INSTALL) .
	@touch $@

# Of the last package only a file is wanted: axe-core, which tests run in a page. What
# it needs itself, a driver for browsers, is large, and ours is tests/browser.py.
$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/.made
	@$(INSTALL) '.[dev]'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt --no-deps axe-playwright-python
	@touch $(VENV)/.run $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
