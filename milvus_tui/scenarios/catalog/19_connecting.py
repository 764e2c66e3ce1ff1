"""What one connect that hangs holds up."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from milvus_tui.scenarios import words
from milvus_tui.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.stage import Stage


def play(stage: Stage) -> Iterator[str]:
    """The steps."""
    yield "Make a client on the healthy server."
    healthy = stage.one()
    hanging = stage.servers.hanging()
    yield "Begin to connect to a server that never answers."
    connecting = stage.session.call("spawn", uri=hanging.uri, own_thread=True)
    hanging.wait_for_a_caller()
    yield "Meanwhile, make a client, a dedicated one, and close one, each in a thread of its own."
    others = {
        "new_client": stage.session.call("spawn", token="new:one", own_thread=True),
        "dedicated": stage.session.call("spawn", token="new:two", dedicated=True, own_thread=True),
        "close": stage.session.call("close", client=healthy),
    }
    order: list[str] = []
    for name, future in {"connecting": connecting, **others}.items():
        future.add_done_callback(functools.partial(lambda name, _: order.append(name), name))
    for future in (connecting, *others.values()):
        future.result(timeout=60)
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
