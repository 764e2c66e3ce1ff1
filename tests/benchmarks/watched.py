"""A target that reports its own figures (`watched_main.py`), and a viewer."""

from __future__ import annotations

import json
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milvus_tui.sessions import agent_link
from tests.benchmarks.scene import SECONDS
from tests.benchmarks.terminal import python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from milvus_tui.model.snapshot import Snapshot

SCRIPT = Path(__file__).with_name("watched_main.py")


class Watched:
    """The process, and a viewer that receives every change, as a dashboard does."""

    def __init__(self, uri: str, interval: float) -> None:
        self._process = subprocess.Popen(
            python(str(SCRIPT)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        settings = {"uri": uri, "interval": interval, "timeout": 10.0}
        self._change = threading.Condition()
        self._link = agent_link.connect(Path(self._ask(settings)["socket"]), self._changed)

    @property
    def snapshot(self) -> Snapshot:
        """The viewer's snapshot."""
        return self._link.snapshot

    def spawn(self, count: int, databases: Sequence[str] = ("",)) -> None:
        """Create clients, and wait until the viewer knows that they work."""
        spawned = self._ask({"spawn": count, "databases": list(databases)})
        self.wait(lambda: len(self.snapshot.clients) == spawned["clients"])
        self.wait(lambda: len(self.snapshot.verdicts) >= spawned["distinct"])
        self.tick()  # also removes connections that were used only to create clients
        self.wait(lambda: len(self.snapshot.verdicts) == spawned["distinct"])

    def count(self) -> dict[str, Any]:
        """The figures so far."""
        return self._ask({"count": True})

    def tick(self) -> None:
        """Run all probes once, and wait until the viewer has their results."""
        before = {key: row.at for key, row in self.snapshot.verdicts.items()}
        reply = self._link.call("probe").result(SECONDS)
        assert reply.ok, reply.text
        self.wait(
            lambda: all(row.at > before.get(key, 0) for key, row in self.snapshot.verdicts.items())
        )

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait for a condition; check it after each change."""
        with self._change:
            if not self._change.wait_for(until, SECONDS):
                raise RuntimeError("the target took too long")

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._link.close()
        self._process.stdin.close()
        self._process.wait(SECONDS)

    def _changed(self) -> None:
        with self._change:
            self._change.notify_all()

    def _ask(self, line: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def watched(uri: str, interval: float) -> Iterator[Watched]:
    """A target on a server."""
    opened = Watched(uri, interval)
    try:
        yield opened
    finally:
        opened.close()
