"""The prediction of each close() comes true, in every generation of pymilvus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from milvus_tui import wire
from milvus_tui.model.index import Index
from milvus_tui.model.predictions import PredictionLog
from tests import servers
from tests.labs import Lab, lab

if TYPE_CHECKING:
    from milvus_tui.wire import client_names
    from tests.servers import Server


def spawn_all_kinds(run: Lab) -> list[int]:
    """Clients that differ in each argument that may decide which clients share a connection."""
    user = {"user": "reader", "password": "secret"}
    spawned = run.spawn(4, **user)
    spawned += run.spawn(2, **user, database="books", create_database=True)
    spawned += run.spawn(2, user="another", password="secret")
    spawned += run.spawn(2, **user, dedicated=True)
    for _ in range(2):
        reply = run.ask("spawn", **user, alias="shared-alias")
        spawned += reply.data["clients"] if reply.ok else []
    run.wait(lambda: set(spawned) <= set(run.snapshot.clients), "their rows")
    run.settled(spawned, "works")
    return spawned


@pytest.mark.parametrize("release", servers.RELEASES)
def test_every_close_breaks_the_predicted_clients(release: str, lite: Server) -> None:
    with lab(lite.uri, python=servers.interpreter(release)) as run:
        clients = spawn_all_kinds(run)
        remaining, broke_some = list(clients), False
        while remaining:
            client = remaining.pop(0)
            index, predictions = Index(run.snapshot), PredictionLog()
            working = {key for key in remaining if run.own_call(key)[0] == wire.WORKS}
            predictions.predict(index, client)
            run.do("close", client=client)

            def known(
                index: Index = index, predictions: PredictionLog = predictions, client: int = client
            ) -> bool:
                index.update(run.snapshot)
                predictions.update(index)
                return client in predictions.outcomes

            run.wait(known, f"what the close of c{client} broke")
            found = predictions.outcomes[client]
            broken = {key for key in working if run.own_call(key)[0] != wire.WORKS}
            assert found.agrees, found.text
            assert {n for n in remaining if _contains(found.broke, n)} == broken
            broke_some |= bool(found.broke)
        assert broke_some is (release in ("2.5.11", "2.5.12", "2.5.18", "2.6.6", "2.6.9"))


def _contains(ranges: client_names.Ranges, client: int) -> bool:
    return any(first <= client <= last for first, last in ranges)
