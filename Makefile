# `make` alone lists what there is. Nothing here needs more than Python 3.11, make and git.

# One process more than cores: many tests wait for real servers. The order is that of tests/conftest.py.
export PYTEST_XDIST_AUTO_NUM_WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
PYTEST = .venv/bin/python -m pytest -n auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder
CATALOGUES = $(patsubst %.po,%.mo,$(wildcard src/beffroi/locale/*/LC_MESSAGES/django.po))
# What stands below the Django line knows no database (make contracts), and is not asked twice.
NO_DATABASE = $(addprefix --ignore=tests/,engines connectors sources outbound test_architecture.py \
	test_below_the_line.py test_contracts.py test_docs.py test_translations.py)
UV = .venv/bin/uv -q
INTO = --python .venv/bin/python
LOCK = $(UV) pip compile -p 3.11 --universal --generate-hashes --no-annotate --no-emit-index-url \
	--custom-compile-command "make lock"

# Two stamps: what running takes (half as much to download), and what developing takes on top.
RUN = .venv/.ready-to-run
DEVELOP = .venv/.ready-to-develop

.NOTPARALLEL:
.PHONY: help up test servers test-no-browser test-browser test-postgresql check lint types contracts format translations pictures bench peers fuzz supply lock clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 18

up: $(RUN) $(CATALOGUES) ## start Beffroi; PORT=8700 DATA=folder ARGS="--host 0.0.0.0" are passed on
	@.venv/bin/beffroi up $(if $(PORT),--port "$(PORT)") $(if $(DATA),--data "$(DATA)") $(ARGS)

ifdef ARGS
test: servers
	$(PYTEST) $(ARGS)
else
test: test-no-browser test-browser ## all tests on SQLite; ARGS="tests/ways -k draft" chooses
endif

# What the tests start: a browser, PostgreSQL, NATS, the networks.
servers: $(DEVELOP) $(CATALOGUES)
	@tools/debian-packages
	@.venv/bin/python -m tools.fetch_servers

test-no-browser: servers ## of them, those that open no browser
	$(PYTEST) -m "not e2e"

# A browser beside anything on two cores, a second browser too, is a browser that times out: it comes after, alone, and
# gets a second chance against real servers, told as R in its summary: one that needs it often is a defect.
test-browser: servers ## of them, those in a browser
	.venv/bin/python -m pytest -m e2e --reruns 1 -rR tests/browser

test-postgresql: $(DEVELOP) $(CATALOGUES) ## the tests of the database again, on a PostgreSQL of their own
	@tools/debian-packages
	.venv/bin/python -m tools.on_postgresql $(PYTEST) -m "not e2e and not network" $(NO_DATABASE) $(ARGS)

check: lint types contracts supply test test-postgresql ## everything that must hold before a change is taken

lint: $(DEVELOP) ## format, lint and spelling
	.venv/bin/ruff format --check --quiet
	.venv/bin/ruff check --quiet
	.venv/bin/codespell

types: $(DEVELOP) ## mypy, strict
	BEFFROI_DATA_DIR=.mypy_cache/data .venv/bin/mypy

contracts: $(DEVELOP) ## who may import whom
	.venv/bin/lint-imports

format: $(DEVELOP) ## write the code as `make lint` wants it
	.venv/bin/ruff check --fix --quiet --select I
	.venv/bin/ruff format --quiet

translations: $(DEVELOP) ## gather the sentences to translate into src/beffroi/locale; needs gettext
	.venv/bin/python -m tools.translations

pictures: $(DEVELOP) $(CATALOGUES) ## take the pictures in docs/screens anew; ARGS="-k compose" chooses; needs Chromium
	@tools/debian-packages
	BEFFROI_SCREENSHOTS=1 .venv/bin/python -m pytest tests/browser/test_screenshots.py $(ARGS)

supply: $(DEVELOP) $(CATALOGUES) ## licences, bill of materials, known faults, the wheel; ARGS=--quick leaves out what is slow
	.venv/bin/python -m tools.supply $(ARGS)

bench: $(DEVELOP) $(CATALOGUES) ## measure the real product in a bit more than half an hour, write bench/RESULTS.md; ARGS=--quick only tries
	.venv/bin/python -m bench $(ARGS)

peers: $(DEVELOP) ## install the libraries that make bench compares listening and rankings with
	$(UV) pip install $(INTO) --require-hashes -r requirements-peers.lock

fuzz: $(DEVELOP) $(CATALOGUES) ## random bytes against every parser; ARGS="feeds search --minutes 60" chooses (Linux only)
	$(UV) pip install $(INTO) --require-hashes -r requirements-fuzz.lock
	.venv/bin/python -m tools.fuzz $(if $(ARGS),$(ARGS),all)

lock: .venv/bin/uv ## write the locks after a change in pyproject.toml; ARGS=--upgrade takes what is new
	$(LOCK) pyproject.toml --group dev -o requirements.lock $(ARGS)
	$(LOCK) pyproject.toml --group build -c requirements.lock -o requirements-run.lock $(ARGS)
	$(LOCK) --group peers -o requirements-peers.lock $(ARGS)
	$(LOCK) --group fuzz -c requirements.lock -o requirements-fuzz.lock $(ARGS)
	$(LOCK) --group supply -c requirements.lock -o requirements-supply.lock $(ARGS)

clean: ## remove what make made; your data stays
	rm -rf .venv build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis tests/network/node_modules tests/network/.recordings tests/network/.homeserver
	rm -f src/beffroi/locale/*/LC_MESSAGES/*.mo

$(RUN): requirements-run.lock pyproject.toml | .venv/bin/uv
	@$(UV) pip sync $(INTO) --require-hashes requirements-run.lock
	@$(UV) pip install $(INTO) --no-deps --no-build-isolation --offline -e .
	@rm -f $(DEVELOP) # what was only for developing is gone
	@touch $@

$(DEVELOP): requirements.lock pyproject.toml | .venv/bin/uv
	@$(UV) pip sync $(INTO) --require-hashes requirements.lock
	@$(UV) pip install $(INTO) --no-deps --no-build-isolation --offline -e .
	@touch $(RUN) $@

.venv/bin/uv: tools/new-environment
	@PYTHON=$(PYTHON) tools/new-environment

%.mo: %.po | $(RUN)
	@.venv/bin/pybabel -q compile -i $< -o $@
