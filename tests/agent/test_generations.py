"""With every generation of pymilvus: what is shared, what a close breaks, what leaks.

The expected values were measured with each release. The agent and the model only observe.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from milvus_tui.model.close_impact import would_break
from milvus_tui.model.index import Index
from milvus_tui.wire import client_names
from tests import servers
from tests.labs import Lab, lab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server


@dataclass(frozen=True)
class Known:
    """What a release is known to do."""

    shares: bool
    """Clients with the same URI, login and database share one connection."""
    shares_across_databases: bool
    close_breaks: bool
    alias: str
    """What the release does with `alias=`: `refused`, `honoured` or `ignored`."""
    dedicated: bool
    revives_closed: bool
    """A new client gives the closed client a connection again."""
    rule: str


A = Known(False, False, False, "refused", False, False, "breaks no other")
B = Known(False, False, False, "honoured", False, False, "unless alias= names the same one")
C = Known(True, True, True, "honoured", False, True, "each new one replaces its connection")
D = Known(True, False, True, "honoured", False, True, "same URI, login and database share")
E = Known(True, True, True, "honoured", False, True, "whatever their database")
F = Known(True, True, False, "ignored", True, False, "alias= is ignored")

GENERATIONS = {
    "2.4.15": A,
    "2.5.11": B,
    "2.5.12": C,
    "2.5.18": D,
    "2.6.6": D,
    "2.6.9": E,
    "2.6.10": F,
    "2.6.17": F,
    "3.0.2": F,
}


def test_every_representative_release_is_covered() -> None:
    assert tuple(GENERATIONS) == servers.RELEASES


@pytest.fixture(scope="module", params=servers.RELEASES)
def playground(request: pytest.FixtureRequest, lite: Server) -> Iterator[tuple[Lab, Known]]:
    """A lab with each release in turn. Each test uses user names of its own."""
    python = servers.interpreter(request.param)
    with lab(lite.uri, python=python) as running:
        assert running.snapshot.target[0].pymilvus == request.param
        yield running, GENERATIONS[request.param]


def test_who_shares_a_connection(playground: tuple[Lab, Known]) -> None:
    run, known = playground
    same = run.spawn(11, user="share")
    assert len(run.connections(same)) == (1 if known.shares else 11)
    other = run.spawn(1, user="share", database="sharing", create_database=True)
    together = run.connections(same) == run.connections(other)
    assert together is known.shares_across_databases
    stranger = run.spawn(1, user="stranger")
    assert not run.connections(stranger) & run.connections(same)
    run.settled([*same, *other, *stranger], "works")


def test_a_client_per_thread_shares_the_same_way(playground: tuple[Lab, Known]) -> None:
    run, known = playground
    clients = run.spawn(10, user="threads", own_thread=True)
    assert len(run.connections(clients)) == (1 if known.shares else 10)
    assert len({run.snapshot.clients[client].thread for client in clients}) == 10
    run.settled(clients, "works")


def test_a_close_breaks_the_predicted_clients(playground: tuple[Lab, Known]) -> None:
    run, known = playground
    first, *others = run.spawn(11, user="close")
    run.settled([first, *others], "works")
    predicted = would_break(Index(run.snapshot), first).clients
    run.do("close", client=first)
    run.settled([first], "closed")
    broken = tuple(other for other in others if run.words(other) == ["fails"])
    assert broken == (tuple(others) if known.close_breaks else ())
    assert predicted == client_names.ranges(broken)
    for other in others:
        own = run.own_call(other)[:2]
        run.wait(functools.partial(_fares, run, other, own), f"c{other} is {own}")
    ending = f" from the lab broke c{others[0]} … c{others[-1]} (10)"
    (text,) = [text for text in run.events("closed") if text.startswith(f"c{first}.close()")]
    assert text.endswith(ending) is known.close_breaks


def _fares(run: Lab, client: int, own: tuple[str, str]) -> bool:
    state = run.state(client)
    return (state.word, state.error_class) == own


def test_a_new_client_revives_where_the_release_does(playground: tuple[Lab, Known]) -> None:
    run, known = playground
    first, second = run.spawn(2, user="revive")
    run.do("close", client=first)
    run.settled([first], "closed")
    (new,) = run.do("duplicate", client=second)["clients"]
    run.wait(lambda: new in run.snapshot.clients)
    run.settled([new, second], "works")
    run.settled([first], "works" if known.revives_closed else "closed")
    assert run.own_call(first)[0] == ("works" if known.revives_closed else "fails")
    assert run.state(first).revived is known.revives_closed


def test_a_custom_alias(playground: tuple[Lab, Known]) -> None:
    run, known = playground
    if known.alias == "refused":
        reply = run.ask("spawn", user="alias", alias="mine")
        assert not reply.ok
        assert "TypeError" in reply.text
        return
    mine, default = run.spawn(1, user="alias", alias="mine") + run.spawn(1, user="alias")
    own = run.connections([mine]) != run.connections([default])
    assert own is (known.alias == "honoured")
    assert (run.alias(mine).text == "mine") is (known.alias == "honoured")
    assert run.snapshot.clients[mine].requested_alias == "mine"
    run.settled([mine, default], "works")
    run.do("close", client=mine)
    run.settled([mine], "closed")
    run.settled([default], "works")


def test_several_connections_use_one_socket(playground: tuple[Lab, Known]) -> None:
    run, _ = playground
    clients = run.spawn(1, user="socket1") + run.spawn(1, user="socket2")
    connections = run.connections(clients)
    assert len(connections) == 2

    def sockets() -> set[int | None]:
        rows = run.snapshot.connections
        return {rows[key].socket if key in rows else None for key in connections}

    run.wait(lambda: None not in sockets() and len(sockets()) == 1, "one socket of both")
    (socket,) = sockets()
    assert socket is not None
    remote = run.snapshot.sockets[socket].remote
    assert remote.rpartition(":")[2] == run.snapshot.target[0].uri.rpartition(":")[2]


def test_dedicated_clients(playground: tuple[Lab, Known]) -> None:
    run, known = playground
    plain, dedicated = run.spawn(1, user="own") + run.spawn(1, user="own", dedicated=True)
    together = run.connections([plain]) == run.connections([dedicated])
    assert together is (known.shares and not known.dedicated)
    assert would_break(Index(run.snapshot), dedicated).clients == (
        client_names.ranges([plain]) if together and known.close_breaks else ()
    )


def test_a_dropped_client_leaks_its_alias(playground: tuple[Lab, Known]) -> None:
    run, _ = playground
    (client,) = run.spawn(1, user="leak")
    alias = run.alias(client).id
    run.do("drop", client=client)
    run.wait(lambda: client not in run.snapshot.clients, "the client collected")
    row = run.snapshot.aliases[alias]
    assert row.registered
    assert row.connection is not None
    assert row.dropped == 1
    assert "leaks" in run.events("dropped")[-1]


def test_a_dropped_client_that_threads_use_stays(playground: tuple[Lab, Known]) -> None:
    run, _ = playground
    (client,) = run.spawn(1, user="held")
    workers = run.do("start_threads", client=client, count=2, interval=0.05)["workers"]

    def calling() -> bool:
        rows = run.snapshot.workers
        return all(key in rows and rows[key].state == "works" for key in workers)

    run.wait(calling, "both threads calling")
    assert "2 threads still hold it" in run.ask("drop", client=client).text
    assert client in run.snapshot.clients
    run.do("stop_threads", client=client)
    run.wait(lambda: client not in run.snapshot.clients, "the client collected")
    assert not set(workers) & set(run.snapshot.workers)


def test_a_close_breaks_the_clients_threads(playground: tuple[Lab, Known]) -> None:
    run, _ = playground
    (client,) = run.spawn(1, user="copies")
    (worker,) = run.do("start_threads", client=client, interval=0.05)["workers"]
    run.wait(lambda: run.snapshot.workers.get(worker) and run.snapshot.workers[worker].calls)
    run.do("close", client=client)
    run.wait(lambda: run.snapshot.workers[worker].state == "fails", "the thread failing")
    assert run.snapshot.workers[worker].error_class == run.state(client).error_class
    run.do("stop_threads", client=client)


def test_the_header_states_the_rule_of_the_release(playground: tuple[Lab, Known]) -> None:
    run, known = playground
    assert known.rule in run.snapshot.target[0].rule
