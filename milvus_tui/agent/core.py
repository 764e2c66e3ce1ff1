"""The agent: one thread that processes the hooks' notes, and scans at an interval."""

from __future__ import annotations

import functools
import weakref
from typing import Any, Callable, Dict, List, Optional, Sequence, Set

from milvus_tui.agent import clocks
from milvus_tui.agent.faults import FaultLog
from milvus_tui.agent.health import last_probes
from milvus_tui.agent.health.probes import Key, Outcome, Probe, Prober
from milvus_tui.agent.health.routes import Route, Routes
from milvus_tui.agent.health.verdicts import Verdicts
from milvus_tui.agent.hooks import call_sites, client_observer, notes
from milvus_tui.agent.hooks.attempt_observer import (
    AttemptObserver,
    AttemptRaised,
    FirstCallReturned,
)
from milvus_tui.agent.hooks.call_observer import CallObserver
from milvus_tui.agent.hooks.call_tally import CallsChanged
from milvus_tui.agent.hooks.channels import Channels
from milvus_tui.agent.hooks.destination_observer import DestinationObserver
from milvus_tui.agent.hooks.loop_blocks import LoopBlockObserver
from milvus_tui.agent.hooks.orm_observer import OrmObserver
from milvus_tui.agent.hooks.orm_uses import OrmUses
from milvus_tui.agent.note_queue import NoteQueue
from milvus_tui.agent.real_modules import threading
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.state.connection_store import ConnectionStore
from milvus_tui.agent.state.orm_records import InheritedAlias
from milvus_tui.agent.state.tables import Tables
from milvus_tui.agent.threads import start_thread, wait_in_steps
from milvus_tui.agent.tracking.attempt_store import AttemptStore
from milvus_tui.agent.tracking.call_store import CallStore
from milvus_tui.agent.tracking.client_store import ClientStore
from milvus_tui.agent.tracking.orm_store import OrmStore
from milvus_tui.wire import client_names

CHANNELS_EVERY = 5.0
"""Seconds between two readings of channelz while nothing changes."""

CHANNELS_APART = 0.2
"""Least seconds between two readings: one reading costs up to 0.5 ms a channel."""

CHANNELS_SHARE = 0.02
"""Largest share of the agent's time that reading channelz takes without probes."""

EXIT_SECONDS = 3.0
"""Most seconds that a program's end waits for the final scan, which takes milliseconds."""

UNREAD = "what happened last, which the agent had not read when the program ended"
"""What is not judged if `EXIT_SECONDS` are not enough."""

FORK_SECONDS = 0.1
"""Most seconds that a fork waits for the agent's thread, which mostly is idle."""

MOST_AT_ONCE = 1_000
"""Notes that are processed before rows are written."""

STOP_SECONDS = 1.0
"""Most seconds that `stop()` waits for the agent's thread, which may be in a call of gRPC."""

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
        sockets: whether to read channels and sockets from gRPC.
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
        self._inbox = NoteQueue()
        self._faults = FaultLog(tables)
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
        inbox, report = self._inbox.put, self._faults.report
        self.observer = client_observer.ClientObserver(classes, registry, inbox, report)
        self._destinations = DestinationObserver(registry, self.observer, inbox)
        uses = OrmUses(classes, inbox, report)
        self._orm = OrmObserver(registry, self.observer.hooks, inbox, uses, report)
        self.calls = CallObserver(registry, self.observer.hooks, inbox, report)
        sites, detectors = self._client_store.sites, self._client_store.detectors
        self._call_store = CallStore(self.calls, self._connections, detectors, sites, tables)
        self._attempts = AttemptObserver(self.observer, registry, self._channels, inbox, report)
        self._attempt_store = AttemptStore(self._attempts, self._client_store, orm, tables)
        self._handlers = self._note_handlers(orm)
        self._orm_store = orm
        self._channels_due = self._channels_read = 0.0
        self._thread: Optional[threading.Thread] = None
        self._ended: Optional[float] = None
        self._reading_at_fork: Optional[Any] = None

    def _note_handlers(self, orm: OrmStore) -> Dict[type, Callable[[Any], None]]:
        """Return the handler of each type of note."""
        return {
            notes.Created: self._client_store.created,
            notes.Closed: self._client_store.closed,
            notes.Moved: self._client_store.moved,
            notes.Collected: self._client_store.collected,
            notes.ShortLived: self._client_store.short_lived,
            notes.Used: self._client_store.used,
            notes.Failed: self._client_store.failed,
            notes.Elsewhere: self._client_store.detectors.calls_elsewhere.elsewhere,
            notes.LoopBlocked: self._client_store.detectors.blocked.blocked,
            CallsChanged: self._call_store.changed,
            notes.Reconnected: self._call_store.reconnected,
            notes.Connected: orm.connected,
            notes.ConnectFailed: orm.connect_failed,
            notes.Configured: orm.configured,
            notes.Disconnected: orm.disconnected,
            notes.OrmUsed: orm.used,
            notes.OrmMissed: orm.missed,
            AttemptRaised: self._attempt_store.raised,
            FirstCallReturned: self._attempt_store.first_call_returned,
        }

    def start(
        self,
        *,
        adopt: bool = False,
        inherited: Sequence[client_observer.InheritedClient] = (),
        inherited_aliases: Sequence[InheritedAlias] = (),
    ) -> None:
        """Install the hooks and start observing.

        Args:
            adopt: whether to register clients that exist already.
            inherited: in a forked child, the clients of its parent.
            inherited_aliases: in a forked child, the aliases of the ORM that its parent connected.
        """
        self._channels.install()
        self.observer.install()
        self._orm.install([each.alias for each in inherited_aliases])
        self._destinations.install()
        self.calls.install()
        self._attempts.install()
        blocks = LoopBlockObserver(self.observer.hooks, self._inbox.put)
        self.calls.on_slow.append(blocks.slow_call)
        self.observer.hooks.on_slow.append(blocks.slow)
        self.calls.before.append(self._destinations.before_calls())
        self.observer.adopt_inherited(inherited)
        last_probes.end_in_time(self._prober)
        self._thread = start_thread(self._run, "agent")
        for each in inherited:
            self.enqueue(functools.partial(self._client_store.inherited, *each))
        for alias in inherited_aliases:
            self.enqueue(functools.partial(self._orm_store.inherited, alias))
        if adopt:
            self.enqueue(self.observer.adopt_existing)

    def stop(self) -> None:
        """Remove the hooks and end the agent's threads."""
        # Each step runs even if an earlier one fails.
        for step in (self.observer.remove, self._channels.remove, self._prober.stop):
            self._faults.guard(step)
        self._inbox.put(_STOP)
        if self._thread is not None:
            self._thread.join(timeout=STOP_SECONDS)

    def before_fork(self) -> None:
        """Let the agent's thread read its notes, and keep it out of gRPC until `after_fork()`.

        The child gets the rows of what the program made right before the fork.
        """
        self.wait_until_processed(FORK_SECONDS)
        self._reading_at_fork = self._channels.reading.acquire()

    def after_fork(self) -> None:
        """Let the agent's thread use gRPC again. Called in the parent and in the child."""
        self._channels.reading.release(self._reading_at_fork)

    def release_in_child(self) -> List[client_observer.InheritedClient]:
        """Remove the hooks in a forked child, where none of the agent's threads exists.

        Return the clients that the child inherited from its parent.
        """
        self.observer.remove()
        self._channels.remove()
        return [self._inherited(ref, number) for number, ref in self.observer.refs().items()]

    def _inherited(self, ref: "weakref.ref[Any]", number: int) -> client_observer.InheritedClient:
        row = self.tables.get("clients", number) or client_observer.unknown_row(number)
        return client_observer.InheritedClient(ref, row, self.tables.get("sites", row.place))

    def inherited_aliases(self) -> List[InheritedAlias]:
        """Return the aliases of the ORM that this process, just forked, has from its parent."""
        return self._orm_store.connected_aliases(self._orm.uses.aliases())

    def at_exit(self) -> None:
        """Record at the program's end which clients are open. Waits for `EXIT_SECONDS` at most.

        What the agent's thread has not read by then is said to be not judged.
        """
        self._ended = clocks.wall()
        self.enqueue(self._end)
        if not self.wait_until_processed(EXIT_SECONDS):
            self.tables.cannot_judge(f"{UNREAD}: {self._inbox.size():,} notes of the agent")

    def _end(self) -> None:
        self._inbox.tell_counted()
        self.enqueue(self._final_scan)

    def _final_scan(self) -> None:
        self._tick(False)
        self._faults.guard(self._read_channels)
        self._faults.guard(self._connections.at_exit)
        self._faults.guard(self._orm_store.at_exit)
        self._client_store.detectors.at_exit(self._now())

    def _now(self) -> float:
        """Return the time; once the program has ended, the time of its end."""
        return clocks.wall() if self._ended is None else self._ended

    @property
    def faults(self) -> List[str]:
        """Class and place of each exception of the agent's own code."""
        return self._faults.texts

    @property
    def probes(self) -> int:
        """Number of probes so far."""
        return self._prober.calls

    def pause(self, on: bool) -> None:
        """Stop or resume the rounds of probes. Notes are still processed."""
        self._probing = not on

    def enqueue(self, action: Callable[[], None]) -> None:
        """Run an action in the agent's thread, after all notes that are in the inbox now."""
        self._inbox.put(action)

    def probe_now(self) -> None:
        """Scan and probe at once, even if paused."""
        self.enqueue(functools.partial(self._tick, True))

    def wait_until_processed(self, timeout: float = 5.0) -> bool:
        """Wait until the tables show all notes so far; return False if that takes longer."""
        done = threading.Event()
        # Enqueue twice: the rows of the first pass are flushed only at the end of that pass.
        self.enqueue(lambda: self.enqueue(done.set))
        return wait_in_steps(done.wait, timeout)

    # --- the agent's thread ------------------------------------------------------------------

    def _run(self) -> None:
        due = clocks.monotonic()
        while True:
            wait = min(due, self._channels_due) - clocks.monotonic()
            batch = self._inbox.take(max(0.0, wait), MOST_AT_ONCE)
            if _STOP in batch:
                return
            self._faults.guard(self._process, batch)
            if clocks.monotonic() >= due:
                due = clocks.monotonic() + self._interval
                self._faults.guard(self._tick, self._probing)
            if clocks.monotonic() >= self._channels_due:
                self._faults.guard(self._read_channels)
            self._faults.guard(self._client_store.flush)
            self._faults.guard(self._orm_store.flush)

    def _process(self, batch: List[Any]) -> None:
        created: Dict[str, Set[int]] = {}
        for item in batch:
            self._faults.guard(self._process_item, item)
            if isinstance(item, notes.Created):
                site = self._client_store.sites.text(item.caller.stack)
                created.setdefault(site, set()).add(item.id)
        for site, ids in created.items():
            spans = client_names.ranges(ids)
            text = f"{client_names.clients(spans)} created by {site}"
            self.tables.log(clocks.wall(), "spawned", text, min(ids), spans)
        if created:
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
        pending = self.observer.hooks.pending_calls
        now, detectors = self._now(), self._client_store.detectors
        self._client_store.embedded.look(now)
        self._call_store.read(now)
        self._client_store.scanner.scan(lambda: bool(pending))
        detectors.scan(now, [call for call in list(pending) if call.is_running])
        self._attempt_store.look(now)
        # The scan may be ahead of the notes that are in the inbox now: process those first.
        self.enqueue(functools.partial(detectors.after_scan, now))
        self.enqueue(functools.partial(self._attempt_store.after_look, now))
        routes = self._routes.all()
        self._verdicts.forget({route.key for route in routes})
        if probe:
            self._probe_all(routes)

    def _channels_soon(self) -> None:
        self._channels_due = min(self._channels_due, self._channels_read + CHANNELS_APART)

    def _read_channels(self) -> None:
        begin = self._channels_read = clocks.monotonic()
        self._connections.read_channels()
        # Without probes, only the channels' counters show the program's calls.
        cost = clocks.monotonic() - begin
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
