"""The commands that a viewer may send to a lab.

Each command (`wire.Command`) runs in its own thread, so a command that hangs delays no other.
Only the creation of clients in the main thread is queued.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from typing import Any, Callable, Dict, List, NamedTuple, Optional

from milvus_tui.agent import clocks, masking
from milvus_tui.agent.core import Agent
from milvus_tui.agent.health.probes import outcome_of
from milvus_tui.agent.lab import databases
from milvus_tui.agent.lab.client_parameters import ClientParameters
from milvus_tui.agent.lab.command_arguments import Refused, bounded, counted
from milvus_tui.agent.lab.lab_clients import LabClients
from milvus_tui.agent.lab.loop_runs import run_loops
from milvus_tui.agent.lab.worker_threads import WorkerThreads
from milvus_tui.agent.registries.resolution import error_text
from milvus_tui.agent.threads import start_thread
from milvus_tui.wire import Command, Reply, client_names


class Result(NamedTuple):
    """What a command did, as the text and the data of its `wire.Reply`."""

    text: str
    data: Dict[str, Any] = {}


class LabCommands:
    """Carries out commands on clients that it creates.

    Args:
        agent: the agent that observes the clients.
        client_class: `pymilvus.MilvusClient`.
        default: the lab's server and login.
        tls: TLS arguments for every client, by pymilvus's names.
        timeout: seconds that connecting and a worker thread's call may take.
        interval: default seconds between two calls of a worker thread.
    """

    def __init__(
        self,
        agent: Agent,
        client_class: Any,
        default: ClientParameters,
        tls: Dict[str, Any],
        *,
        timeout: float,
        interval: float,
    ) -> None:
        self._agent = agent
        self._default = default
        self._tls = tls
        self._timeout = timeout
        self._interval = interval
        self._temporary: List[ClientParameters] = []
        self._clients = LabClients(agent, client_class, timeout)
        self._workers = WorkerThreads(agent.tables, timeout, self._clients.is_kept)
        self._actions: Dict[str, Callable[..., Result]] = {
            "spawn": self._spawn,
            "duplicate": self._duplicate,
            "start_threads": self._start_threads,
            "stop_threads": self._stop_threads,
            "close": self._close,
            "drop": self._drop,
            "call": self._call,
            "use_database": self._use_database,
            "drop_databases": self._drop_databases,
            "create_collection": self._create_collection,
            "loops": self._loops,
            "probe": self._probe,
            "pause": self._pause,
            "end": self._end,
        }

    def run(self) -> None:
        """Create clients in the main thread until `end()`. Call this in the main thread."""
        self._clients.main_thread.run()

    def end(self) -> None:
        """Let `run()` return; safe in a signal handler."""
        self._clients.main_thread.end()

    def close(self) -> None:
        """Drop the temporary databases. Never raises."""
        with contextlib.suppress(Exception):
            self._drop_databases()

    def command(self, command: Command, reply: Callable[[Reply], None]) -> None:
        """Carry out a command in a new thread, and reply. Never raises."""
        start_thread(self._carry_out, f"command-{command.name}", command, reply)

    def _carry_out(self, command: Command, reply: Callable[[Reply], None]) -> None:
        try:
            result = self._call_action(command)
            answer = Reply(command.id, True, result.text, result.data)
        except Refused as error:
            answer = Reply(command.id, False, str(error))
        except Exception as error:
            answer = Reply(command.id, False, self._error_line(error, command.args))
        if not answer.ok:
            self._agent.tables.log(clocks.wall(), "error", f"{command.name}: {answer.text}")
        reply(answer)

    def _call_action(self, command: Command) -> Result:
        action = self._actions.get(command.name)
        if action is None:
            raise Refused(f"this target knows no command {command.name!r}")
        try:
            inspect.signature(action).bind(**command.args)
        except TypeError as error:
            raise Refused(str(error)) from None
        return action(**command.args)

    # --- clients -----------------------------------------------------------------------------

    def _spawn(
        self,
        count: int = 1,
        uri: str = "",
        database: str = "",
        create_database: bool = False,
        temporary: bool = False,
        user: str = "",
        password: str = "",
        token: str = "",
        alias: str = "",
        dedicated: bool = False,
        own_thread: bool = False,
        options: Optional[Dict[str, Any]] = None,
    ) -> Result:
        default = self._default
        if not (user or password or token):
            user, password, token = default.user, default.password, default.token
        parameters = ClientParameters(
            uri=uri or default.uri,
            database=database or ("" if uri else default.database),
            user=user,
            password=password,
            token=token,
            alias=alias,
            dedicated=dedicated,
            own_thread=own_thread,
            options={**self._tls_for(uri), **(options or {})},
        )
        wanted = create_database and parameters.database
        if wanted and databases.create(parameters, self._timeout) and temporary:
            self._temporary.append(parameters)
        return self._create(parameters, count)

    def _duplicate(self, client: int, count: int = 1) -> Result:
        return self._create(self._clients.parameters(client), count)

    def _create(self, parameters: ClientParameters, count: int) -> Result:
        """Create clients. After an error, the clients that were created stay."""
        created, error = self._clients.create(parameters, bounded(count, "clients"))
        self._agent.wait_until_processed()
        if error is not None:
            secrets = {"password": parameters.password, "token": parameters.token}
            line = self._error_line(error, secrets)
            raise Refused(f"{line} ({len(created)} of {count} created)" if created else line)
        text = f"{client_names.clients(client_names.ranges(created))} created"
        return Result(text, {"clients": sorted(created)})

    def _close(self, client: int) -> Result:
        self._clients.get(client).close()
        self._clients.end_thread(client)
        self._agent.wait_until_processed()
        return Result(f"{client_names.client_name(client)} closed")

    def _drop(self, client: int) -> Result:
        self._clients.get(client)
        holders = self._workers.of(client)
        self._clients.drop(client)
        text = f"{client_names.client_name(client)} dropped by the lab"
        if holders:
            text += f"; {counted(len(holders), 'thread')} still hold it"
            self._log(text, client)
        self._agent.wait_until_processed()
        return Result(text)

    def _call(self, client: int) -> Result:
        list_collections = self._clients.get(client).list_collections
        outcome = outcome_of(functools.partial(list_collections, timeout=self._timeout))
        text = f"{client_names.client_name(client)}.list_collections() {outcome.state}"
        if outcome.error_class:
            text += f": {outcome.error_class}: {outcome.error}"
        self._log(text, client)
        return Result(text, outcome._asdict())

    # --- worker threads ----------------------------------------------------------------------

    def _start_threads(
        self, client: int, count: int = 1, interval: Optional[float] = None
    ) -> Result:
        seconds = self._interval if interval is None else float(interval)
        if not 0.01 <= seconds <= 3600:
            raise Refused(f"an interval of {seconds:g} s is not between 0.01 and 3600")
        wanted = bounded(count, "threads", most=500)
        workers = self._workers.start(self._clients.get(client), client, wanted, seconds)
        name = client_names.client_name(client)
        text = f"{name} handed to {counted(wanted, 'thread')} by the lab"
        self._log(text, client)
        return Result(text, {"workers": workers})

    def _stop_threads(self, worker: Optional[int] = None, client: Optional[int] = None) -> Result:
        stopped = self._workers.stop(worker, client)
        if not stopped:
            raise Refused("no thread to stop")
        text = f"{counted(len(stopped), 'thread')} stopped by the lab"
        self._log(text, client)
        return Result(text, {"workers": stopped})

    # --- databases and collections -----------------------------------------------------------

    def _use_database(self, client: int, database: str) -> Result:
        name, found = client_names.client_name(client), self._clients.get(client)
        if not hasattr(found, "use_database"):  # up to 2.4.10, and 2.5.0
            return Result(f"{name} has no use_database in this release", {"available": False})
        found.use_database(database)
        self._agent.wait_until_processed()
        return Result(f"{name} uses database {database}", {"available": True})

    def _drop_databases(self) -> Result:
        """Drop the databases that `spawn` created with `temporary`, and no others."""
        dropped = len(self._temporary)
        while self._temporary:
            databases.drop(self._temporary.pop(), self._timeout)
        return Result(f"{counted(dropped, 'database')} dropped")

    def _create_collection(self, client: int, name: str) -> Result:
        """A collection shows which database a client really reads."""
        found = self._clients.get(client)
        found.create_collection(name, dimension=2, timeout=self._timeout)
        return Result(f"collection {name} created")

    # --- the target --------------------------------------------------------------------------

    def _loops(self, count: int = 3) -> Result:
        wanted = bounded(count, "event loops", most=200)
        default = self._default
        parameters = ClientParameters(
            default.uri, user=default.user, password=default.password, token=default.token
        )
        arguments = {**parameters.arguments(), **self._tls, "timeout": self._timeout}
        data = run_loops(arguments, wanted, self._timeout)
        return Result(f"{counted(wanted, 'event loop')} run", data)

    def _probe(self) -> Result:
        self._agent.probe_now()
        return Result("probing now")

    def _pause(self, on: bool) -> Result:
        self._agent.pause(bool(on))
        return Result("paused" if on else "probing again")

    def _end(self) -> Result:
        self.end()
        return Result("ending")

    # --- helpers -----------------------------------------------------------------------------

    def _tls_for(self, uri: str) -> Dict[str, Any]:
        """The lab's TLS options, for its own server and for other servers with `https:`."""
        own = uri in ("", self._default.uri)
        return self._tls if own or uri.startswith("https:") else {}

    def _log(self, text: str, client: Optional[int]) -> None:
        self._agent.tables.log(clocks.wall(), "lab", text, client)

    def _error_line(self, error: BaseException, args: Dict[str, Any]) -> str:
        """An exception in one line, with the secrets of the command and of the lab masked."""
        text = f"{type(error).__name__}: {error_text(error)}"
        given = [str(args.get(name) or "") for name in ("password", "token")]
        return masking.message(text, *given, self._default.password, self._default.token)
