"""The state of a client on the screen is the result of its own call."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milvus_tui import wire
from milvus_tui.model import example_snapshots, states
from milvus_tui.model.example_snapshots import NOON
from milvus_tui.model.index import Index
from milvus_tui.model.snapshot import Snapshot, apply


def state_of(snapshot: Snapshot, client: int) -> states.State:
    return states.client_state(Index(snapshot), snapshot.clients[client])


def test_a_client_has_the_verdict_of_its_connection_and_database() -> None:
    now = example_snapshots.shared()
    now = apply(now, wire.Update(clients=[example_snapshots.client(20, 2, database="test_DB")]))
    state = state_of(now, 20)
    assert (state.word, state.latency, state.collections) == (states.WORKS, 1.1, 0)


def test_another_database_on_the_same_connection_is_not_probed_yet() -> None:
    now = apply(
        example_snapshots.many(1),
        wire.Update(clients=[example_snapshots.client(2, database="books")]),
    )
    assert state_of(now, 2).word == states.UNKNOWN


def test_a_close_closes_one_and_breaks_the_others() -> None:
    now = example_snapshots.after_close()
    closer, broken = state_of(now, 1), state_of(now, 7)
    assert (closer.word, closer.since) == (states.CLOSED, NOON + 60)
    assert (broken.word, broken.since) == (states.FAILS, NOON + 60)
    assert broken.message == "ConnectionNotExistException: should create connection first."


def test_a_closed_client_that_resolves_again_is_revived() -> None:
    now = example_snapshots.after_close()
    again = wire.Update(
        aliases=[replace(now.aliases[1], connection=9, since=NOON + 90)],
        connections=[example_snapshots.connection(9)],
        verdicts=[example_snapshots.verdict(9, 9, since=NOON + 91)],
    )
    state = state_of(apply(now, again), 1)
    assert (state.word, state.revived, state.since) == (states.WORKS, True, NOON + 91)
    assert not state_of(apply(now, again), 2).revived


@pytest.mark.parametrize(("created", "alias", "verdict"), [(1, 2, 3), (3, 1, 2), (2, 3, 1)])
def test_a_state_begins_with_the_latest_of_its_causes(
    created: int, alias: int, verdict: int
) -> None:
    now = example_snapshots.snapshot(
        clients=[example_snapshots.client(1, created=NOON + created)],
        aliases=[example_snapshots.alias(1, 1, since=NOON + alias)],
        connections=[example_snapshots.connection(1)],
        verdicts=[example_snapshots.verdict(1, 1, since=NOON + verdict)],
    )
    assert state_of(now, 1).since == NOON + 3


def test_a_client_before_its_aliass_row_arrives_is_not_probed() -> None:
    assert (
        state_of(example_snapshots.snapshot(clients=[example_snapshots.client(1)]), 1).word
        == states.UNKNOWN
    )


def test_a_thread_that_has_not_called_yet_is_not_probed() -> None:
    assert states.worker_state(example_snapshots.worker(1, 1, state="")).word == states.UNKNOWN


def test_a_registered_alias_without_a_client_is_leaked() -> None:
    index = Index(example_snapshots.shared())
    found = [row.text for row in index.snapshot.aliases.values() if states.leaked(index, row)]
    assert found == ["c2-alias"]


def test_each_state_has_a_glyph_of_its_own() -> None:
    assert len(set(states.GLYPHS.values())) == len(states.STATES)


# --- without probes --------------------------------------------------------------------------


def watched(alias: wire.Alias | None = None, **connection: Any) -> Snapshot:
    """Two clients of a program without probes, the second one closed."""
    return example_snapshots.snapshot(
        target=[replace(example_snapshots.TARGET, lab=False, probes=False)],
        clients=[example_snapshots.client(1), example_snapshots.client(2, closed=NOON + 9)],
        aliases=[alias or example_snapshots.alias(1, 1)],
        connections=[example_snapshots.connection(1, **connection)],
    )


def test_a_client_works_if_the_programs_own_calls_do() -> None:
    state = state_of(watched(last_success=NOON + 40), 1)
    assert (state.word, state.last, state.own) == (states.WORKS, NOON + 40, True)
    assert state.label == "succeeded"


@pytest.mark.parametrize(
    ("channel", "word"), [("READY", states.REACHABLE), ("IDLE", states.NOT_CALLED)]
)
def test_a_connection_without_own_calls_is_reachable_if_its_channel_is_ready(
    channel: str, word: str
) -> None:
    state = state_of(watched(calls=120, state=channel), 1)
    assert (state.word, state.label, state.last) == (word, word, None)


@pytest.mark.parametrize(
    ("success", "failure", "word"),
    [(40, 50, states.FAILS), (50, 40, states.WORKS), (None, 40, states.FAILS)],
)
def test_the_last_own_call_decides(success: float | None, failure: float, word: str) -> None:
    state = state_of(
        watched(
            last_success=None if success is None else NOON + success, last_failure=NOON + failure
        ),
        1,
    )
    assert (state.word, state.since) == (word, NOON + failure)


@pytest.mark.parametrize(
    ("kind", "code", "word"),
    [
        (wire.FailureKind.UNREACHABLE, "UNAVAILABLE", states.FAILS),
        (wire.FailureKind.TIMED_OUT, "DEADLINE_EXCEEDED", states.TIMED_OUT),
        (wire.FailureKind.REFUSED, "100", states.REFUSED),
        (wire.FailureKind.MISTAKE, "ParamError", states.BAD_CALL),
    ],
)
def test_a_failed_call_says_what_failed_and_since_when(kind: str, code: str, word: str) -> None:
    """Since the first call that failed, although another failed later."""
    state = state_of(
        watched(
            succeeded=9, failed=2, last_success=NOON + 20, last_failure=NOON + 50,
            failing_since=NOON + 30, failed_method="search", failed_kind=kind, failed_code=code,
            failed_text="no such thing",
        ),
        1,
    )  # fmt: skip
    assert (state.word, state.since, state.last) == (word, NOON + 30, NOON + 50)
    assert state.message == f"search: no such thing ({code})"


def test_a_client_works_again_after_its_last_failed_call() -> None:
    """Even if gRPC counted a failed call after the last one of the program, as of a probe."""
    state = state_of(
        watched(succeeded=9, failed=2, last_success=NOON + 60, last_failure=NOON + 50), 1
    )
    assert (state.word, state.since) == (states.WORKS, NOON + 50)


def test_a_call_that_is_repeated_is_named() -> None:
    running = (("search", NOON + 3, 8, "worker"),)
    state = state_of(watched(state="TRANSIENT_FAILURE", running=running), 1)
    assert state.message == "its channel cannot connect; search is in try 8"


@pytest.mark.parametrize("channel", ["TRANSIENT_FAILURE", "SHUTDOWN"])
def test_a_client_fails_if_its_channel_fails(channel: str) -> None:
    state = state_of(watched(last_success=NOON + 40, state=channel), 1)
    assert state.word == states.FAILS
    assert "channel" in state.message


def test_a_probe_overrides_the_programs_own_calls() -> None:
    probing = apply(
        watched(last_failure=NOON + 40),
        wire.Update(target=[example_snapshots.TARGET], verdicts=[example_snapshots.verdict(1, 1)]),
    )
    assert state_of(probing, 1).word == states.WORKS
    assert not state_of(probing, 1).own


def test_without_a_connection_a_client_fails_or_is_closed() -> None:
    now = watched(example_snapshots.alias(1, None))
    assert (state_of(now, 1).word, state_of(now, 2).word) == (states.FAILS, states.CLOSED)


def test_a_client_that_connects_at_its_first_call_does_not_fail() -> None:
    later = example_snapshots.alias(1, None, error_class="", error="it connects at its first call")
    assert state_of(watched(later), 1).word == states.NOT_CALLED


def test_counts_agree_with_each_client() -> None:
    index = Index(watched(last_success=NOON + 40))
    assert states.count(index) == {states.WORKS: 2}


# --- without a client ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "leaked", "idle"),
    [
        ({"dropped": 1}, True, False),
        ({"dropped": 0}, False, True),
        ({"dropped": 1, "close_breaks_sharers": False}, False, True),
        ({"dropped": 1, "orm": True}, False, False),
        ({"dropped": 1, "registered": False}, False, False),
    ],
)
def test_leaked_and_idle(changes: dict[str, Any], leaked: bool, idle: bool) -> None:
    alias = example_snapshots.alias(1, 1, **changes)
    index = Index(
        example_snapshots.snapshot(aliases=[alias], connections=[example_snapshots.connection(1)])
    )
    assert (states.leaked(index, alias), states.idle(index, alias)) == (leaked, idle)


def test_an_alias_that_loses_its_client_at_the_programs_end_is_no_leak() -> None:
    alias = example_snapshots.alias(1, 1, dropped=1)
    now = example_snapshots.snapshot(aliases=[alias], connections=[example_snapshots.connection(1)])
    target = replace(example_snapshots.TARGET, ended=NOON + 90)
    ended = apply(now, wire.Update(target=[target]))
    assert not states.leaked(Index(ended), alias)
    assert not states.idle(Index(ended), alias)
    finding = example_snapshots.finding(1, wire.Kind.LEAKED_ALIAS, alias=1)
    leaked = apply(ended, wire.Update(findings=[finding]))
    assert states.leaked(Index(leaked), alias), "it had leaked before"
