"""Programs that run as under `milvus-tui run`, without the dashboard."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from milvus_tui.sessions.program.run_program import RunProgram
from milvus_tui.sessions.program.watched_environment import WatchSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from milvus_tui.model.snapshot import Snapshot

SECONDS = 120.0
"""How long a test waits for what must happen; far longer than it takes."""

WATCHED = WatchSettings()

PROGRAMS = Path(__file__).with_name("programs.py")


class Run:
    """A running program, which a test can wait for."""

    def __init__(self, program: RunProgram) -> None:
        self._change = threading.Condition()
        self.program = program
        program.listen(self._changed)

    def _changed(self) -> None:
        with self._change:
            self._change.notify_all()

    def wait(self, until: Callable[[], object], what: str) -> None:
        with self._change:
            assert self._change.wait_for(until, timeout=SECONDS), f"never saw {what}"

    def ended(self) -> int:
        """Wait for the end of the command, and of all its processes with an agent."""
        self.wait(lambda: self.program.exit_code is not None, "the end")
        listener = self.program._listener
        assert listener is not None
        listener.close()  # accepts the connections that still queue
        self.wait(lambda: all(session.ended for session in listener._sessions), "its processes'")
        assert self.program.exit_code is not None
        return self.program.exit_code

    @property
    def snapshots(self) -> list[Snapshot]:
        return [session.snapshot for session in self.program.sessions]

    @property
    def printed(self) -> list[str]:
        return [line.text for line in self.program.output]


@contextmanager
def running(
    *command: str | Path,
    settings: WatchSettings = WATCHED,
    file: Path | None = None,
) -> Iterator[Run]:
    program = RunProgram([str(word) for word in command], settings, file=file)
    run = Run(program)
    program.start()
    try:
        yield run
    finally:
        program.stop()


@contextmanager
def python(
    name: str, uri: str, interpreter: Path = Path(sys.executable), probe: bool = False
) -> Iterator[Run]:
    """One of `programs.py`."""
    command = (interpreter, "-W", "ignore", PROGRAMS, name, uri)
    with running(*command, settings=WatchSettings(probe=probe)) as run:
        yield run
