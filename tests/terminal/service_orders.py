"""The tests' side of a service that runs under `milvus-tui run`."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import psutil

from tests.terminal.screen import SECONDS

if TYPE_CHECKING:
    from tests.terminal.screen import Terminal

PROGRAM = Path(__file__).with_name("service.py")


class Service:
    """Gives orders to a service by named pipes.

    Attributes:
        command: what starts the service.
    """

    def __init__(self, folder: Path, uri: str) -> None:
        self._pipes = [folder / "orders", folder / "answers"]
        for pipe in self._pipes:
            os.mkfifo(pipe)
        self.command = [sys.executable, "-W", "ignore", str(PROGRAM), uri, *map(str, self._pipes)]
        self._files: list[TextIO] = []

    def open(self) -> None:
        """Wait until the service has opened both pipes."""
        self._files = [self._pipes[0].open("w"), self._pipes[1].open()]

    def order(self, order: str) -> None:
        """Give an order, and do not wait."""
        self._files[0].write(order + "\n")
        self._files[0].flush()

    def ask(self, order: str) -> str:
        """Give an order; returns the answer."""
        self.order(order)
        return self._files[1].readline().strip()

    def close(self) -> None:
        """Close the pipes, at which the service ends."""
        for file in self._files:
            file.close()


@dataclass
class WatchedService:
    """A service, and the terminal with the dashboard that watches it."""

    terminal: Terminal
    service: Service
    pid: int
    """The service's own process id."""

    def create_clients(self) -> None:
        """Have the service create three clients, and wait until the screen shows them."""
        assert self.service.ask("make") == "done"
        self.terminal.wait("c3")


def pid_of(terminal: Terminal) -> int:
    """The service's own process id, as the service prints it."""
    found = re.search(r"service (\d+) is ready", terminal.wait("is ready"))
    assert found is not None
    return int(found.group(1))


def has_ended(pid: int) -> bool:
    """Wait for the end of a process; whether it came."""
    try:
        psutil.Process(pid).wait(SECONDS)
    except psutil.NoSuchProcess:
        pass
    return not psutil.pid_exists(pid)
