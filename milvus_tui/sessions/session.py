"""What the dashboard knows of a target, however its agent was started."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot


class Session(Protocol):
    """A target that is starting, is live, or was lost.

    Any thread may read the properties at any time; they return at once.
    """

    @property
    def snapshot(self) -> Snapshot:
        """The newest rows of the target. They stay as they were once the target is lost."""
        ...

    @property
    def status(self) -> str:
        """What is in progress (`starting Milvus Lite`); empty once the target is live."""
        ...

    @property
    def failure(self) -> str | None:
        """Why the target could not be started or was lost, and what to do, in one line."""
        ...

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback`, from any thread, after each change of the three properties."""
        ...

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        """Send a command (`wire.Command`). A lost target gives a reply that is not ok."""
        ...

    def stop(self) -> None:
        """Disconnect, and end the target if this session started it. Blocks until it has ended."""
        ...


class TargetOpener(Protocol):
    """Opens further targets beside a first one; see `sessions.target_group`."""

    def open(self, release: str) -> Session:
        """Start a target with a release of pymilvus, and return at once.

        Raises:
            ValueError: the target cannot be started; one line says why.
        """
        ...

    def end(self, session: Session) -> None:
        """End a target that this object opened. Blocks until the target has ended."""
        ...

    def at_end(self, stop: Callable[[], None]) -> None:
        """Call `stop` after all targets have ended, at the latest when the dashboard exits."""
        ...


@dataclass(frozen=True, slots=True)
class OutputLine:
    """A line that a program printed."""

    number: int
    """Counted from 1 over both streams, in the order in which they were read."""
    error: bool
    """Whether the program printed it on standard error."""
    text: str
    """Without its line end; escape sequences are kept."""


class Program(Protocol):
    """A command that `milvus-tui run` started, and its Python processes with an agent.

    Any thread may read the properties at any time; they return at once.
    """

    @property
    def command(self) -> str:
        """A short name of the command. It has no arguments, since they may hold secrets."""
        ...

    @property
    def pid(self) -> int | None:
        """The pid of the command, which need not be Python; None before it runs."""
        ...

    @property
    def exit_code(self) -> int | None:
        """The exit code as a shell gives it: 128 + N for a signal N; None while it runs."""
        ...

    @property
    def ending(self) -> str:
        """How the command ended: `exit code 3`, `killed by SIGKILL`; empty while it runs."""
        ...

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The processes with an agent, in the order in which they connected.

        No session is removed: that of an ended process keeps the last rows, and its `failure`
        says how the process ended.
        """
        ...

    @property
    def output(self) -> Sequence[OutputLine]:
        """The last lines that the command and its children printed, oldest first.

        The last line of each stream may be unfinished: its text changes, its number does not.
        Of a line that a carriage return overwrites, only the newest text is kept.
        """
        ...

    def listen(self, callback: Callable[[], None]) -> None:
        """Call `callback`, from any thread, after each change of the properties."""
        ...

    def signal(self, number: int) -> None:
        """Send a signal to the command; does nothing if the command has ended.

        SIGINT, SIGQUIT and SIGHUP go to its whole process group, as a terminal sends them.
        """
        ...

    def resize(self, columns: int, rows: int) -> None:
        """Set the size of the terminal that the program prints on."""
        ...

    def detach(self) -> None:
        """Disconnect from the program, which keeps running as if it was never watched."""
        ...

    def stop(self) -> None:
        """End the program if it still runs: SIGTERM, later SIGKILL. Blocks until it has ended."""
        ...
