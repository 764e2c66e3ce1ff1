"""The agent: one thread that takes what the hooks saw, and looks around at an interval."""

from __future__ import annotations

import contextlib
import functools
import queue
import threading
import time
from typing import Any, Callable, Dict, List, Optional, Sequence, Set

from milvus_tui.agent.health.channels import Channels
from milvus_tui.agent.health.probes import Key, Outcome, Probe, Prober
from milvus_tui.agent.health.routes import Route, Routes
from milvus_tui.agent.health.verdicts import Verdicts
from milvus_tui.agent.hooks import call_sites, client_observer, notes
from milvus_tui.agent.hooks.orm_observer import OrmObserver
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.state.client_store import ClientStore
from milvus_tui.agent.state.connection_store import ConnectionStore
from milvus_tui.agent.state.orm_store import OrmStore
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.threads import wait_in_steps, start_thread
from milvus_tui.wire import client_names

CHANNELS_EVERY = 5.0
"""Seconds between two readings of channelz while nothing changes."""

CHANNELS_APART = 0.2
"""Seconds between two readings at the least: one costs up to 0.5 ms a channel."""

CHANNELS_SHARE = 0.02
"""Most of the agent's time that reading channelz may take without probes."""

EXIT_SECONDS = 3.0
"""Longest that the end of a program waits for the agent's last look, which takes milliseconds."""

STOP_SECONDS = 1.0
"""Longest that stopping waits for the agent's thread, which may be asking gRPC."""

MOST_FAULTS = 20
"""The agent's own exceptions that are kept and shown; more of them say nothing new."""

_STOP = object()

_CHANGES_CHANNELS = (notes.Closed, notes.Moved, notes.Connected, notes.Disconnected)


class Agent:
    """Observes one `MilvusClient` class until `stop()`.

    Args:
        tables: where rows and events go.
        pymilvus: the imported module.
        registry: the adapter for it (`registries.choose`).
        interval: seconds between two rounds of probes.
        timeout: seconds that a probe may take.
        probing: whether to probe at all.
        sockets: whether gRPC may be asked for channels and sockets.
    """

    def __init__(
        self,
        tables: Tables,
        pymilvus: Any,
        registry: Registry,
        *,
        interval: float,
        timeout: float,
        probing: bool = True,
        sockets: bool = True,
    ) -> None:
        self.tables = tables
        self.registry = registry
        self._interval = interval
        self._timeout = timeout
        self._probing = probing
        self._inbox: "queue.SimpleQueue[Any]" = queue.SimpleQueue()
        self._channels = Channels(sockets)
        self._connections = ConnectionStore(tables, self._channels)
        self._client_store = ClientStore(tables, registry, self._connections)
        self._routes = Routes(self._client_store, registry)
        self._verdicts = Verdicts(tables, self._routes)
        orm = OrmStore(self._client_store, tables, self._connections)
        self._prober = Prober(lambda key, outcome: self._inbox.put((key, outcome)))
        call_sites.set_library(pymilvus)
        found = (getattr(pymilvus, name, None) for name in ("MilvusClient", "AsyncMilvusClient"))
        classes = [each for each in found if each is not None]
        self.observer = client_observer.ClientObserver(
            classes, registry, self._inbox.put, self._fault
        )
        self._orm = OrmObserver(registry, self.observer.hooks, self._inbox.put)
        self._handlers = self._note_handlers(orm)
        self._channels_due = self._channels_read = 0.0
        self._thread: Optional[threading.Thread] = None
        self._ended: Optional[float] = None
        self.faults: List[str] = []
        """The agent's own exceptions, for whoever debugs the agent."""

    def _note_handlers(self, orm: OrmStore) -> Dict[type, Callable[[Any], None]]:
        """Who deals with which of `agent.notes`."""
        return {
            notes.Created: self._client_store.created,
            notes.Closed: self._client_store.closed,
            notes.Moved: self._client_store.moved,
            notes.Collected: self._client_store.collected,
            notes.Used: self._client_store.used,
            notes.Failed: self._client_store.failed,
            notes.Connected: orm.connected,
            notes.Disconnected: orm.disconnected,
        }

    def start(
        self, *, adopt: bool = False, inherited: Sequence[client_observer.InheritedClient] = ()
    ) -> None:
        """Put the hooks on and start observing.

        Args:
            adopt: whether clients may exist already, and are to be taken in.
            inherited: in a forked child, its parent's clients.
        """
        self._channels.install()
        self.observer.install()
        self._orm.install()
        self.observer.adopt_inherited(inherited)
        self._thread = start_thread(self._run, "agent")
        for each in inherited:
            self.enqueue(functools.partial(self._client_store.inherited, *each))
        if adopt:
            self.enqueue(self.observer.adopt_existing)

    def stop(self) -> None:
        """Take the hooks off and end the agent's threads."""
        # One after the other, whatever becomes of those before.
        for step in (self.observer.remove, self._channels.remove, self._prober.stop):
            self._guard(step)
        self._inbox.put(_STOP)
        if self._thread is not None:
            self._thread.join(timeout=STOP_SECONDS)

    def before_fork(self) -> None:
        """Keep the agent out of gRPC until `after_fork()`; waits for one reading at most."""
        self._channels.reading.acquire()

    def after_fork(self) -> None:
        """In the parent: let the agent go on."""
        self._channels.reading.release()

    def release_in_child(self) -> List[client_observer.InheritedClient]:
        """Take the hooks off in a forked child, where none of the agent's threads exists.

        Gives the clients that the child has of its parent's.
        """
        self.observer.remove()
        self._channels.remove()
        refs = self.observer.refs()
        return [
            client_observer.InheritedClient(
                ref, self.tables.get("clients", number) or client_observer.unknown(number)
            )
            for number, ref in refs.items()
        ]

    def at_exit(self) -> None:
        """The program ends: note who is still open. Waits for `EXIT_SECONDS` at most."""
        self._ended = time.time()
        self.enqueue(self._final_scan)
        self.wait_until_processed(EXIT_SECONDS)

    def _final_scan(self) -> None:
        self._tick(False)
        self._guard(self._read_channels)
        self._client_store.detectors.at_exit(self._now())

    def _now(self) -> float:
        """The time; after the program's end that end, however late this thread looks at it."""
        return time.time() if self._ended is None else self._ended

    @property
    def probes(self) -> int:
        """Probes made so far."""
        return self._prober.calls

    def pause(self, on: bool) -> None:
        """Stop or resume the rounds of probes; what the hooks see is still taken."""
        self._probing = not on

    def enqueue(self, action: Callable[[], None]) -> None:
        """Run something in the agent's thread, in order with what the hooks saw."""
        self._inbox.put(action)

    def probe_now(self) -> None:
        """Look around and probe at once, paused or not."""
        self.enqueue(functools.partial(self._tick, True))

    def wait_until_processed(self, timeout: float = 5.0) -> bool:
        """Wait until everything seen so far stands in the tables; False if it took longer."""
        done = threading.Event()
        # A second pass through the inbox: rows are flushed at the end of the first.
        self.enqueue(lambda: self.enqueue(done.set))
        return wait_in_steps(done.wait, timeout)

    # --- the agent's thread ------------------------------------------------------------------

    def _run(self) -> None:
        due = time.monotonic()
        while True:
            wait = min(due, self._channels_due) - time.monotonic()
            batch = self._next_batch(max(0.0, wait))
            if _STOP in batch:
                return
            self._guard(self._process, batch)
            if time.monotonic() >= due:
                due = time.monotonic() + self._interval
                self._guard(self._tick, self._probing)
            if time.monotonic() >= self._channels_due:
                self._guard(self._read_channels)
            self._guard(self._client_store.flush)

    def _next_batch(self, wait: float) -> List[Any]:
        """Everything in the inbox, after waiting up to `wait` seconds for the first."""
        batch: List[Any] = []
        try:
            batch.append(self._inbox.get(timeout=wait))
            while len(batch) < 1_000:
                batch.append(self._inbox.get_nowait())
        except queue.Empty:
            pass  # that is all there is for now
        return batch

    def _process(self, batch: List[Any]) -> None:
        made: Dict[str, Set[int]] = {}
        for item in batch:
            self._guard(self._process_item, item)
            if isinstance(item, notes.Created):
                made.setdefault(self._client_store.sites.text(item.caller.stack), set()).add(
                    item.id
                )
        for site, ids in made.items():
            spans = client_names.ranges(ids)
            text = f"{client_names.clients(spans)} made by {site}"
            self.tables.log(time.time(), "spawned", text, min(ids), spans)
        if made:
            self._channels_soon()
            if self._probing:
                self._probe_all(self._routes.all(), new_only=True)

    def _process_item(self, item: Any) -> None:
        handle = self._handlers.get(type(item))
        if handle is not None:
            handle(item)
            if type(item) in _CHANGES_CHANNELS:
                self._channels_soon()
        elif callable(item):
            item()
        else:
            self._judge(*item)

    def _judge(self, key: Key, outcome: Outcome) -> None:
        if self._verdicts.judge(key, outcome):
            self._channels_soon()

    def _tick(self, probe: bool) -> None:
        calls = self.observer.hooks.pending_calls
        now, detectors = self._now(), self._client_store.detectors
        self._client_store.scan(lambda: bool(calls))
        detectors.scan(now, [call for call in list(calls) if call.is_running])
        # What was just seen may be ahead of the notes that stand in the inbox by now.
        self.enqueue(functools.partial(detectors.after_scan, now))
        routes = self._routes.all()
        self._verdicts.forget({route.key for route in routes})
        if probe:
            self._probe_all(routes)

    def _channels_soon(self) -> None:
        self._channels_due = min(self._channels_due, self._channels_read + CHANNELS_APART)

    def _read_channels(self) -> None:
        begin = self._channels_read = time.monotonic()
        self._connections.read_channels()
        # Without probes the channels' counters are all that tells of the program's calls.
        cost = time.monotonic() - begin
        often = max(self._interval, cost / CHANNELS_SHARE)
        self._channels_due = begin + (CHANNELS_EVERY if self._probing else often)
        self._client_store.detectors.channels_read(self._now())

    def _probe_all(self, routes: List[Route], *, new_only: bool = False) -> None:
        for key, address, handler, context in routes:
            if new_only and key in self._verdicts:
                continue
            arguments: Dict[str, Any] = {"timeout": self._timeout}
            if context is not None:
                arguments["context"] = context
            call = functools.partial(self.registry.bare_list_collections, handler, **arguments)
            self._prober.submit(Probe(key, address, call))

    # --- faults ------------------------------------------------------------------------------

    def _guard(self, action: Callable[..., None], *args: Any) -> None:
        try:
            action(*args)
        except Exception as error:
            self._fault(error)

    def _fault(self, error: BaseException) -> None:
        """Keep an exception of the agent's own away from the program, and show it to viewers."""
        if len(self.faults) >= MOST_FAULTS:
            return
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_name}:{place.tb_lineno}" if place else "?"
        # Without the message: it may hold what the program was given.
        self.faults.append(f"{type(error).__name__} in {where}")
        text = f"a defect of milvus-tui's agent, which may have missed something: {self.faults[-1]}"
        with contextlib.suppress(Exception):
            self.tables.log(time.time(), "error", text)
