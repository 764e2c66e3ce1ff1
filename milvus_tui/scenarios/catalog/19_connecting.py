"""What one connect that hangs holds up."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from milvus_tui.scenarios import words
from milvus_tui.scenarios.scenario import CannotRun, Scenario
from milvus_tui.scenarios.stage import STEP_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    guest = stage.servers.second_login(stage)
    yield f"Make a client on a healthy server: {guest.server}."
    healthy = stage.one(uri=guest.uri)
    hanging = stage.servers.hanging()
    yield "Begin to connect to a server that never answers."
    connecting = stage.session.call("spawn", uri=hanging.uri, own_thread=True)
    hanging.wait_for_a_caller()
    yield "Meanwhile, make a client, a dedicated one, and close one, each in a thread of its own."
    call = stage.session.call
    others = {
        "new_client": call("spawn", uri=guest.uri, token="new:one", own_thread=True),
        "dedicated": call("spawn", uri=guest.uri, token="new:two", dedicated=True, own_thread=True),
        "close": call("close", client=healthy),
    }
    order: list[str] = []
    for name, future in {"connecting": connecting, **others}.items():
        future.add_done_callback(functools.partial(lambda name, _: order.append(name), name))
    connecting.result(timeout=STEP_SECONDS)
    for future in others.values():
        reply = future.result(timeout=STEP_SECONDS)
        if not reply.ok:
            raise CannotRun(reply.text)
    stage.wait(lambda: len(order) == 4, "every answer")
    for name in others:
        stage.facts[f"{name}_held_up"] = order.index(name) > order.index("connecting")


SCENARIO = Scenario(
    number=19,
    name="close while connecting",
    about=(
        "A client connects to a server that accepts and never answers. Meanwhile, others in the "
        "same process want to connect to a healthy server, or to close. Do they have to wait?"
    ),
    guide=None,
    expects={},
    play=play,
    cell=words.held_up,
    legend="what waits for the connect that hangs",
)
