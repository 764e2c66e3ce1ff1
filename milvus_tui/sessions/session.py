"""What the dashboard knows of a target, whichever door it came through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot


class Session(Protocol):
    """A target that is being started, is live, or was lost.

    Every property may be read from any thread at any time and returns at once.
    """

    @property
    def snapshot(self) -> Snapshot:
        """The newest state of the target; the last one, once it was lost."""
        ...

    @property
    def status(self) -> str:
        """What is being waited for (`starting Milvus Lite`); empty once the target is live."""
        ...

    @property
    def failure(self) -> str | None:
        """In one line, why the target could not be started or was lost, and what to do."""
        ...

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback`, from any thread, after each change of the three properties."""
        ...

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Send a command (`wire.Command`). A lost target gives a reply that is not ok."""
        ...

    def stop(self) -> None:
        """Leave the target; end it if this session started it. Blocks until nothing is left."""
        ...


class Opener(Protocol):
    """What opens further targets beside a first one; see `sessions.target_group`."""

    def open(self, release: str) -> Session:
        """Start a target with a release of pymilvus, and return at once.

        Raises:
            ValueError: it cannot be started; one line says why.
        """
        ...

    def end(self, session: Session) -> None:
        """End one that was opened here. Blocks until nothing is left of it."""
        ...

    def at_end(self, stop: Callable[[], None]) -> None:
        """Call `stop` when all targets are ended, at the latest at the end of the program."""
        ...


@dataclass(frozen=True, slots=True)
class OutputLine:
    """A line that a program printed."""

    number: int
    """Counted from 1 over both streams, in the order in which they were read."""
    error: bool
    """Whether it came by standard error."""
    text: str
    """Without its line end; escape sequences as they came."""


class Program(Protocol):
    """A command that `milvus-tui run` started, and every Python process in it with an agent.

    Every property may be read from any thread at any time and returns at once.
    """

    @property
    def command(self) -> str:
        """What was started, for a person; arguments left out, since they may hold secrets."""
        ...

    @property
    def pid(self) -> int | None:
        """Of the command itself, which need not be Python; None before it runs."""
        ...

    @property
    def exit_code(self) -> int | None:
        """As a shell gives it: 128 + N for a signal N; None as long as it runs."""
        ...

    @property
    def ending(self) -> str:
        """How it ended: `exit code 3`, `killed by SIGKILL`; empty as long as it runs."""
        ...

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The processes with an agent, in the order in which they came. None is ever taken out:
        one that ended keeps its last state, and its `failure` says that it ended."""
        ...

    @property
    def output(self) -> Sequence[OutputLine]:
        """The last lines of what the command and its children printed, oldest first.

        The last line of each of both streams may be unfinished: its text then changes, under
        the same number. Of what was overwritten by a carriage return, the last text is given.
        """
        ...

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback`, from any thread, after each change of the properties."""
        ...

    def signal(self, number: int) -> None:
        """Send a signal to the command; nothing happens if it has ended.

        SIGINT, SIGQUIT and SIGHUP reach its whole process group, as from a terminal.
        """
        ...

    def resize(self, columns: int, rows: int) -> None:
        """Tell the program how large the terminal is that it prints on."""
        ...

    def detach(self) -> None:
        """Let go of the program, which runs on as if nobody had watched it."""
        ...

    def stop(self) -> None:
        """End the program if it still runs (SIGTERM, later SIGKILL), and leave nothing behind.
        Blocks until it has ended."""
        ...
