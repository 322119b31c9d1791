# Everything needs only python3 (3.11 or newer), git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup demo test check lint types format docs lock schemas fuzz wheel audit sbom clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("hrsi needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: $(READY)
	@sh examples/demo.sh $(BIN)/hrsi

test: $(READY)
	$(BIN)/python -m pytest -n 2

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY)
	$(BIN)/mypy

check: lint types test

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(READY)
	$(BIN)/python tools/write_docs.py

lock:
	uv pip compile --universal --python-version 3.11 --extra dev --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements.lock pyproject.toml

schemas: $(READY)
	@for name in $$($(BIN)/hrsi schema --list); do $(BIN)/hrsi schema "$$name" --output "schema/$$name.schema.json" || exit 1; done

# COUNT=1000000 is a night; a failing input is printed, and belongs into tests/hostile/make_corpus.py
COUNT ?= 20000
SEED ?= 1
fuzz: $(READY)
	$(BIN)/python -m pytest tests/fuzz
	$(BIN)/python tests/fuzz/mutate.py --count $(COUNT) --seed $(SEED)

# built twice; the date of the last commit stands for the time of building
wheel: $(READY)
	rm -rf build/first build/second
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation --wheel --outdir build/first .
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation --wheel --outdir build/second .
	$(PYTHON) -c 'import hashlib, sys; [print(hashlib.sha256(open(name, "rb").read()).hexdigest(), name) for name in sys.argv[1:]]' build/first/*.whl build/second/*.whl
	cmp build/first/*.whl build/second/*.whl
	mkdir -p dist
	cp build/first/*.whl dist/

# needs the network: without advisories for every package it fails
audit:
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.9,<3'
	mkdir -p dist
	build/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.lock --format json --output dist/audit.json
	$(PYTHON) tools/check_audit.py dist/audit.json

# the tool lives in an environment of its own, thrown away with build/
sbom:
	$(PYTHON) -m venv build/sbom
	build/sbom/bin/python -m pip install --quiet --disable-pip-version-check 'cyclonedx-bom>=7.5,<8'
	mkdir -p dist
	build/sbom/bin/cyclonedx-py requirements requirements.lock --output-reproducible --output-format JSON -o dist/sbom.json
	$(PYTHON) tools/check_sbom.py dist/sbom.json

clean:
	rm -rf $(VENV) dist build src/hrsi_cli/_compiled .pytest_cache .mypy_cache .ruff_cache .hypothesis
