"""The programs as cases of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import servers

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

    from tests.reported.reports import Report


def as_case(report: Report, *before: object) -> ParameterSet:
    """A case with a report as its last value; skipped where its server cannot run."""
    needs_login = "AUTH_PORT" in report.needs
    reason = servers.why_no_standalone()
    mark = pytest.mark.skipif(needs_login and bool(reason), reason=reason)
    return pytest.param(*before, report, id=report.name, marks=mark)


def expect_what_waits(report: Report, request: pytest.FixtureRequest) -> None:
    """Expect the test to fail as long as a report waits for its finding."""
    if report.waits_for:
        reason = f"{report.waits_for} is not found yet"
        request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
