"""Global clusters: what was requested is the cluster's address, and a failover is an event."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import servers
from tests.forwarder import Forwarder
from tests.topology_server import topology_server

if TYPE_CHECKING:
    from tests.servers import Server

PROGRAM = Path(__file__).with_name("watched_program.py")

RELEASES = ("2.6.17", "3.0.2")
"""Up to 2.6.12, pymilvus itself fails after a failover: its call uses the closed channel."""


@pytest.mark.parametrize("part", ["failover", "async_failover"])
@pytest.mark.parametrize("release", RELEASES)
def test_a_failover_is_seen(release: str, part: str, lite: Server, runtime_dir: Path) -> None:
    near = Forwarder(int(lite.uri.rpartition(":")[2]))
    with topology_server(near.uri, lite.uri) as cluster:
        command = [
            str(servers.interpreter(release)),
            "-W",
            "ignore",
            str(PROGRAM),
            part,
            cluster.uri,
        ]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "PYTHONPATH": str(servers.ROOT),
                "MILVUS_TUI_RUNTIME_DIR": str(runtime_dir),
            },
        ) as program:
            assert program.stdout is not None
            before = json.loads(program.stdout.readline())
            cluster.move_primary()
            near.close()
            after = json.loads(program.communicate("\n", timeout=60)[0])
    address = f"127.0.0.1:{cluster.server_port}"
    at = [near.uri.partition("//")[2], lite.address]
    members = [["in00", near.uri, "primary"], ["in01", lite.uri, "replica"]]
    assert _connection(before) == (at[0], address, 1, members)
    members = [["in00", near.uri, "replica"], ["in01", lite.uri, "primary"]]
    assert _connection(after) == (at[1], address, 2, members)
    assert _connection_alias(after).startswith(address)
    said = [row["text"] for row in after["events"] if row["kind"] == "moved"]
    primaries = f"the primary is in01 ({lite.uri}), and was in00 ({near.uri}) (topology 1 → 2)"
    moved = f"a connection moved from {at[0]} to {at[1]}, by a failover of {address}"
    assert said == [f"global cluster {address}: {primaries}", moved]
    for rows in (before, after):
        assert rows["clients"][0]["differs"] == []
        assert rows["faults"] == []


def _connection(rows: dict[str, Any]) -> tuple[Any, ...]:
    (row,) = rows["connections"]
    return row["address"], row["cluster"], row["topology"], row["members"]


def _connection_alias(rows: dict[str, Any]) -> str:
    (row,) = rows["aliases"]
    return str(row["text"])
