"""What was found in a program, held against what its report says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.reported.reports import Named, Report

Found = dict[str, Any]
"""A finding, as `milvus-tui check --json` writes it."""


def complaints(report: Report, processes: Iterable[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """What is missing or wrong of the findings that must be given; and what was found besides.

    Args:
        processes: `processes` of the JSON.
    """
    found = _once(processes)
    missing = []
    for named in report.must:
        reasons = [(_wrong(named, each, report.program), each) for each in found]
        fits = next((each for wrong, each in reasons if not wrong), None)
        if fits is None:
            missing.append(
                _missing(named, [wrong for wrong, each in reasons if _same(named, each)])
            )
        else:
            found.remove(fits)
    return missing, [_words(each) for each in found if not _allowed(report, each)]


def alarms(report: Report, processes: Iterable[dict[str, Any]]) -> list[str]:
    """The errors and warnings that were found in a twin and need not be, as words."""
    return [
        _words(each)
        for each in _once(processes)
        if each["severity"] != "note" and each["kind"] not in report.left
    ]


def _once(processes: Iterable[dict[str, Any]]) -> list[Found]:
    """Findings of one kind at one place are one, in however many processes."""
    found = [each for process in processes for each in process["findings"]]
    return list({(each["severity"], each["kind"], each["place"]): each for each in found}.values())


def _allowed(report: Report, each: Found) -> bool:
    return each["severity"] == "note" and each["kind"] in report.notes


def _same(named: Named, each: Found) -> bool:
    return (named.severity, named.kind) == (each["severity"], each["kind"])


def _wrong(named: Named, each: Found, program: Path) -> str:
    """Why a finding is not the one that must be given; empty if it is."""
    if not _same(named, each):
        return "another kind"
    if not _points_at(each["place"], named.at, program):
        return f"it points at {each['place']}, not at {named.at!r}"
    if named.also and not _points_at(each["also"], named.also, program):
        return f"its second place is {each['also'] or 'none'}, not {named.also!r}"
    lacking = [words for words in named.advice if words not in each["advice"]]
    return f"its advice lacks {', '.join(lacking)}: {each['advice']}" if lacking else ""


def _points_at(place: str, words: str, program: Path) -> bool:
    where, _, function = place.partition(" ")
    name, _, line = where.rpartition(":")
    if name != program.name:
        return function == words
    return words in program.read_text("utf-8").splitlines()[int(line) - 1]


def _missing(named: Named, reasons: list[str]) -> str:
    return f"{named.severity} {named.kind}: {'; '.join(reasons) or 'not given'}"


def _words(each: Found) -> str:
    return f"{each['severity']} {each['kind']} at {each['place']}: {each['evidence'][:1]}"
