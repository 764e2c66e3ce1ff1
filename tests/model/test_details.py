"""The details of each kind of row, and the counts in the header."""

from __future__ import annotations

import pytest

from milvus_tui import wire
from milvus_tui.model import example_snapshots, headline
from milvus_tui.model.details.describe import describe
from milvus_tui.model.findings.reported import reported_findings
from milvus_tui.model.findings.severity import Thresholds
from milvus_tui.model.history import History
from milvus_tui.model.index import Index
from milvus_tui.model.row_ids import NO_CONNECTION
from milvus_tui.model.snapshot import apply

NOW = example_snapshots.NOON + 75


def details(row: tuple[str, int]) -> str:
    return describe(Index(example_snapshots.after_close()), History(), row, NOW).text


def test_the_details_of_a_broken_client_have_the_error_in_full_and_its_cause() -> None:
    said = details(("client", 7))
    for words in (
        "✗ fails since ",
        "(15 s)",
        "ConnectionNotExistException",
        "should create connection first.",
        "c1.close() by the lab",
        "lab.py:41 spawn",
        "worker-3",
    ):
        assert words in said


def test_the_details_of_a_working_client_predict_what_its_close_breaks() -> None:
    said = describe(Index(example_snapshots.shared()), History(), ("client", 1), NOW).text
    assert "would break c2 … c11 (10 clients, 3 threads)" in said
    assert "10 other clients" in said


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("worker", 1), "c2 in worker-1"),
        (("connection", 4), "leaked"),
        (("alias", 4), "1 client without close()"),
        (("socket", 1), "used by     3 connections: B, C, D"),
        (("client", 99), "c99 is gone"),
        (NO_CONNECTION, "resolve to no connection"),
    ],
)
def test_every_row_has_details(row: tuple[str, int], words: str) -> None:
    assert words in details(row)


def test_a_global_cluster_shows_its_topology_and_the_cluster_that_is_connected() -> None:
    row = example_snapshots.connection(
        1,
        address="in00.example.com:443",
        cluster="glo.global-cluster.example.com:443",
        topology=7,
        members=(
            ("in00", "https://in00.example.com:443", "replica"),
            ("in01", "https://in01.example.com:443", "primary"),
        ),
    )
    snapshot = example_snapshots.snapshot(connections=[row])
    said = describe(Index(snapshot), History(), ("connection", 1), NOW)
    assert "glo.global-cluster.example.com:443, a global cluster" in said.text
    assert "topology 7" in said.text
    first, second = (entry for entry in said.entries if "https://" in entry.value)
    assert (first.value.endswith("replica · connected"), first.tone) == (True, "warning")
    assert second.value.endswith("primary")


def test_a_client_of_a_file_shows_its_server_and_its_owner() -> None:
    address = "unix:/tmp/x_demo.db.sock"
    row = wire.EmbeddedServer(
        id=1,
        path="/srv/shop/demo.db",
        address=address,
        owner=7,
        server=9,
        command="python app.py",
        state="ended",
        file="removed",
        since=NOW,
        exit="killed by SIGKILL",
    )
    snapshot = example_snapshots.snapshot(
        clients=[example_snapshots.client(1)],
        aliases=[example_snapshots.alias(1, 1)],
        connections=[example_snapshots.connection(1, address=address)],
        embedded=[row],
    )
    for shown in (("client", 1), ("connection", 1)):
        said = describe(Index(snapshot), History(), shown, NOW).text
        assert "/srv/shop/demo.db, removed" in said
        assert "Milvus Lite, pid 9, ended: killed by SIGKILL" in said
        assert "pid 7 · python app.py" in said


# --- a program that is watched ---------------------------------------------------------------


def watched(**changes: object) -> str:
    """The details of a client that a program created, without probes."""
    now = apply(
        example_snapshots.with_findings(),
        wire.Update(
            clients=[example_snapshots.client(13, 3, **changes)],
            connections=[example_snapshots.connection(3, calls=12, last_success=NOW - 3)],
            loops=[wire.Loop(1, "MainThread", "closed", NOW - 9)],
            gone={"verdicts": [3]},
        ),
    )
    return describe(Index(now), History(), ("client", 13), NOW).text


def test_without_probes_the_details_count_the_programs_own_calls() -> None:
    assert "12 calls of the program's own on its connection, none failed; the last 3 s ago." in (
        watched()
    )


def test_the_calls_of_a_connection_and_what_failed_last() -> None:
    row = example_snapshots.connection(
        3, succeeded=9, failed=2, last_failure=NOW - 5, failing_since=NOW - 8,
        failed_method="search", failed_kind=wire.FailureKind.REFUSED, failed_code="100",
        failed_text="collection not found", running=(("query", NOW - 4, 3, "MainThread"),),
    )  # fmt: skip
    now = apply(example_snapshots.with_findings(), wire.Update(connections=[row]))
    said = describe(Index(now), History(), ("connection", 3), NOW).text
    assert "own calls   9 returned, 2 failed" in said
    assert "search: collection not found (100)" in said
    assert "(8 s)" in said
    assert "running     query for 4 s, try 3, in main" in said


def test_the_call_site_its_callers_and_its_counts() -> None:
    said = watched(place=2)
    assert "at          app/store.py:58 search" in said
    assert "            starlette/routing.py:73 app" in said
    assert "            main.py:12 main" in said
    assert "call site   created 40, closed 3, dropped 37, connections opened 40" in said


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"class_name": "Store"}, "class       Store"),
        ({"task": "Task-3"}, "thread main, task Task-3"),
        ({"loop": 1}, "event loop  closed, in thread main"),
        ({"inherited": True}, "created in the parent process, before a fork"),
        (
            {"closed": NOW, "closed_by": "app.py:9 end", "closed_thread": "worker-2"},
            "by app.py:9 end, thread worker-2",
        ),
        (
            {"differs": ("server",), "uri": "http://10.0.0.9:19530"},
            "requested http://10.0.0.9:19530, has localhost:19530",
        ),
        (
            {"differs": ("database",), "requested_database": "books"},
            "requested database books, has database default",
        ),
        ({"differs": ("password",)}, "has another password"),
        ({"differs": ("security",)}, "requested TLS, has plain text"),
        ({"differs": ("alias",), "requested_alias": "mine"}, "requested alias='mine'"),
    ],
)
def test_the_details_of_a_client_that_a_program_created(
    changes: dict[str, object], words: str
) -> None:
    assert words in watched(**changes)


def test_an_alias_of_the_orms_is_the_programs_own_to_keep() -> None:
    alias = example_snapshots.alias(
        9, 1, "default", orm=True, place=1, thread="MainThread", dropped=1
    )
    now = example_snapshots.snapshot(
        aliases=[alias],
        connections=[example_snapshots.connection(1)],
        sites=[example_snapshots.site(1)],
    )
    said = describe(Index(now), History(), ("alias", 9), NOW).text
    assert "connections.connect() by app/store.py:41 spawn, thread main" in said
    assert "leaked" not in said


def test_an_alias_of_the_orms_shows_who_used_and_disconnected_it() -> None:
    history = wire.OrmAlias(
        1, "default", example_snapshots.NOON, "app.py:3 main", 1, "MainThread", "db:19530",
        "root:••••", "books",
        connects=2, disconnected_by="connections.disconnect('default') by app.py:9 job",
        disconnected_thread="job-1", users=(("MainThread", 3), ("job-1", 40)), uses=43, failed=2,
    )  # fmt: skip
    now = example_snapshots.snapshot(
        aliases=[example_snapshots.alias(9, 1, "default", orm=True)],
        connections=[example_snapshots.connection(1)],
        orm_aliases=[history],
    )
    said = describe(Index(now), History(), ("alias", 9), NOW).text
    assert "db:19530, database books, root:••••" in said
    assert "43 times by 2 threads" in said
    assert said.index("job-1: 40") < said.index("main: 3")
    assert "2 calls without a connection" in said
    assert "before by connections.disconnect('default') by app.py:9 job, thread job-1" in said


def test_the_details_name_the_findings_that_concern_the_row() -> None:
    now = example_snapshots.with_findings()
    found = reported_findings(now, Thresholds(), NOW)
    said = describe(Index(now), History(), ("client", 7), NOW, findings=found).text
    assert "✗ c1.close() broke 10 other clients\nf: why, and what to do" in said
    assert (
        "broke 10" not in describe(Index(now), History(), ("client", 13), NOW, findings=found).text
    )


def test_the_header_counts_states() -> None:
    said = [words for _, words in headline.counts(Index(example_snapshots.after_close()))]
    assert said == ["● 2 work", "✗ 10 fail", "○ 1 closed"]
