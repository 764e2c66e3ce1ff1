"""What the screen says of a client is what its own call would give."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milvus_tui import wire
from milvus_tui.model import example, states
from milvus_tui.model.example import NOON
from milvus_tui.model.index import Index
from milvus_tui.model.snapshot import Snapshot, apply


def state_of(snapshot: Snapshot, client: int) -> states.State:
    return states.client_state(Index(snapshot), snapshot.clients[client])


def test_a_client_has_the_verdict_of_its_connection_and_database() -> None:
    now = example.shared()
    now = apply(now, wire.Update(clients=[example.client(20, 2, database="test_DB")]))
    state = state_of(now, 20)
    assert (state.word, state.latency, state.collections) == (states.WORKS, 1.1, 0)


def test_another_database_on_the_same_connection_is_not_probed_yet() -> None:
    now = apply(example.many(1), wire.Update(clients=[example.client(2, database="books")]))
    assert state_of(now, 2).word == states.UNKNOWN


def test_a_close_closes_one_and_breaks_the_others() -> None:
    now = example.after_close()
    closer, broken = state_of(now, 1), state_of(now, 7)
    assert (closer.word, closer.since) == (states.CLOSED, NOON + 60)
    assert (broken.word, broken.since) == (states.FAILS, NOON + 60)
    assert broken.message == "ConnectionNotExistException: should create connection first."


def test_a_closed_client_that_resolves_again_is_said_to_be_revived() -> None:
    now = example.after_close()
    again = wire.Update(
        aliases=[replace(now.aliases[1], connection=9, since=NOON + 90)],
        connections=[example.connection(9)],
        verdicts=[example.verdict(9, 9, since=NOON + 91)],
    )
    state = state_of(apply(now, again), 1)
    assert (state.word, state.revived, state.since) == (states.WORKS, True, NOON + 91)
    assert not state_of(apply(now, again), 2).revived


@pytest.mark.parametrize(("created", "alias", "verdict"), [(1, 2, 3), (3, 1, 2), (2, 3, 1)])
def test_since_the_latest_of_what_made_it_so(created: int, alias: int, verdict: int) -> None:
    now = example.snapshot(
        clients=[example.client(1, created=NOON + created)],
        aliases=[example.alias(1, 1, since=NOON + alias)],
        connections=[example.connection(1)],
        verdicts=[example.verdict(1, 1, since=NOON + verdict)],
    )
    assert state_of(now, 1).since == NOON + 3


def test_a_client_whose_alias_is_on_its_way_is_not_probed() -> None:
    assert state_of(example.snapshot(clients=[example.client(1)]), 1).word == states.UNKNOWN


def test_a_thread_that_has_not_called_yet_is_not_probed() -> None:
    assert states.worker_state(example.worker(1, 1, state="")).word == states.UNKNOWN


def test_leaked_is_what_is_registered_without_a_client() -> None:
    index = Index(example.shared())
    found = [row.text for row in index.snapshot.aliases.values() if states.leaked(index, row)]
    assert found == ["c2-alias"]


def test_each_state_has_a_glyph_of_its_own() -> None:
    assert len(set(states.GLYPHS.values())) == len(states.STATES)
