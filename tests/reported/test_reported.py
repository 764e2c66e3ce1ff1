"""What people reported in public is named, with its cause, its line and an advice that cures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from milvus_tui.wire import finding_kinds
from tests import servers
from tests.reported.closing_lines import NAMED
from tests.reported.conftest import cures, shows
from tests.reported.further import FURTHER_REPORTS
from tests.reported.judge_report import alarms, complaints
from tests.reported.reports import FOLDER, FURTHER
from tests.reported.table import REPORTS, SITUATIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from tests.reported.conftest import Pair
    from tests.reported.reports import Report

ALL = (*REPORTS, *FURTHER_REPORTS)

no_standalone = servers.why_no_standalone()


def _cases(reports: list[Report]) -> list[object]:
    return [pytest.param(report, id=report.name, marks=_marks(report)) for report in reports]


def _marks(report: Report) -> list[pytest.MarkDecorator]:
    needs_login = "AUTH_PORT" in report.needs
    return [pytest.mark.skipif(needs_login and bool(no_standalone), reason=no_standalone)]


def _waiting(report: Report) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, reason=f"{report.waits_for} is not found yet")


@pytest.mark.parametrize("report", _cases(list(ALL)))
def test_what_was_suffered_is_named_and_no_more(
    report: Report,
    pairs: dict[str, Future[Pair]],
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    if report.waits_for:
        request.applymarker(_waiting(report))
    outcome = pairs[report.name].result().reported
    missing, false = complaints(report, outcome.processes)
    shown = shows(report, outcome)
    record_property(NAMED, [report.number, shown and not missing, len(false)])
    assert shown, f"{outcome.printed}\n{outcome.said}"
    assert (missing, false) == ([], []), f"{report.name}\n{outcome.said}"


@pytest.mark.parametrize("report", _cases([each for each in ALL if each.must]))
def test_the_advice_cures(
    report: Report,
    pairs: dict[str, Future[Pair]],
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    """The same program with the advice applied: the fault is gone, and nothing is found."""
    outcome = pairs[report.name].result().cured
    assert outcome is not None
    assert cures(report, outcome), f"{outcome.printed}\n{outcome.said}"
    false = alarms(report, outcome.processes)
    record_property(NAMED, [report.number, True, len(false)])
    assert false == [], f"{report.name}\n{outcome.said}"


def test_each_program_has_a_row_and_a_cured_twin() -> None:
    names = {report.name for report in ALL}
    assert {path.stem for path in (FOLDER / "programs").glob("*.py")} == names
    cured = {path.stem for path in (FOLDER / "cured").glob("*.py")}
    assert cured == {report.name for report in ALL if report.must}


def test_the_situations() -> None:
    numbers = {report.number for report in ALL}
    assert sum(number < FURTHER for number in numbers) == SITUATIONS
    assert {report.number for report in FURTHER_REPORTS} >= {FURTHER}
    kinds = {named.kind for report in ALL for named in report.must if not report.waits_for}
    assert kinds <= set(finding_kinds.KINDS)
