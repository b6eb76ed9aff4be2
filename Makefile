# One target per habit; people, hooks and build machines call the same ones. `make` alone lists them.

PYTHON ?= python3
PY := .venv/bin/python
ARGS ?=

# A reader's own module path must not leak into the environment.
unexport PYTHONHOME PYTHONPATH

.DEFAULT_GOAL := help
.PHONY: help env lab test check style bench bundle basemap picture clean-notebooks lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

env: ## make .venv from requirements.lock, or see that it is up to date
	@"$(PYTHON)" -I -c "" 2>/dev/null || { echo "There is no Python 3 called $(PYTHON) here: install 3.11 or newer." >&2; exit 1; }
	@"$(PYTHON)" -I lib/bootstrap.py

lab: env ## open JupyterLab at the first notebook; options: make lab ARGS="--no-browser --port=8899"
	@$(PY) -m hakusho.lab $(ARGS)

test: env ## run everything: style, data, library, browser, notebooks; options for pytest: ARGS="-k reach"
	@$(PY) tests/all.py $(ARGS)

check: env ## check every table in data/
	@$(PY) -m hakusho check $(ARGS)

style: env ## check the style of the code; mend what can be mended: ARGS=--fix
	@$(PY) -m ruff check $(ARGS)

bench: env ## measure against the bounds; prints a table and writes bench/results.json
	@$(PY) -m bench $(ARGS)

bundle: env ## rebuild the Vega bundle that ships with the package
	@$(PY) -m hakusho.bundle $(ARGS)

basemap: env ## cut the base maps in data/geo again: ARGS=path/to/world-atlas/countries-50m.json
	@$(PY) tools/build_basemap.py $(ARGS)

picture: env ## redraw the picture in README.md
	@$(PY) -c "from hakusho.explore import missiles; missiles.reach().save('notebooks/images/missile-explorer.png')"

clean-notebooks: env ## strip outputs, save in cells tagged keep_output
	@$(PY) -m hakusho.nbformat_tools notebooks/*.ipynb

lock: ## rebuild requirements.lock from pyproject.toml; newest versions: ARGS=--upgrade
	@"$(PYTHON)" -I lib/bootstrap.py lock $(ARGS)
