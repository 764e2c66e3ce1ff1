"""Starts and ends the parts of a lab's process: socket, agent and commands."""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Dict, Optional

from milvus_tui.agent import clocks, masking
from milvus_tui.agent.core import Agent
from milvus_tui.agent.lab.client_parameters import ClientParameters
from milvus_tui.agent.lab.lab_commands import LabCommands
from milvus_tui.agent.lab.server_check import UnusableServer, check_server
from milvus_tui.agent.registries import choose
from milvus_tui.agent.registries.generations import describe, generation
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.viewers.viewer_server import ViewerServer
from milvus_tui.wire import Command, Reply, Target

__all__ = ["LabHost", "UnusableServer"]

DRAIN_SECONDS = 0.5
"""Longest time that the end waits until viewers were sent the last rows and replies."""


class LabHost:
    """The parts of a lab.

    Args:
        settings: `uri`, `database`, `user`, `password`, `token`, `timeout` and `interval` in
            seconds, `tls` (a dict by pymilvus's names), `server_label` (the server's name
            if the dashboard knows a better one than the server's version).
    """

    def __init__(self, settings: Dict[str, Any]) -> None:
        self._settings = settings
        self._timeout = float(settings.get("timeout") or 5.0)
        self._interval = float(settings.get("interval") or 1.0)
        self._default = ClientParameters(
            uri=str(settings.get("uri") or ""),
            database=str(settings.get("database") or ""),
            user=str(settings.get("user") or ""),
            password=str(settings.get("password") or ""),
            token=str(settings.get("token") or ""),
        )
        self._tables = Tables()
        self._server: Optional[ViewerServer] = None
        self._agent: Optional[Agent] = None
        self._commands: Optional[LabCommands] = None
        self._ending = threading.Event()

    def listen(self) -> Path:
        """Open the socket; returns its path."""
        self._tables.put("target", self._target_row())
        self._server = ViewerServer(self._tables, self._command)
        return self._server.path

    def prepare(self) -> None:
        """Import pymilvus, check the server and start the agent.

        Raises:
            UnusableServer: with one line that says why and what to do.
        """
        try:
            import pymilvus
        except ImportError as error:
            raise UnusableServer(f"{sys.executable} cannot import pymilvus: {error}") from None
        tls = dict(self._settings.get("tls") or {})
        row = replace(
            self._target_row(),
            pymilvus=str(pymilvus.__version__),
            rule=describe(pymilvus),
            generation=generation(pymilvus),
        )
        self._tables.put("target", row)
        try:
            registry = choose(pymilvus)
        except LookupError as error:
            raise UnusableServer(str(error)) from None
        label = check_server(self._default, tls, self._timeout)
        label = str(self._settings.get("server_label") or label)
        self._tables.put("target", replace(row, server=label))
        self._agent = Agent(
            self._tables,
            pymilvus,
            registry,
            interval=self._interval,
            timeout=self._timeout,
        )
        self._agent.start()
        self._commands = LabCommands(
            self._agent,
            pymilvus.MilvusClient,
            self._default,
            tls,
            timeout=self._timeout,
            interval=self._interval,
        )

    def run(self) -> None:
        """Run commands in the main thread until `end()`."""
        if self._commands is not None and not self._ending.is_set():
            self._commands.run()

    def end(self) -> None:
        """Let `run()` return; safe in a signal handler and at any time."""
        self._ending.set()
        if self._commands is not None:
            self._commands.end()

    def close(self) -> None:
        """Undo everything, and remove the socket file."""
        if self._commands is not None:
            self._commands.close()
        if self._agent is not None:
            self._agent.stop()
        if self._server is not None:
            self._server.drain(DRAIN_SECONDS)
            self._server.close()

    def _command(self, command: Command, reply: Callable[[Reply], None]) -> None:
        if self._commands is None:
            reply(Reply(command.id, False, "the target is not ready yet"))
            return

        def done(answer: Reply) -> None:
            if command.name == "pause" and answer.ok:
                row = self._tables.get("target", 0)
                if row is not None:
                    self._tables.put("target", replace(row, paused=bool(command.args.get("on"))))
            reply(answer)

        self._commands.command(command, done)

    def _target_row(self) -> Target:
        default = self._default
        return Target(
            id=0,
            pid=os.getpid(),
            command="lab",
            started_by="lab",
            python=".".join(map(str, sys.version_info[:3])),
            pymilvus="",
            rule="",
            uri=masking.uri(default.uri),
            login=default.login(),
            database=default.database,
            server="",
            started=clocks.wall(),
            interval=self._interval,
            timeout=self._timeout,
            lab=True,
            paused=False,
        )
