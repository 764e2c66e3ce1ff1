"""Checks everything as CI does, in nox's own environment: `nox`, or `nox -s ruff mypy`."""

from __future__ import annotations

import sys
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"

BESIDE = Path(sys.executable).parent


@nox.session
def ruff(session: nox.Session) -> None:
    """Style and format."""
    session.run(str(BESIDE / "ruff"), "check", ".")
    session.run(str(BESIDE / "ruff"), "format", "--check", ".")


@nox.session
def mypy(session: nox.Session) -> None:
    """Types."""
    session.run(str(BESIDE / "mypy"))


@nox.session
def layers(session: nox.Session) -> None:
    """Which part imports which, and that no import goes in a circle."""
    session.run(str(BESIDE / "lint-imports"), "--no-logo")


@nox.session
def tests(session: nox.Session) -> None:
    """The tests, two files at a time; `-- PATH…` runs some."""
    arguments = session.posargs or ["-n", "2", "--dist", "loadfile"]
    session.run(str(BESIDE / "pytest"), *arguments)
