"""Probes: a server that hangs or ends is seen, and delays no other server's probes."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

from tests.forwarder import Forwarder
from tests.labs import lab

if TYPE_CHECKING:
    from tests.servers import Server


def port(server: Server) -> int:
    return int(server.address.rpartition(":")[2])


def test_a_server_that_hangs_delays_no_other(lite: Server) -> None:
    with closing(Forwarder(port(lite))) as hanging, lab(lite.uri, timeout=30.0) as run:
        healthy = run.spawn(2)
        # More connections than one server may hold probe threads.
        stuck = [
            client
            for number in range(12)
            for client in run.spawn(1, uri=hanging.uri, alias=f"stuck-{number}")
        ]
        run.settled([*healthy, *stuck], "works")
        hanging.freeze()
        verdict = next(
            row
            for row in run.snapshot.verdicts.values()
            if row.connection in run.connections(healthy)
        ).id
        before = run.snapshot.verdicts[verdict].at
        # Twenty rounds on the healthy server, long before the first hanging call ends.
        run.wait(lambda: run.snapshot.verdicts[verdict].at > before + 2, "later healthy probes")
        assert set(run.words(*healthy)) == {"works"}
        (new,) = run.spawn(1, user="new")
        run.settled([new], "works")
        hanging.thaw()
        run.settled(stuck, "works")


def test_a_call_that_takes_too_long_has_its_own_state_and_recovers(lite: Server) -> None:
    with closing(Forwarder(port(lite))) as hanging, lab(hanging.uri, timeout=2.0) as run:
        clients = run.spawn(3)
        run.settled(clients, "works")
        hanging.freeze()
        run.settled(clients, "timed out")
        run.wait(lambda: run.events("failing"), "an event")
        assert "timed out" in run.events("failing")[-1]
        assert "c1 … c3 (3)" in run.events("failing")[-1]
        hanging.thaw()
        run.settled(clients, "works")
        # Once each time: on a machine that stalls the calls may time out once more.
        again = "c1 … c3 (3) can list collections again"
        run.wait(
            lambda: run.events("works") == [again] * len(run.events("failing")),
            "one event for each time",
        )


def test_a_server_that_ends_makes_its_clients_fail(lite: Server) -> None:
    with closing(Forwarder(port(lite))) as leaving, lab(lite.uri, timeout=1.0) as run:
        failing = run.spawn(2, uri=leaving.uri)
        stays = run.spawn(1)
        run.settled([*failing, *stays], "works")
        leaving.close()
        run.wait(lambda: set(run.words(*failing)) <= {"fails", "timed out"}, "failing clients")
        run.settled(stays, "works")
        assert run.session.failure is None


def test_pausing_stops_the_rounds_and_probe_now_makes_one(lite: Server) -> None:
    with lab(lite.uri) as run:
        clients = run.spawn(1)
        run.settled(clients, "works")
        (verdict,) = run.snapshot.verdicts
        run.do("pause", on=True)
        run.wait(lambda: run.snapshot.target[0].paused, "the pause")
        run.spawn(1, user="somebody-else")
        assert list(run.snapshot.verdicts) == [verdict]
        before = time.time()
        run.do("probe")
        run.wait(lambda: len(run.snapshot.verdicts) == 2, "a probe of the other connection")
        run.wait(lambda: run.snapshot.verdicts[verdict].at > before, "one probe")
        run.do("pause", on=False)
        at = run.snapshot.verdicts[verdict].at
        run.wait(lambda: run.snapshot.verdicts[verdict].at > at + 0.3, "rounds again")
        assert not run.snapshot.target[0].paused


def test_one_call_holds_for_all_clients_of_a_connection_and_database(lite: Server) -> None:
    """channelz counts the calls that were really made."""
    with lab(lite.uri, interval=3600.0) as run:
        clients = run.spawn(500)
        run.settled(clients, "works")
        (connection,) = run.connections(clients)

        def calls() -> int:
            return run.snapshot.connections[connection].calls

        # Counters are read all at once, those of a new connection as well.
        new = run.connections(run.spawn(1, user="new")).pop()
        run.wait(lambda: run.snapshot.connections[new].channel, "counters read anew")
        earlier = calls()
        assert earlier
        run.do("probe")
        run.spawn(1, user="somebody-else")  # makes the agent read the counters again
        run.wait(lambda: calls() > earlier, "the probe counted")
        assert calls() == earlier + 1


def test_the_effect_of_a_close_is_seen_before_the_next_round(lite: Server) -> None:
    """Rounds are an hour apart, so the close itself updates the rows."""
    with lab(lite.uri, interval=3600.0) as run:
        first, *others = run.spawn(50)
        run.settled([first, *others], "works")
        run.do("close", client=first)
        # No waiting: the rows are sent before the reply to the command.
        assert run.words(first) == ["closed"]
        assert set(run.words(*others)) == {"fails"}
        assert run.events("closed") == ["c1.close() from the lab broke c2 … c50 (49)"]
