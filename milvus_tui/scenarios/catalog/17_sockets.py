"""How many TCP sockets several clients use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    uri = stage.servers.second_login(stage).uri or stage.snapshot.target[0].uri
    pool = {"grpc_options": {"grpc.use_local_subchannel_pool": 1}}

    def count(clients: list[int]) -> str:
        found = f"{stage.connections(clients)}/{stage.sockets(clients)}"
        for client in clients:
            stage.close(client)
        return found

    def logins(prefix: str, **args: Any) -> list[int]:
        return [stage.one(uri=uri, token=f"{prefix}{number}:secret", **args) for number in range(8)]

    yield "Make eight identical clients."
    stage.facts["identical"] = count(stage.spawn(8, uri=uri))
    yield "Make eight clients with an alias each."
    first, _ = stage.try_one(uri=uri, alias="alias-0")
    if first is None:
        stage.facts["aliases"] = "refused"
    else:
        more = [stage.one(uri=uri, alias=f"alias-{number}") for number in range(1, 8)]
        stage.facts["aliases"] = count([first, *more])
    yield "Make eight clients with a token each."
    stage.facts["tokens"] = count(logins("a"))
    yield "Make eight dedicated clients."
    stage.facts["dedicated"] = count(stage.spawn(8, uri=uri, token="b:secret", dedicated=True))
    yield "Make eight clients with a token each, and sockets of their own by grpc_options."
    stage.facts["tokens_local_pool"] = count(logins("c", options=pool))
    yield "Make eight dedicated clients, and sockets of their own by grpc_options."
    stage.facts["dedicated_local_pool"] = count(
        stage.spawn(8, uri=uri, token="d:secret", dedicated=True, options=pool)
    )
    if "127.0.0.1" in uri and "•" not in uri:  # else it has a login, which is not shown
        yield "Make a client on localhost and one on 127.0.0.1."
        here = stage.one(uri=uri.replace("127.0.0.1", "localhost"))
        stage.facts["localhost_and_127"] = count([here, stage.one(uri=uri)])


SCENARIO = Scenario(
    number=17,
    name="sockets",
    about=(
        "gRPC lets connections with the same target and options share one TCP socket. So what "
        "looks like eight connections may be one socket. Each fact is connections / sockets of 8 "
        "clients."
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.sockets,
    legend=(
        "connections/sockets of 8 clients with an alias each; and with "
        "grpc.use_local_subchannel_pool of 8 with a token each, and of 8 dedicated ones"
    ),
)
