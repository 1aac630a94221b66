# Needs Python >= 3.11 and pip. Everything is installed into .venv, once; a change of pyproject.toml installs anew.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test nightly check setup lint types layers banks bench readme clean

demo: $(READY)
	$(BIN)/mvcalc diff 'x^2 sin(3x)' --steps --at x=1 --screen

test: $(READY)
	$(BIN)/python -m pytest

# The proofs that take long, which `make test` leaves out.
nightly: $(READY)
	$(BIN)/python -m pytest -m nightly

check: lint types layers test banks

setup: $(READY)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

# Every question of the course over 50 variants: that it can be asked, that its answer is right and its mistakes wrong,
# and that every answer in its tests gets the verdict it must get.
banks: $(READY)
	$(BIN)/mvcalc quiz lint quizzes/*.yaml --seeds 50
	$(BIN)/mvcalc quiz test quizzes/*.yaml --seeds 50 --quiet

bench: $(READY)
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/batch.py

readme: $(READY)
	$(BIN)/python -m tests.transcripts

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mvcalc needs Python 3.11 or later, this is " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)
