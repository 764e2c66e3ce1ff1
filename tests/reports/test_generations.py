"""`milvus-tui demo` with a release of each generation, compared with what was measured."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from milvus_tui.scenarios.catalog_files import scenarios
from tests import servers

SHARES = {"aliases": 1, "connections": 1, "sockets": 1, "working": 11}
OWN = {"aliases": 11, "connections": 11, "sockets": 1, "working": 11}
NO_ALIAS = {"alias": "refused"}
APART = {"same_alias": False, "connections": 2, "closed_one_fails": True, "other_works": True}
BROKEN = {"same_alias": True, "connections": 1, "closed_one_fails": True, "other_works": False}
UNBROKEN = {"same_alias": True, "connections": 1, "closed_one_fails": True, "other_works": True}
CLOSE_BREAKS = {"predicted": 10, "broken_by_close": 10, "closed_one_fails": True}
CLOSE_BREAKS_NONE = {"predicted": 0, "broken_by_close": 0, "closed_one_fails": True}
IN_THREADS = {"threads": 10, "sockets": 1, "working": 10}
TWO_ALIASES = {"alias": "honoured", "connections": 2, "sockets": 1, "working": 2}
ONE_OF_TWO = {"alias": "ignored", "connections": 1, "sockets": 1, "working": 2}
NONE_REVIVED = {"revived": 0, "closed_one_works_again": False, "new_one_works": True}
ALL_REVIVED = {"revived": 10, "closed_one_works_again": True, "new_one_works": True}
REPLACES = {
    "other_server": "refused",
    "other_database": "its own, and moves the first client there",
    "other_login": "its own, and replaces the first client's",
}


def hijack(server: str, database: str, login: str) -> dict[str, Any]:
    return {"other_server": server, "other_database": database, "other_login": login}


def moved(others: int, later: bool) -> dict[str, Any]:
    return {"moved_sharers": others, "later_client_moved": later}


def left(equal: int, dedicated: int) -> dict[str, Any]:
    return {
        "left_of_5_equal": equal,
        "left_of_5_logins": 5,
        "left_of_2_dedicated": dedicated,
    }


def sockets(*counts: str) -> dict[str, Any]:
    """Identical, aliases, tokens, dedicated; then tokens and dedicated with a pool each."""
    names = ("identical", "aliases", "tokens", "dedicated")
    pools = ("tokens_local_pool", "dedicated_local_pool")
    return {**dict(zip((*names, *pools), counts, strict=True)), "localhost_and_127": "2/2"}


def loops(works: int, kept: int) -> dict[str, Any]:
    return {"loops": 3, "working": works, "left": kept}


def held_up(waits: bool) -> dict[str, Any]:
    return {f"{name}_held_up": waits for name in ("new_client", "dedicated", "close")}


OLD, ITS_OWN = "the old one", "its own"
KEPT = {"left_in_registry": 1}

# The generations A to F of pymilvus, by their representatives, oldest first.
GENERATIONS = {
    "2.4.15": "A",
    "2.5.11": "B",
    "2.5.12": "C",
    "2.5.18": "D",
    "2.6.6": "D",
    "2.6.9": "E",
    "2.6.10": "F",
    "2.6.17": "F",
    "3.0.2": "F",
}

# What was measured: for each scenario, the facts of each generation.
MEASURED: dict[int, dict[str, dict[str, Any]]] = {
    1: {"AB": OWN, "CDEF": SHARES},
    2: {"ABF": CLOSE_BREAKS_NONE, "CDE": CLOSE_BREAKS},
    3: {"AB": {**IN_THREADS, "connections": 10}, "CDEF": {**IN_THREADS, "connections": 1}},
    4: {"ABCDEF": {**IN_THREADS, "connections": 1}},
    5: {"ABD": APART, "CE": BROKEN, "F": UNBROKEN},
    6: {"ABCDEF": APART},
    7: {"ABCDEF": {**APART, "sockets": 2}},
    8: {"A": NO_ALIAS, "BCDE": TWO_ALIASES, "F": ONE_OF_TWO},
    9: {
        "A": NO_ALIAS,
        "BC": {"conflict": True, "second": "refused"},
        "DE": {"conflict": True, "second": "the first one's server"},
        "F": {"conflict": False, "second": "its own server"},
    },
    10: {
        "A": NO_ALIAS,
        "BCDE": {"alias": "honoured", **KEPT},
        "F": {"alias": "ignored", **KEPT},
    },
    11: {"ABF": NONE_REVIVED, "CDE": ALL_REVIVED},
    12: {
        "A": NO_ALIAS,
        "BC": REPLACES,
        "D": hijack(OLD, OLD, OLD),
        "E": hijack(OLD, ITS_OWN, OLD),
        "F": hijack(ITS_OWN, ITS_OWN, ITS_OWN),
    },
    13: {"ABEF": moved(0, later=False), "C": moved(4, later=False), "D": moved(4, later=True)},
    14: {"ABCF": {"accepted": False}, "DE": {"accepted": True}},
    15: {
        "ABCDE": {"accepted": False, "plain_text": False},
        "F": {"accepted": True, "plain_text": True},
    },
    16: {"AB": left(5, 2), "CDE": left(1, 1), "F": left(1, 2)},
    17: {
        "A": sockets("8/1", "refused", "8/1", "8/1", "8/1", "8/1"),
        "B": sockets("8/1", "8/1", "8/1", "8/1", "8/1", "8/1"),
        "C": sockets("1/1", "8/1", "1/1", "1/1", "1/1", "1/1"),
        "D": sockets("1/1", "8/1", "8/1", "1/1", "8/1", "1/1"),
        "E": sockets("1/1", "8/1", "8/1", "1/1", "8/8", "1/1"),
        "F": sockets("1/1", "1/1", "8/1", "8/1", "8/8", "8/8"),
    },
    18: {
        "AB": loops(3, 3),
        "C": loops(3, 1),
        "DEF": loops(3, 3),
    },
    19: {"ABCDE": held_up(False), "F": held_up(True)},
}

# Within D: the async clients of 2.5.13 to 2.6.3 share across event loops.
EXCEPTIONS = {("2.5.18", 18): loops(1, 1)}

# Where the guide is wrong, by generation.
DIFFERS = {1: "AB", 2: "ABF", 3: "AB", 5: "CEF", 8: "AF", 9: "AF", 10: "AF"}


@pytest.fixture(scope="module")
def results() -> dict[tuple[str, int], dict[str, Any]]:
    """What the command prints, by release and scenario."""
    command = [sys.executable, "-m", "milvus_tui", "demo", "--pymilvus", "generations", "--json"]
    # A call counts as held up if it takes more than half as long as the connect that hangs.
    command += ["--timeout", "15"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    rows = json.loads(done.stdout)
    failed = [row for row in rows if not row["observed"]]
    assert (done.returncode, failed) == (0, [])
    assert len(done.stderr.splitlines()) >= len(rows), "a line of progress for each"
    return {(row["release"], row["scenario"]): row for row in rows}


def test_all_was_played(results: dict[tuple[str, int], dict[str, Any]]) -> None:
    assert tuple(GENERATIONS) == servers.RELEASES
    assert MEASURED.keys() == scenarios().keys()
    assert results.keys() == {(release, number) for release in GENERATIONS for number in MEASURED}


@pytest.mark.parametrize("release", GENERATIONS)
@pytest.mark.parametrize("number", MEASURED)
def test_the_observed_facts_are_those_measured(
    results: dict[tuple[str, int], dict[str, Any]], number: int, release: str
) -> None:
    row = results[release, number]
    generation = GENERATIONS[release]
    (facts,) = (facts for letters, facts in MEASURED[number].items() if generation in letters)
    facts = EXCEPTIONS.get((release, number), facts)
    assert {name: row["observed"].get(name) for name in facts} == facts
    if row["guide"] is None:
        assert row["agrees"] is None
        assert row["reason"] is None
    else:
        assert row["agrees"] is (generation not in DIFFERS.get(number, ""))
        assert (row["reason"] is None) is row["agrees"]


@pytest.mark.parametrize("release", GENERATIONS)
def test_what_a_close_breaks_was_predicted(
    results: dict[tuple[str, int], dict[str, Any]], release: str
) -> None:
    observed = results[release, 2]["observed"]
    assert observed["predicted"] == observed["broken_by_close"]
