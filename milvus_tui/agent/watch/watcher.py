"""An agent in a watched program: it listens on a socket, observes pymilvus and changes nothing."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from dataclasses import replace
from types import ModuleType
from typing import Any, Callable, Optional, Sequence

from milvus_tui.agent import clocks
from milvus_tui.agent.core import Agent
from milvus_tui.agent.hooks.client_observer import InheritedClient
from milvus_tui.agent.registries import choose
from milvus_tui.agent.registries.generations import describe, generation
from milvus_tui.agent.state.orm_records import InheritedAlias
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.viewers.viewer_server import ViewerServer
from milvus_tui.agent.watch import settings
from milvus_tui.agent.watch.child_processes import WorkerProcesses, is_about_to_exec
from milvus_tui.agent.watch.import_hook import ImportHook
from milvus_tui.agent.watch.program_title import title
from milvus_tui.wire import START, Command, Reply, Target, runtime_dir
from milvus_tui.wire.private_sockets import remove_stale_files

DRAIN_SECONDS = 2.0
"""Longest time that the program's end waits until the viewers were sent the last rows."""


class Watcher:
    """Watches this process until `stop()` or its end.

    Args:
        started_by: what started the agent, as in `wire.Target.started_by`.
        probe: whether to probe.
        interval: seconds between two scans.
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
        self._forking_agent: Optional[Agent] = None
        self._worker_processes = WorkerProcesses(self._worker_started, self.finish)
        self._reset()

    def _reset(self) -> None:
        # A forked child is shown once it uses pymilvus: many only exec, or never use it.
        self._tables = Tables(self._listen if self._is_child else None)
        self._server: Optional[ViewerServer] = None
        self._agent: Optional[Agent] = None
        self._import_hook: Optional[ImportHook] = None
        self._tables.put("target", self._target_row())

    def start(self) -> None:
        """Listen for viewers, and observe pymilvus as soon as it is imported.

        Raises:
            OSError: the socket cannot be created.
        """
        self._listen()
        # Otherwise the agent starts right after the import, when there is no client yet.
        try:
            self._observe_once_imported(adopt=self._started_by == START)
        except Exception as error:
            if not settings.run_socket():
                raise
            self.cannot_judge(_reason(error))
        self._worker_processes.register()
        os.register_at_fork(after_in_child=self._in_child_without_pymilvus)
        if self._started_by == START:
            atexit.register(self.finish)

    def _listen(self) -> None:
        """Listen for viewers, and connect to the dashboard that waits for this process, if any."""
        remove_stale_files(runtime_dir())
        self._server = ViewerServer(self._tables, self._command)
        dashboard = settings.run_socket()
        if dashboard:
            self._server.connect_to(dashboard)

    def _observe_once_imported(
        self,
        *,
        adopt: bool = False,
        inherited: Sequence[InheritedClient] = (),
        inherited_aliases: Sequence[InheritedAlias] = (),
    ) -> None:
        module = sys.modules.get("pymilvus")
        if module is not None and hasattr(module, "MilvusClient"):
            self._observe(
                module, adopt=adopt, inherited=inherited, inherited_aliases=inherited_aliases
            )
        else:
            hook = ImportHook("pymilvus", self._on_import, self._on_failed_import)
            self._import_hook = hook
            hook.install()

    def cannot_judge(self, what: str) -> None:
        """Tell viewers what in this process cannot be watched or judged."""
        self._tables.cannot_judge(what)

    def _on_failed_import(self, error: str) -> None:
        self.cannot_judge(f"import pymilvus failed with {error}")

    def finish(self) -> None:
        """At the program's end: send viewers the last rows and the time of the end, and stop."""
        atexit.unregister(self.finish)
        if self._stopped:
            return
        with contextlib.suppress(Exception):
            if self._agent is not None:
                self._agent.at_exit()
        with contextlib.suppress(Exception):
            self._send_last_rows()
        self.stop()
        with contextlib.suppress(Exception):
            # The dashboard that started this process may have been killed.
            remove_stale_files(runtime_dir())

    def _send_last_rows(self) -> None:
        row = self._tables.get("target", 0)
        if row is not None and self._server is not None:
            self._tables.put("target", replace(row, ended=clocks.wall()))
            self._server.drain(DRAIN_SECONDS)

    def stop(self) -> None:
        """Undo everything. Never raises, and never waits for the program."""
        atexit.unregister(self.finish)
        self._stopped = True  # Python cannot remove hooks for forks
        import_hook, agent, server = self._import_hook, self._agent, self._server
        self._import_hook = self._agent = self._server = None
        # Each step runs even if an earlier one raises.
        steps = [each.remove for each in [import_hook] if each is not None]
        steps += [each.stop for each in [agent] if each is not None]
        steps += [each.close for each in [server] if each is not None]
        for step in steps:
            with contextlib.suppress(Exception):
                step()

    def _on_import(self, module: ModuleType) -> None:
        """Runs in the thread of the program that has just imported pymilvus."""
        try:
            self._observe(module)
        except Exception as error:
            text = _reason(error)
            self.cannot_judge(text)
            self._tables.log(clocks.wall(), "error", text)

    def _observe(
        self,
        module: Any,
        *,
        adopt: bool = False,
        inherited: Sequence[InheritedClient] = (),
        inherited_aliases: Sequence[InheritedAlias] = (),
    ) -> None:
        row = replace(
            self._target_row(),
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
        if self._is_child:
            self.cannot_judge("the channels and sockets of a process that was forked")
        self._agent.start(adopt=adopt, inherited=inherited, inherited_aliases=inherited_aliases)
        if not self._hooked_forks:
            # gRPC registers its hooks at its import, so these come after them. Hooks before a
            # fork run in the reverse order: these run first.
            self._hooked_forks = True
            os.register_at_fork(
                before=self._before_fork,
                after_in_parent=self._after_fork,
                after_in_child=self._in_child,
            )

    def _before_fork(self) -> None:
        self._forking_agent = self._agent
        if self._forking_agent is not None:
            self._forking_agent.before_fork()

    def _after_fork(self) -> None:
        agent, self._forking_agent = self._forking_agent, None
        if agent is not None:
            agent.after_fork()

    def _in_child(self) -> None:
        """After a fork: the child has the parent's hooks and descriptors, but no agent thread."""
        self._after_fork()
        if self._stopped or is_about_to_exec():
            return
        try:
            inherited = self._agent.release_in_child() if self._agent is not None else []
            aliases = self._agent.inherited_aliases() if self._agent is not None else []
            self._become_child()
            self._observe_once_imported(inherited=inherited, inherited_aliases=aliases)
        except Exception as error:
            sys.stderr.write(f"milvus-tui cannot watch this process: {error}\n")

    def _in_child_without_pymilvus(self) -> None:
        """After a fork before pymilvus was imported. `_in_child` handles later forks."""
        if self._stopped or self._hooked_forks or is_about_to_exec():
            return
        with contextlib.suppress(Exception):
            self._become_child()
            self._observe_once_imported()

    def _become_child(self) -> None:
        self._is_child = True
        if self._import_hook is not None:
            self._import_hook.remove()
        if self._server is not None:
            self._server.close_in_child()
        self._reset()
        self._worker_processes.register()

    def _worker_started(self) -> None:
        """In a worker process of multiprocessing: its name is known now."""
        row = self._tables.get("target", 0)
        if row is not None:
            self._tables.put("target", replace(row, command=title()))

    def _command(self, command: Command, reply: Callable[[Reply], None]) -> None:
        agent = self._agent
        if command.name not in ("probe", "pause") or agent is None or not self._probe:
            why = "this process is watched, not touched"
            if command.name in ("probe", "pause"):
                why += ": to have probes, start it with --probe"
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

    def _target_row(self) -> Target:
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
            started=clocks.wall(),
            interval=self._interval,
            timeout=self._timeout,
            lab=False,
            paused=not self._probe,
            probes=self._probe,
            parent=os.getppid(),
        )


def _reason(error: Exception) -> str:
    """Why pymilvus cannot be observed. Only our own messages are sure to hold no secret."""
    if isinstance(error, LookupError) and str(error).startswith("milvus-tui"):
        return str(error)
    return f"a defect of milvus-tui's agent: {type(error).__name__}"
