"""The lab: what a viewer may do in a target that exists for being played with.

Commands (`wire.Command`) run in threads of their own, so that one that hangs holds up no
other; only what is to happen in the main thread waits for it. Clients that the lab made are
kept alive here, with what they were made with, until they are dropped.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import threading
import time
from typing import Any, Callable, Dict, List, Optional

from milvus_tui.agent import masking
from milvus_tui.agent.core import Agent
from milvus_tui.agent.health.probes import outcome_of
from milvus_tui.agent.lab import databases
from milvus_tui.agent.lab.client_parameters import ClientParameters
from milvus_tui.agent.lab.client_threads import MainThread, OwnThreads
from milvus_tui.agent.lab.loop_runs import run_loops
from milvus_tui.agent.lab.worker_threads import WorkerThreads
from milvus_tui.agent.registries.resolution import error_text
from milvus_tui.agent.threads import start_thread
from milvus_tui.wire import Command, Reply, client_names

MOST_AT_ONCE = 20_000
"""Clients or threads that one command may ask for."""


class Refused(Exception):
    """A command that cannot be carried out; the text says why, in one line."""


class LabCommands:
    """Carries out commands on clients of its own.

    Args:
        agent: the agent that observes them.
        client_class: `pymilvus.MilvusClient`.
        default: the lab's server and login.
        tls: TLS arguments for every client, by pymilvus's names.
        timeout: seconds that connecting and a worker's call may take.
        interval: default seconds between two calls of a worker.
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
        self._class = client_class
        self._default = default
        self._tls = tls
        self._timeout = timeout
        self._bounds: Dict[str, Any] = {"timeout": timeout}
        self._interval = interval
        self._held: Dict[int, Any] = {}
        self._made_with: Dict[int, ClientParameters] = {}
        self._temporary: List[ClientParameters] = []
        self._releases: Dict[int, threading.Event] = {}
        self._main = MainThread()
        self._own_threads = OwnThreads()
        self._workers = WorkerThreads(agent.tables, timeout)

    def run(self) -> None:
        """Do in the main thread what is to happen there, until `end()`."""
        self._main.run()

    def end(self) -> None:
        """Let `run()` return."""
        self._main.end()

    def leave(self) -> None:
        """Drop what was made on servers to be dropped again. Never raises."""
        with contextlib.suppress(Exception):
            self._drop_databases(0)

    def command(self, command: Command, reply: Callable[[Reply], None]) -> None:
        """Carry out a command in a thread of its own, and reply. Never raises."""
        start_thread(self._carry_out, f"command-{command.name}", command, reply)

    def _carry_out(self, command: Command, reply: Callable[[Reply], None]) -> None:
        actions: Dict[str, Callable[..., Reply]] = {
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
        try:
            action = actions.get(command.name)
            if action is None:
                raise Refused(f"this target knows no command {command.name!r}")
            try:
                inspect.signature(action).bind(command.id, **command.args)
            except TypeError as error:
                raise Refused(str(error)) from None
            answer = action(command.id, **command.args)
        except Refused as error:
            answer = Reply(command.id, False, str(error))
        except Exception as error:
            answer = Reply(command.id, False, self._words(error, command.args))
        if not answer.ok:
            self._agent.tables.log(time.time(), "error", f"{command.name}: {answer.text}")
        reply(answer)

    # --- commands ----------------------------------------------------------------------------

    def _spawn(
        self,
        number: int,
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
    ) -> Reply:
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
        return self._make(number, parameters, count)

    def _duplicate(self, number: int, client: int, count: int = 1) -> Reply:
        parameters = self._made_with.get(client)
        if parameters is None:
            raise Refused(f"{client_names.client_name(client)} was not made by the lab")
        return self._make(number, parameters, count)

    def _start_threads(
        self, number: int, client: int, count: int = 1, interval: Optional[float] = None
    ) -> Reply:
        seconds = self._interval if interval is None else float(interval)
        if not 0.01 <= seconds <= 3600:
            raise Refused(f"an interval of {seconds:g} s is not between 0.01 and 3600")
        wanted = _bounded(count, "threads", most=500)
        workers = self._workers.start(self._of(client), client, wanted, seconds)
        name = client_names.client_name(client)
        text = f"{name} handed to {_counted(wanted, 'thread')} by the lab"
        self._agent.tables.log(time.time(), "lab", text, client)
        return Reply(number, True, text, {"workers": workers})

    def _stop_threads(
        self, number: int, worker: Optional[int] = None, client: Optional[int] = None
    ) -> Reply:
        stopped = self._workers.stop(worker, client)
        if not stopped:
            raise Refused("no thread to stop")
        text = f"{_counted(len(stopped), 'thread')} stopped by the lab"
        self._agent.tables.log(time.time(), "lab", text, client)
        return Reply(number, True, text, {"workers": stopped})

    def _close(self, number: int, client: int) -> Reply:
        self._of(client).close()
        self._release(client)
        self._agent.wait_until_processed()
        return Reply(number, True, f"{client_names.client_name(client)} closed")

    def _drop(self, number: int, client: int) -> Reply:
        self._of(client)
        holders = self._workers.of(client)
        del self._held[client]
        self._made_with.pop(client, None)
        self._release(client)
        text = f"{client_names.client_name(client)} let go by the lab"
        if holders:
            text += f"; {_counted(len(holders), 'thread')} still hold it"
            self._agent.tables.log(time.time(), "lab", text, client)
        self._agent.wait_until_processed()
        return Reply(number, True, text)

    def _call(self, number: int, client: int) -> Reply:
        outcome = outcome_of(functools.partial(self._of(client).list_collections, **self._bounds))
        text = f"{client_names.client_name(client)}.list_collections() {outcome.state}"
        if outcome.error_class:
            text += f": {outcome.error_class}: {outcome.error}"
        self._agent.tables.log(time.time(), "lab", text, client)
        return Reply(number, True, text, outcome._asdict())

    def _use_database(self, number: int, client: int, database: str) -> Reply:
        name, using = client_names.client_name(client), self._of(client)
        if not hasattr(using, "use_database"):  # up to 2.4.10, and 2.5.0
            text = f"{name} has no use_database in this release"
            return Reply(number, True, text, {"available": False})
        using.use_database(database)
        self._agent.wait_until_processed()
        return Reply(number, True, f"{name} uses database {database}", {"available": True})

    def _drop_databases(self, number: int) -> Reply:
        """Only those that this lab made to be dropped again."""
        dropped = len(self._temporary)
        while self._temporary:
            databases.drop(self._temporary.pop(), self._timeout)
        return Reply(number, True, f"{_counted(dropped, 'database')} dropped")

    def _create_collection(self, number: int, client: int, name: str) -> Reply:
        """A collection makes visible which database a client really reads."""
        self._of(client).create_collection(name, dimension=2, timeout=self._timeout)
        return Reply(number, True, f"collection {name} made")

    def _loops(self, number: int, count: int = 3) -> Reply:
        wanted = _bounded(count, "event loops", most=200)
        default = self._default
        parameters = ClientParameters(
            default.uri, user=default.user, password=default.password, token=default.token
        )
        arguments = {**parameters.arguments(), **self._tls, "timeout": self._timeout}
        data = run_loops(arguments, wanted, self._timeout)
        return Reply(number, True, f"{_counted(wanted, 'event loop')} run", data)

    def _probe(self, number: int) -> Reply:
        self._agent.probe_now()
        return Reply(number, True, "probing now")

    def _pause(self, number: int, on: bool) -> Reply:
        self._agent.pause(bool(on))
        return Reply(number, True, "paused" if on else "probing again")

    def _end(self, number: int) -> Reply:
        self.end()
        return Reply(number, True, "ending")

    def _tls_for(self, uri: str) -> Dict[str, Any]:
        """The lab's TLS options, for its own server and for others that speak TLS."""
        own = uri in ("", self._default.uri)
        return self._tls if own or uri.startswith("https:") else {}

    # --- inside ------------------------------------------------------------------------------

    def _of(self, client: int) -> Any:
        held = self._held.get(client)
        if held is None:
            raise Refused(f"the lab does not hold {client_names.client_name(client)} (any more)")
        return held

    def _release(self, client: int) -> None:
        """Let the thread end that was made for this client, if one was."""
        release = self._releases.pop(client, None)
        if release is not None:
            release.set()

    def _make(self, number: int, parameters: ClientParameters, count: int) -> Reply:
        """Make clients where they are to be made; wait for all, keep those that came to be."""
        wanted = _bounded(count, "clients")
        make = functools.partial(self._make_one, parameters)
        place = self._own_threads if parameters.own_thread else self._main
        made, error = place.make(make, wanted)
        self._agent.wait_until_processed()
        if error is not None:
            secrets = {"password": parameters.password, "token": parameters.token}
            words = self._words(error, secrets)
            raise Refused(f"{words} ({len(made)} of {count} made)" if made else words)
        text = f"{client_names.clients(client_names.ranges(made))} made"
        return Reply(number, True, text, {"clients": sorted(made)})

    def _make_one(self, parameters: ClientParameters, release: Optional[threading.Event]) -> int:
        client = self._class(timeout=self._timeout, **parameters.arguments())
        if release is not None:
            # What the guide's threads do: the thread that made the client uses it.
            client.list_collections(**self._bounds)
        number = self._agent.observer.id_of(client)
        if number is None:
            raise Refused("the client was made, but the agent did not see it")
        self._held[number] = client
        self._made_with[number] = parameters
        if release is not None:
            self._releases[number] = release
        return number

    def _words(self, error: BaseException, args: Dict[str, Any]) -> str:
        """An exception in one line, without the secrets that were in play."""
        text = f"{type(error).__name__}: {error_text(error)}"
        given = [str(args.get(name) or "") for name in ("password", "token")]
        return masking.message(text, *given, self._default.password, self._default.token)


def _bounded(count: Any, what: str, most: int = MOST_AT_ONCE) -> int:
    if not isinstance(count, int) or not 1 <= count <= most:
        raise Refused(f"{count} {what}: a whole number from 1 to {most} is needed")
    return count


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
