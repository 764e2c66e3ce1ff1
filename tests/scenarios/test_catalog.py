"""Every scenario, on the release that the guide describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from milvus_tui.scenarios.catalog_files import scenarios
from milvus_tui.scenarios.scenario_stepper import ScenarioStepper, play_through
from tests.labs import lab

if TYPE_CHECKING:
    from milvus_tui.scenarios.scenario_servers import ScenarioServers
    from tests.servers import Server

CATALOG = scenarios()

NO_CONNECTION = "ConnectionNotExistException: should create connection first."

# The text of a table's cell, and all observed facts, with 2.6.6.
OBSERVED: dict[int, tuple[str, dict[str, Any]]] = {
    1: (
        "1 connection",
        {"clients": 11, "aliases": 1, "connections": 1, "sockets": 1, "working": 11},
    ),
    2: (
        "breaks 10",
        {
            "connections": 1,
            "predicted": 10,
            "broken_by_close": 10,
            "closed_one_fails": True,
            "error": NO_CONNECTION,
        },
    ),
    3: ("1 connection", {"threads": 10, "connections": 1, "sockets": 1, "working": 10}),
    4: ("1 connection", {"threads": 10, "connections": 1, "sockets": 1, "working": 10}),
    5: (
        "apart",
        {"same_alias": False, "connections": 2, "closed_one_fails": True, "other_works": True},
    ),
    6: (
        "apart",
        {"same_alias": False, "connections": 2, "closed_one_fails": True, "other_works": True},
    ),
    7: (
        "apart",
        {
            "same_alias": False,
            "connections": 2,
            "sockets": 2,
            "closed_one_fails": True,
            "other_works": True,
        },
    ),
    8: ("2 on 1 socket", {"alias": "honoured", "connections": 2, "sockets": 1, "working": 2}),
    9: ("old server", {"conflict": True, "second": "the first one's server"}),
    10: ("kept", {"alias": "honoured", "left_in_registry": 1}),
    11: (
        "10, closed too",
        {
            "broken_by_close": 10,
            "new_one_works": True,
            "revived": 10,
            "closed_one_works_again": True,
        },
    ),
    12: (
        "old/old/old",
        {
            "other_server": "the old one",
            "other_database": "the old one",
            "other_login": "the old one",
        },
    ),
    13: ("moves 4, later", {"moved_sharers": 4, "later_client_moved": True}),
    14: ("accepted", {"accepted": True}),
    15: ("refused", {"accepted": False, "plain_text": False}),
    16: (
        "1/5/1",
        {"left_of_5_equal": 1, "left_of_5_logins": 5, "left_of_2_dedicated": 1},
    ),
    17: (
        "8/1, 8/1, 1/1",
        {
            "identical": "1/1",
            "aliases": "8/1",
            "tokens": "8/1",
            "dedicated": "1/1",
            "tokens_local_pool": "8/1",
            "dedicated_local_pool": "1/1",
            "localhost_and_127": "2/2",
        },
    ),
    18: (
        "3 of 3, 3 left",
        {"loops": 3, "working": 3, "first_client_in_later_loops": 0, "left": 3},
    ),
    19: (
        "none",
        {"new_client_held_up": False, "dedicated_held_up": False, "close_held_up": False},
    ),
}


def test_every_scenario_is_complete() -> None:
    assert OBSERVED.keys() == CATALOG.keys()
    for scenario in CATALOG.values():
        assert scenario.about
        assert scenario.legend
        assert bool(scenario.guide) is bool(scenario.expects)


@pytest.mark.parametrize("number", CATALOG)
def test_the_observed_facts(number: int, lite: Server, further: ScenarioServers) -> None:
    words, facts = OBSERVED[number]
    scenario = CATALOG[number]
    with lab(lite.uri) as running:
        result = play_through(scenario, running.session, further)
    observed = dict(result.observed)
    if number == 15:
        assert "Fail connecting to server" in str(observed.pop("error"))
    assert observed == facts
    assert scenario.cell(result.observed) == words
    assert result.agrees is (True if scenario.guide else None)
    assert result.reason is None
    assert result.release == "2.6.6"


def test_each_step_is_announced_before_it_is_done(lite: Server, further: ScenarioServers) -> None:
    with lab(lite.uri) as running:
        stepper = ScenarioStepper(CATALOG[2], running.session, further)
        assert stepper.next() == "Make eleven clients with the same URI, login and database."
        assert len(running.snapshot.clients) == 0
        assert stepper.next() == "Close c1."
        running.settled(list(range(1, 12)), "works")
        assert stepper.next() == "Let each of the other ten list collections."
        running.settled([1], "closed")
        running.settled(list(range(2, 12)), "fails")
        assert stepper.next() is None
        assert stepper.result is not None
        assert stepper.result.agrees
        assert stepper.next() is None
