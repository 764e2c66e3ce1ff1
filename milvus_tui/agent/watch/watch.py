"""An agent in somebody's program: a socket, an observer, and nothing that changes anything."""

from __future__ import annotations

import atexit
import os
import sys
import time
from dataclasses import replace
from types import ModuleType
from typing import Any, Callable, Optional

from milvus_tui.agent.core import Agent
from milvus_tui.agent.registries import choose
from milvus_tui.agent.registries.rule import describe
from milvus_tui.agent.serve import Server
from milvus_tui.agent.tables import Tables
from milvus_tui.agent.watch.imports import AfterImport
from milvus_tui.wire import Command, Reply, Target

DOOR = "start"

LONGEST_COMMAND = 200
"""Characters of the program's command line that are kept."""


class Watch:
    """Watches this process until `stop()` or its end.

    Args:
        probe: whether to probe.
        interval: seconds between two looks.
        timeout: seconds that a probe may take.
    """

    def __init__(self, *, probe: bool, interval: float, timeout: float) -> None:
        self._probe = probe
        self._interval = interval
        self._timeout = timeout
        self._stopped = False
        self._hooked_forks = False
        self._is_child = False
        self._held: Optional[Agent] = None
        self._open()

    def _open(self) -> None:
        self._tables = Tables()
        self._server: Optional[Server] = None
        self._agent: Optional[Agent] = None
        self._imports: Optional[AfterImport] = None

    def start(self) -> None:
        """Listen for viewers, and observe pymilvus as soon as it is imported.

        Raises:
            OSError: the socket cannot be made.
        """
        self._listen()
        atexit.register(self.stop)

    def _listen(self) -> None:
        self._tables.put("target", self._describe())
        self._server = Server(self._tables, self._command)
        module = sys.modules.get("pymilvus")
        if module is not None and hasattr(module, "MilvusClient"):
            self._observe(module, adopt=True)
        else:
            self._imports = AfterImport("pymilvus", self._imported)
            self._imports.install()

    def stop(self) -> None:
        """Undo everything. Never raises, and waits for nothing of the program."""
        atexit.unregister(self.stop)
        self._stopped = True  # the hooks for forks cannot be taken back
        imports, agent, server = self._imports, self._agent, self._server
        self._imports = self._agent = self._server = None
        if imports is not None:
            imports.remove()
        if agent is not None:
            agent.stop()
        if server is not None:
            server.close()

    def _imported(self, module: ModuleType) -> None:
        """pymilvus has just been imported, in the program's own thread."""
        try:
            self._observe(module, adopt=False)
        except Exception as error:
            text = f"a defect of milvus-tui's agent: {type(error).__name__}"
            self._tables.log(time.time(), "error", text)

    def _observe(self, module: Any, *, adopt: bool) -> None:
        row = replace(self._describe(), pymilvus=str(module.__version__), rule=describe(module))
        self._tables.put("target", row)
        self._agent = Agent(
            self._tables,
            module,
            choose(module),
            interval=self._interval,
            timeout=self._timeout,
            probing=self._probe,
            sockets=not self._is_child,
        )
        self._agent.start(adopt=adopt)
        if not self._hooked_forks:
            # After gRPC's own hooks, which come with its import: those before a fork run in
            # the reverse order, so ours come first.
            self._hooked_forks = True
            os.register_at_fork(
                before=self._before_fork,
                after_in_parent=self._after_fork,
                after_in_child=self._in_child,
            )

    def _before_fork(self) -> None:
        self._held = self._agent
        if self._held is not None:
            self._held.before_fork()

    def _after_fork(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.after_fork()

    def _in_child(self) -> None:
        """After a fork: the child has hooks and files of its parent's agent, and no thread."""
        self._after_fork()
        if self._stopped:
            return
        self._is_child = True
        try:
            if self._imports is not None:
                self._imports.remove()
            if self._agent is not None:
                self._agent.forget()
            if self._server is not None:
                self._server.forget()
            self._open()
            self._listen()
        except Exception as error:
            sys.stderr.write(f"milvus-tui cannot watch this process: {error}\n")

    def _command(self, command: Command, reply: Callable[[Reply], None]) -> None:
        agent = self._agent
        if command.name not in ("probe", "pause") or agent is None or not self._probe:
            why = "this process is watched, not touched"
            if command.name in ("probe", "pause"):
                why += ": start it with probes to have them"
            reply(Reply(command.id, False, why))
            return
        if command.name == "probe":
            agent.probe_now()
        else:
            agent.pause(bool(command.args.get("on")))
            row = self._tables.get("target", 0)
            if row is not None:
                self._tables.put("target", replace(row, paused=bool(command.args.get("on"))))
        reply(Reply(command.id, True, command.name))

    def _describe(self) -> Target:
        return Target(
            id=0,
            pid=os.getpid(),
            command=_command_line(),
            door=DOOR,
            python=".".join(map(str, sys.version_info[:3])),
            pymilvus="",
            rule="",
            uri="",
            login="",
            database="",
            server="",
            started=time.time(),
            interval=self._interval,
            timeout=self._timeout,
            lab=False,
            paused=not self._probe,
        )


def _command_line() -> str:
    """The program and how it was called by name; without arguments, which may hold secrets."""
    if not sys.argv or not sys.argv[0]:
        return "python"
    return f"python {os.path.basename(sys.argv[0])}"[:LONGEST_COMMAND]
