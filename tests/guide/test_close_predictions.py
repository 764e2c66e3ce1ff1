"""What a close() breaks is predicted rightly, on every generation of pymilvus, for every client."""

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
    """Clients that differ in everything that a release may or may not share by."""
    user = {"user": "blast", "password": "secret"}
    made = run.spawn(4, **user)
    made += run.spawn(2, **user, database="blast", create_database=True)
    made += run.spawn(2, user="another", password="secret")
    made += run.spawn(2, **user, dedicated=True)
    for _ in range(2):
        reply = run.ask("spawn", **user, alias="blast-alias")
        made += reply.data["clients"] if reply.ok else []
    run.wait(lambda: set(made) <= set(run.snapshot.clients), "their rows")
    run.settled(made, "works")
    return made


@pytest.mark.parametrize("release", servers.RELEASES)
def test_every_close_breaks_whom_it_was_said_to_break(release: str, lite: Server) -> None:
    with lab(lite.uri, python=servers.interpreter(release)) as run:
        clients = spawn_all_kinds(run)
        left, broke_some = list(clients), False
        while left:
            client = left.pop(0)
            index, predictions = Index(run.snapshot), PredictionLog()
            worked = {key for key in left if run.own_call(key)[0] == wire.WORKS}
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
            broken = {key for key in worked if run.own_call(key)[0] != wire.WORKS}
            assert found.agrees, found.text
            assert {n for n in left if _in(n, found.broke)} == broken
            broke_some |= bool(found.broke)
        assert broke_some is (release in ("2.5.11", "2.5.12", "2.5.18", "2.6.6", "2.6.9"))


def _in(client: int, spans: client_names.Ranges) -> bool:
    return any(first <= client <= last for first, last in spans)
