# The house's front door. `make demo` and `make test` need python3 (>= 3.11) and nothing else.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
TOOLS := .venv/.tools-installed
COLLECTED := var/static/.collected
WORKERS ?= 2
# Where this is set, each of the suite's many processes would compile all it imports anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test suite browser install tools serve check pictures bench messages lock format clean

demo: export DEBUG = 1
demo: install
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_demo
	@echo "http://127.0.0.1:$(PORT)/"
	@$(BIN)/uvicorn sdg_platform.asgi:application --host 127.0.0.1 --port $(PORT) --no-proxy-headers --log-level warning

serve: install
	@$(BIN)/python manage.py doctor
	@$(BIN)/uvicorn sdg_platform.asgi:application --host 127.0.0.1 --port $(PORT) --no-proxy-headers --workers $(WORKERS) --no-access-log --log-level warning

install: $(STAMP) $(COLLECTED)
	@DEBUG=1 $(BIN)/python manage.py compile_texts --if-changed

# Hashing and compressing takes seconds, so it is done again only when a file changed.
$(COLLECTED): $(STAMP) $(shell find static -type f)
	@DEBUG=1 $(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@touch $(COLLECTED)

# uv where it exists, because it is ten times faster; pip otherwise, told that the lock is complete.
define install_lock
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing .venv && uv pip install --quiet --require-hashes -r $(1); \
	else \
		$(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes -r $(1); \
	fi
	@touch $@
endef

$(STAMP): requirements.lock
	$(call install_lock,requirements.lock)

# What tests and checks need beside it: whoever only looks at the demo waits half as long.
$(TOOLS): requirements-dev.lock $(STAMP)
	$(call install_lock,requirements-dev.lock)

tools: install $(TOOLS)

# The whole suite on the database of DATABASE_URL (SQLite without one), then in the browser.
# CI adds SLOW=1 (proofs that take seconds each) and COVERAGE=1 (which costs half the time again).
test: suite $(if $(filter 0,$(BROWSER)),,browser)

suite: tools
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal -q --ignore=tests/browser \
		$(if $(SLOW),,-m "not slow") \
		$(if $(COVERAGE),--cov --cov-report=term:skip-covered --cov-fail-under=95)

browser: tools
	@$(BIN)/pytest -m browser -q

check: export DEBUG = 1
check: tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python manage.py lint_templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check_texts
	$(BIN)/python manage.py check --deploy --fail-level WARNING --settings tests.production

# The manuals' and the README's pictures, taken anew.
pictures: tools
	PICTURES=1 $(BIN)/pytest -m browser -q tests/browser/test_pictures.py

bench: tools
	@$(BIN)/python -m bench

# Danish sentences out of the code, into the catalogue of English ones.
messages: tools
	@DEBUG=1 $(BIN)/python manage.py collect_texts

lock:
	uv pip compile pyproject.toml --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements.lock
	uv pip compile pyproject.toml --quiet --group dev --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-dev.lock

format:
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv var
