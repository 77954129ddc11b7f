# Thin names for bootstrap.py, which does the work in Python so that Windows has the same commands.
PYTHON ?= python3

.PHONY: run test check bench proofs clean

run:
	@$(PYTHON) bootstrap.py run

test:
	@$(PYTHON) bootstrap.py test

check:
	@$(PYTHON) bootstrap.py check

bench:
	@$(PYTHON) bootstrap.py setup dev && .venv/bin/python -m benchmarks

proofs:
	@$(PYTHON) bootstrap.py setup dev && .venv/bin/python -m proofs

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
