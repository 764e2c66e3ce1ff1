"""An agent in somebody's program: a socket, an observer, and nothing that changes anything."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
import time
from dataclasses import replace
from types import ModuleType
from typing import Any, Callable, Optional, Sequence

from milvus_tui.agent.core import Agent
from milvus_tui.agent.hooks.client_observer import InheritedClient
from milvus_tui.agent.registries import choose
from milvus_tui.agent.registries.generations import describe, generation
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.viewers.viewer_server import ViewerServer
from milvus_tui.agent.watch import settings
from milvus_tui.agent.watch.child_processes import WorkerProcesses, is_about_to_exec
from milvus_tui.agent.watch.import_hook import AfterImport
from milvus_tui.agent.watch.program_title import title
from milvus_tui.wire import START, Command, Reply, Target, runtime_dir
from milvus_tui.wire.private_sockets import remove_stale_files

LAST_WORDS_SECONDS = 2.0
"""How long the end of the program may be held up for what viewers have not been sent yet."""


class Watcher:
    """Watches this process until `stop()` or its end.

    Args:
        started_by: how the agent came in, as in `wire.Target.started_by`.
        probe: whether to probe.
        interval: seconds between two looks.
        timeout: seconds that a probe may take.
    """

    def __init__(self, started_by: str, *, probe: bool, interval: float, timeout: float) -> None:
        self._started_by = started_by
        self._probe = probe
        self._interval = interval
        self._timeout = timeout
        self._stopped = False
        self._hooked_forks = False
        self._is_child = False
        self._held: Optional[Agent] = None
        self._workers = WorkerProcesses(self._worker_begins, self.finish)
        self._reset()

    def _reset(self) -> None:
        # A forked child is shown once it uses pymilvus: many only exec, or never do.
        self._tables = Tables(self._open if self._is_child else None)
        self._server: Optional[ViewerServer] = None
        self._agent: Optional[Agent] = None
        self._imports: Optional[AfterImport] = None
        self._tables.put("target", self._describe())

    def start(self) -> None:
        """Listen for viewers, and observe pymilvus as soon as it is imported.

        Raises:
            OSError: the socket cannot be made.
        """
        self._open()
        # Through the other doors we come right after the import: there is no client yet.
        self._look_for_pymilvus(adopt=self._started_by == START)
        self._workers.follow()
        os.register_at_fork(after_in_child=self._in_early_child)
        if self._started_by == START:
            atexit.register(self.finish)

    def _open(self) -> None:
        """Let viewers come, and go to the one that waits for this process."""
        remove_stale_files(runtime_dir())
        self._server = ViewerServer(self._tables, self._command)
        waiting = settings.run_socket()
        if waiting:
            self._server.connect_to(waiting)

    def _look_for_pymilvus(
        self, *, adopt: bool = False, inherited: Sequence[InheritedClient] = ()
    ) -> None:
        module = sys.modules.get("pymilvus")
        if module is not None and hasattr(module, "MilvusClient"):
            self._observe(module, adopt=adopt, inherited=inherited)
        else:
            self._imports = AfterImport("pymilvus", self._imported)
            self._imports.install()

    def finish(self) -> None:
        """At the program's end: tell viewers what is left, and that this is the end."""
        atexit.unregister(self.finish)
        if self._stopped:
            return
        with contextlib.suppress(Exception):
            if self._agent is not None:
                self._agent.at_exit()
        with contextlib.suppress(Exception):
            self._say_last_words()
        self.stop()
        with contextlib.suppress(Exception):
            remove_stale_files(runtime_dir())  # who started us may have been killed

    def _say_last_words(self) -> None:
        row = self._tables.get("target", 0)
        if row is not None and self._server is not None:
            self._tables.put("target", replace(row, ended=time.time()))
            self._server.drain(LAST_WORDS_SECONDS)

    def stop(self) -> None:
        """Undo everything. Never raises, and waits for nothing of the program."""
        atexit.unregister(self.finish)
        self._stopped = True  # the hooks for forks cannot be taken back
        imports, agent, server = self._imports, self._agent, self._server
        self._imports = self._agent = self._server = None
        # One after the other, whatever becomes of those before.
        steps = [each.remove for each in [imports] if each is not None]
        steps += [each.stop for each in [agent] if each is not None]
        steps += [each.close for each in [server] if each is not None]
        for step in steps:
            with contextlib.suppress(Exception):
                step()

    def _imported(self, module: ModuleType) -> None:
        """pymilvus has just been imported, in the program's own thread."""
        try:
            self._observe(module)
        except Exception as error:
            text = f"a defect of milvus-tui's agent: {type(error).__name__}"
            self._tables.log(time.time(), "error", text)

    def _observe(
        self, module: Any, *, adopt: bool = False, inherited: Sequence[InheritedClient] = ()
    ) -> None:
        row = replace(
            self._describe(),
            pymilvus=str(module.__version__),
            rule=describe(module),
            generation=generation(module),
        )
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
        self._agent.start(adopt=adopt, inherited=inherited)
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
        if self._stopped or is_about_to_exec():
            return
        try:
            inherited = self._agent.release_in_child() if self._agent is not None else []
            self._become_child()
            self._look_for_pymilvus(inherited=inherited)
        except Exception as error:
            sys.stderr.write(f"milvus-tui cannot watch this process: {error}\n")

    def _in_early_child(self) -> None:
        """After a fork before pymilvus was imported; later ones are `_in_child`'s."""
        if self._stopped or self._hooked_forks or is_about_to_exec():
            return
        with contextlib.suppress(Exception):
            self._become_child()
            self._look_for_pymilvus()

    def _become_child(self) -> None:
        self._is_child = True
        if self._imports is not None:
            self._imports.remove()
        if self._server is not None:
            self._server.close_in_child()
        self._reset()
        self._workers.follow()

    def _worker_begins(self) -> None:
        """In a worker of multiprocessing, whose name is known now."""
        row = self._tables.get("target", 0)
        if row is not None:
            self._tables.put("target", replace(row, command=title()))

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
            command=title(),
            started_by=self._started_by,
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
            probes=self._probe,
            parent=os.getppid(),
        )
