#!/bin/sh
# Prints the Python to build the virtual environment with: 3.11 or newer, as far as Qt supports it.
# One that can make virtual environments is preferred. $PYTHON, if set, is the only candidate. Exits 1 when none fits.
set -eu

supported='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))'

first_with() { # $1: a Python statement that must succeed
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3 python3.14}; do
        if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$supported; $1" >/dev/null 2>&1; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

first_with 'import ensurepip, venv' || first_with 'pass'
