"""What one connect that hangs holds up."""

from __future__ import annotations

import functools
import queue
import time
from typing import TYPE_CHECKING

from milvus_tui.scenarios import outcome_words
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
    # One step: whoever plays this step by step would wait longer than the connect hangs.
    yield (
        "Begin to connect to a server that never answers. Meanwhile, make a client, a dedicated "
        "one, and close one, each in a thread of its own."
    )
    call = stage.session.call
    connecting = call("spawn", uri=hanging.uri, own_thread=True)
    hanging.wait_for_a_caller()
    begun = time.monotonic()
    others = {
        "new_client": call("spawn", uri=guest.uri, token="new:one", own_thread=True),
        "dedicated": call("spawn", uri=guest.uri, token="new:two", dedicated=True, own_thread=True),
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
        # What has to wait is done when the connect is; what has not, long before.
        stage.facts[f"{name}_held_up"] = seconds[name] > seconds["connecting"] / 2


def _note(took: queue.SimpleQueue[tuple[str, float]], name: str, begun: float, _: object) -> None:
    took.put((name, time.monotonic() - begun))


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
    cell=outcome_words.held_up,
    legend="what waits for the connect that hangs",
)
