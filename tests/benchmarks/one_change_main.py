"""Shows rows and changes a row on request: `one_change_main.py KIND ROWS READ_FD WRITE_FD`.

A line with a number N on the first pipe changes a row's database to `dbN`. The answer on the second
pipe is the number of milliseconds until that text was written for the terminal.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path[0] = str(Path(__file__).resolve().parent.parent.parent)

from textual.app import App, ComposeResult  # noqa: E402
from textual.widgets import DataTable  # noqa: E402

from milvus_tui import wire  # noqa: E402
from milvus_tui.model import example_snapshots  # noqa: E402
from milvus_tui.model.snapshot import Snapshot, apply  # noqa: E402
from milvus_tui.tui.app import MilvusTui  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

VISIBLE = 20
"""Rows from the first one that the screen certainly shows."""


class Written:
    """Waits until an application's driver writes a text."""

    def __init__(self, app: App[Any]) -> None:
        self._text = ""
        self._at = 0.0
        self._seen = threading.Event()
        driver = app._driver
        assert driver is not None
        write = driver.write

        def watch(data: str) -> None:
            write(data)
            if self._text and self._text in data:
                self._at, self._text = time.perf_counter(), ""
                self._seen.set()

        driver.write = watch  # type: ignore[method-assign]

    def after(self, change: Callable[[], None], text: str) -> float:
        """Milliseconds from a call until the driver writes a text."""
        self._seen.clear()
        self._text = text
        begin = time.perf_counter()
        change()
        if not self._seen.wait(60):
            raise RuntimeError(f"{text} was never written")
        return (self._at - begin) * 1000


class Session:
    """A live session with example rows."""

    status = ""
    failure = None

    def __init__(self, clients: int) -> None:
        self.snapshot: Snapshot = example_snapshots.many(clients)
        self._listeners: list[Callable[[], None]] = []

    def listen(self, callback: Callable[[], None]) -> None:
        self._listeners.append(callback)

    def call(self, name: str, **args: Any) -> Future[wire.Reply]:
        raise NotImplementedError

    def stop(self) -> None: ...

    def change(self, client: int, database: str) -> None:
        """Apply an update, as the link's thread does."""
        row = replace(self.snapshot.clients[client], database=database)
        self.snapshot = apply(self.snapshot, wire.Update(clients=[row]))
        for listener in self._listeners:
            listener()


class Table(App[None]):
    """The same rows in a `DataTable`."""

    COLUMNS = (
        "client",
        "state",
        "since",
        "thread",
        "latency",
        "history",
        "collections",
        "database",
    )

    def __init__(self, clients: int) -> None:
        super().__init__()
        self.clients = clients
        self.table: DataTable[str] = DataTable(cursor_type="row")

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        for name in self.COLUMNS:
            self.table.add_column(name, key=name, width=12)
        for key in range(1, self.clients + 1):
            row = (
                f" c{key} ",
                "● works",
                "12 s",
                "MainThread",
                "0.9 ms",
                "▁▂▁▁▃▁▁",
                "2",
                "default",
            )
            self.table.add_row(*row, key=str(key))

    def change(self, client: int, database: str) -> None:
        """Update a cell in the application's own thread."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(
            self.table.update_cell, str(client), "database", f" {database} "
        )


def serve(app: App[Any], change: Callable[[int, str], None], requests: int, answers: int) -> None:
    """Make the requested changes until the pipe closes; runs in a thread."""
    written: Written | None = None
    with os.fdopen(requests) as numbers:
        for line in numbers:
            number = int(line)
            written = written or Written(app)
            client, name = number % VISIBLE + 1, f"db{number}"
            took = written.after(lambda: change(client, name), name)  # noqa: B023
            os.write(answers, f"{took}\n".encode())


def main() -> None:
    """Run until the terminal closes."""
    kind, clients, requests, answers = sys.argv[1], *map(int, sys.argv[2:])
    app: App[Any]
    if kind == "dashboard":
        session = Session(clients)
        app, change = MilvusTui(session), session.change
    else:
        app = table = Table(clients)
        change = table.change
    threading.Thread(target=serve, args=(app, change, requests, answers), daemon=True).start()
    app.run()


if __name__ == "__main__":
    main()
