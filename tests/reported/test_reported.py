"""What people reported in public is named, with its cause, its line and an advice that cures.

One file, so that all of its tests share the runs, however many processes the tests run in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from milvus_tui.wire import finding_kinds
from tests.reported import troubleshooting_page as page
from tests.reported.closing_lines import NAMED
from tests.reported.conftest import cures, shows
from tests.reported.further import FURTHER_REPORTS
from tests.reported.judge_report import alarms, complaints
from tests.reported.reports import FOLDER, FURTHER
from tests.reported.selection import as_case, expect_what_waits
from tests.reported.table import REPORTS, SITUATIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from tests.reported.conftest import Pair
    from tests.reported.reports import Report

ALL = (*REPORTS, *FURTHER_REPORTS)
BY_NAME = {report.name: report for report in ALL}
ROWS = page.rows()


@pytest.mark.parametrize("report", [as_case(each) for each in ALL])
def test_what_was_suffered_is_named_and_no_more(
    report: Report,
    pairs: dict[str, Future[Pair]],
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    expect_what_waits(report, request)
    outcome = pairs[report.name].result().reported
    missing, false = complaints(report, outcome.processes)
    shown = shows(report, outcome)
    record_property(NAMED, [report.number, shown and not missing, len(false)])
    assert shown, f"{outcome.printed}\n{outcome.said}"
    assert (missing, false) == ([], []), f"{report.name}\n{outcome.said}"


@pytest.mark.parametrize("report", [as_case(each) for each in ALL if each.must])
def test_the_advice_cures(
    report: Report,
    pairs: dict[str, Future[Pair]],
    record_property: Callable[[str, object], None],
) -> None:
    """The same program with the advice applied: the fault is gone, and nothing is found."""
    outcome = pairs[report.name].result().cured
    assert outcome is not None
    assert cures(report, outcome), f"{outcome.printed}\n{outcome.said}"
    false = alarms(report, outcome.processes)
    record_property(NAMED, [report.number, True, len(false)])
    assert false == [], f"{report.name}\n{outcome.said}"


@pytest.mark.parametrize(("row", "report"), [as_case(BY_NAME[row.name], row) for row in ROWS])
def test_the_page_leads_from_a_message_to_what_is_reported(
    row: page.Row, report: Report, pairs: dict[str, Future[Pair]], request: pytest.FixtureRequest
) -> None:
    expect_what_waits(report, request)
    outcome = pairs[report.name].result().reported
    findings = [each for process in outcome.processes for each in process["findings"]]
    titles = [each["title"] for each in findings if each["kind"] == row.kind]
    assert any(map(row.fits, titles)), (row.says, titles)


def test_the_page_is_whole() -> None:
    assert page.links() == page.sections()
    assert {row.kind for row in ROWS} <= set(finding_kinds.KINDS)
    assert all(row.anchor == row.kind.replace(" ", "-") for row in ROWS)
    numbers = {BY_NAME[row.name].number for row in ROWS}
    assert numbers == {report.number for report in ALL if report.must}


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
