"""What a connect that hangs holds up."""

from __future__ import annotations

import functools
import queue
import time
from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
from milvus_tui.scenarios.facts import CannotRun
from milvus_tui.scenarios.scenario import Scenario
from milvus_tui.scenarios.scenario_context import STEP_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milvus_tui.scenarios.scenario_context import ScenarioContext


def play(context: ScenarioContext) -> Iterator[str]:
    """The steps."""
    login = context.second_login()
    yield f"Make a client on a healthy server: {login.server}."
    healthy = context.new_client(uri=login.uri)
    silent = context.servers.silent_server()
    # One step: between two steps, the connect that hangs could time out.
    yield (
        "Begin to connect to a server that never answers. Meanwhile, make a client, make a "
        "dedicated client and close a client, each in its own thread."
    )
    call = context.session.call
    connecting = call("spawn", uri=silent.uri, own_thread=True)
    silent.wait_for_connection()
    begun = time.monotonic()
    others = {
        "new_client": call("spawn", uri=login.uri, token="new:one", own_thread=True),
        "dedicated": call("spawn", uri=login.uri, token="new:two", dedicated=True, own_thread=True),
        "close": call("close", client=healthy),
    }
    took: queue.SimpleQueue[tuple[str, float]] = queue.SimpleQueue()
    for name, future in {"connecting": connecting, **others}.items():
        future.add_done_callback(functools.partial(_note, took, name, begun))
    for name, future in others.items():
        reply = future.result(timeout=STEP_SECONDS)
        if not reply.ok:
            raise CannotRun(f"{name.replace('_', ' ')}: {reply.text}")
    connecting.result(timeout=STEP_SECONDS)
    seconds = dict(took.get(timeout=STEP_SECONDS) for _ in range(1 + len(others)))
    for name in others:
        # A call that has to wait ends with the connect; any other call ends long before.
        context.facts[f"{name}_held_up"] = seconds[name] > seconds["connecting"] / 2


def _note(took: queue.SimpleQueue[tuple[str, float]], name: str, begun: float, _: object) -> None:
    took.put((name, time.monotonic() - begun))


SCENARIO = Scenario(
    number=19,
    name="close while connecting",
    about=(
        "A client connects to a server that accepts and never answers. Meanwhile, other threads "
        "of the process connect to a healthy server, or close a client. Do they have to wait?"
    ),
    guide=None,
    expects={},
    play=play,
    cell=outcome_words.held_up,
    legend="which calls wait for the connect that hangs",
)
