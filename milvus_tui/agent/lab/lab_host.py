"""A lab's process, put together: socket, agent and lab, in the order in which they come."""

from __future__ import annotations

import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Dict, Optional

from milvus_tui.agent import masking
from milvus_tui.agent.core import Agent
from milvus_tui.agent.lab.client_parameters import ClientParameters
from milvus_tui.agent.lab.lab_commands import LabCommands
from milvus_tui.agent.lab.server_check import Unusable, server
from milvus_tui.agent.registries import choose
from milvus_tui.agent.registries.generations import describe, generation
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.viewers.viewer_server import ViewerServer
from milvus_tui.wire import Command, Reply, Target

__all__ = ["LabHost", "Unusable"]

LAST_WORDS_SECONDS = 0.5
"""Longest that viewers are waited for at the end: the reply to `end` is to be heard."""


class LabHost:
    """The lab's parts.

    Args:
        settings: `uri`, `database`, `user`, `password`, `token`, `timeout` and `interval` in
            seconds, `tls` (a dict by pymilvus's names), `server_label` (the server's name
            where the dashboard knows it better than the server's version tells).
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
        self._lab: Optional[LabCommands] = None
        self._ending = threading.Event()

    def listen(self) -> Path:
        """Open the socket; gives its path."""
        self._tables.put("target", self._describe())
        self._server = ViewerServer(self._tables, self._command)
        return self._server.path

    def prepare(self) -> None:
        """Import pymilvus, look at the server and put the agent in.

        Raises:
            Unusable: with one line that says why and what to do.
        """
        try:
            import pymilvus
        except ImportError as error:
            raise Unusable(f"{sys.executable} cannot import pymilvus: {error}") from None
        tls = dict(self._settings.get("tls") or {})
        row = replace(
            self._describe(),
            pymilvus=str(pymilvus.__version__),
            rule=describe(pymilvus),
            generation=generation(pymilvus),
        )
        self._tables.put("target", row)
        try:
            registry = choose(pymilvus)
        except LookupError as error:
            raise Unusable(str(error)) from None
        label = server(self._default, tls, self._timeout)
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
        self._lab = LabCommands(
            self._agent,
            pymilvus.MilvusClient,
            self._default,
            tls,
            timeout=self._timeout,
            interval=self._interval,
        )

    def run(self) -> None:
        """Work in the main thread until `end()`."""
        if self._lab is not None and not self._ending.is_set():
            self._lab.run()

    def end(self) -> None:
        """Let `run()` return; safe in a signal handler and at any time."""
        self._ending.set()
        if self._lab is not None:
            self._lab.end()

    def close(self) -> None:
        """Undo everything; the socket file is gone afterwards."""
        if self._lab is not None:
            self._lab.leave()
        if self._agent is not None:
            self._agent.stop()
        if self._server is not None:
            self._server.drain(LAST_WORDS_SECONDS)
            self._server.close()

    def _command(self, command: Command, reply: Callable[[Reply], None]) -> None:
        if self._lab is None:
            reply(Reply(command.id, False, "the target is not ready yet"))
            return

        def done(answer: Reply) -> None:
            if command.name == "pause" and answer.ok:
                row = self._tables.get("target", 0)
                if row is not None:
                    self._tables.put("target", replace(row, paused=bool(command.args.get("on"))))
            reply(answer)

        self._lab.command(command, done)

    def _describe(self) -> Target:
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
            started=time.time(),
            interval=self._interval,
            timeout=self._timeout,
            lab=True,
            paused=False,
        )
