"""How many TCP sockets several clients use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    uri = context.second_login().uri or context.snapshot.target[0].uri
    pool = {"grpc_options": {"grpc.use_local_subchannel_pool": 1}}

    def count(clients: list[int]) -> str:
        return _count_and_close(context, clients)

    def logins(prefix: str, **args: Any) -> list[int]:
        return [
            context.new_client(uri=uri, token=f"{prefix}{number}:secret", **args)
            for number in range(8)
        ]

    yield "Make eight identical clients."
    context.facts["identical"] = count(context.new_clients(8, uri=uri))
    yield "Make eight clients with an alias each."
    first, _ = context.try_new_client(uri=uri, alias="alias-0")
    if first is None:
        context.facts["aliases"] = "refused"
    else:
        more = [context.new_client(uri=uri, alias=f"alias-{number}") for number in range(1, 8)]
        context.facts["aliases"] = count([first, *more])
    yield "Make eight clients with a token each."
    context.facts["tokens"] = count(logins("a"))
    yield "Make eight dedicated clients."
    context.facts["dedicated"] = count(
        context.new_clients(8, uri=uri, token="b:secret", dedicated=True)
    )
    yield "Make eight clients with a token each, and separate sockets by grpc_options."
    context.facts["tokens_local_pool"] = count(logins("c", options=pool))
    yield "Make eight dedicated clients, and separate sockets by grpc_options."
    context.facts["dedicated_local_pool"] = count(
        context.new_clients(8, uri=uri, token="d:secret", dedicated=True, options=pool)
    )
    # A masked URI has a login, which the row does not hold.
    if "127.0.0.1" in uri and "•" not in uri:
        yield "Make a client on localhost and one on 127.0.0.1."
        here = context.new_client(uri=uri.replace("127.0.0.1", "localhost"))
        context.facts["localhost_and_127"] = count([here, context.new_client(uri=uri)])


def _count_and_close(context: ScenarioContext, clients: list[int]) -> str:
    """Connections / sockets of clients, which are then closed."""
    counts = f"{context.count_connections(clients)}/{context.count_sockets(clients)}"
    for client in clients:
        context.close(client)
    return counts


SCENARIO = Scenario(
    number=17,
    name="sockets",
    about=(
        "gRPC lets connections with the same target and options share one TCP socket. So "
        "eight connections may use one socket. Each fact is connections / sockets of 8 "
        "clients."
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.sockets,
    legend=(
        "connections/sockets of 8 clients with an alias each; and with "
        "grpc.use_local_subchannel_pool of 8 with a token each, and of 8 dedicated clients"
    ),
)
