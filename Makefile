# PMDesk: from a bare clone to a window, a test run or a check. `make` alone lists the targets.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DISPLAY_THERE := $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname -s)))

# The tests draw off screen. Qt wants a UTF-8 locale, and bare machines have none set.
OFFSCREEN := QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test check bench torture screenshots clean setup system

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

run: setup ## open PMDesk on a copy of the sample backlog; without a display, show the main job in the terminal
ifneq ($(DISPLAY_THERE),)
	@$(BIN)/pmdesk --sample
else
	@echo "There is no display here, so PMDesk does its main job in the terminal."
	@packaging/terminal-demo.sh
endif

test: setup ## every test, off screen; ARGS="-k name" narrows it
	@$(OFFSCREEN) $(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

check: setup ## lint, format, types and the layers
	@echo "Lint";   $(BIN)/ruff check --quiet .
	@echo "Format"; $(BIN)/ruff format --quiet --check . || { $(BIN)/ruff format --check .; exit 1; }
	@echo "Types";  $(BIN)/mypy --no-error-summary
	@echo "Layers"; $(BIN)/lint-imports --no-logo

bench: setup ## measure what users wait for
	@$(OFFSCREEN) $(BIN)/python -m tests.bench $(ARGS)

torture: setup ## the tests that take minutes
	@$(OFFSCREEN) $(BIN)/python -m pytest -m torture $(ARGS)

screenshots: setup ## pictures of the window into build/screenshots
	@mkdir -p build/screenshots
	@$(OFFSCREEN) $(BIN)/python -m tests.screenshots $(ARGS)
	@echo "The pictures are in build/screenshots"

clean: ## remove the virtual environment, build and caches
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup: $(READY)

system:
	@packaging/linux/system-packages.sh

# A virtual environment whose Python has gone is made anew.
ifeq ($(shell test -x $(BIN)/python && echo there),)
.PHONY: $(READY)
endif

# The build backend is installed first, pinned like everything else, so that pip fetches no other.
$(READY): pyproject.toml constraints.txt | system
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		echo "Making the virtual environment $(VENV)"; \
		python=$$(packaging/find-python.sh) || { echo "PMDesk needs Python 3.11 to 3.14." >&2; exit 1; }; \
		"$$python" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }; }
	@echo "Installing the pinned packages into $(VENV)"
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt hatchling
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	@$(BIN)/python -m compileall -q pmdesk
	@touch $@
