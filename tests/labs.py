"""A real lab for tests: a target in its own process, and what tests do with it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from milvus_tui.model import states
from milvus_tui.model.index import Index
from milvus_tui.sessions.lab_session import LabOptions, LabSession

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot
    from milvus_tui.model.states import State

SECONDS = 60.0
"""How long a test waits for what must happen; far longer than it takes."""


class Lab:
    """A running lab. Every wait is for a condition on the model, not for time to pass."""

    def __init__(self, session: LabSession) -> None:
        self.session = session
        self._change = threading.Condition()
        session.listen(self._changed)

    def _changed(self) -> None:
        with self._change:
            self._change.notify_all()

    @property
    def snapshot(self) -> Snapshot:
        return self.session.snapshot

    def wait(self, until: Callable[[], object], what: str = "the condition") -> None:
        """Wait until a condition on the session holds."""
        with self._change:
            assert self._change.wait_for(until, timeout=SECONDS), f"never saw {what}"

    def ask(self, name: str, **args: Any) -> wire.Reply:
        """Send a command; gives the reply, ok or not."""
        return self.session.call(name, **args).result(timeout=SECONDS)

    def do(self, name: str, **args: Any) -> dict[str, Any]:
        """Send a command that must succeed; gives the reply's data."""
        reply = self.ask(name, **args)
        assert reply.ok, f"{name}: {reply.text}"
        return reply.data

    def spawn(self, count: int = 1, **args: Any) -> list[int]:
        """Create clients; gives their ids once their rows have arrived.

        A user gets a password: from 2.6.10 on, a user without a password is no login.
        """
        if "user" in args:
            args.setdefault("password", "secret")
        ids: list[int] = self.do("spawn", count=count, **args)["clients"]
        self.wait(lambda: set(ids) <= set(self.snapshot.clients), f"rows of {ids}")
        return ids

    def state(self, client: int) -> State:
        """The state that the dashboard shows of a client."""
        return states.client_state(Index(self.snapshot), self.snapshot.clients[client])

    def words(self, *clients: int) -> list[str]:
        """The states' words of some clients."""
        index = Index(self.snapshot)
        rows = [self.snapshot.clients[client] for client in clients]
        return [states.client_state(index, row).word for row in rows]

    def settled(self, clients: list[int], word: str) -> None:
        """Wait until the dashboard shows the same word for all these clients."""
        self.wait(lambda: set(self.words(*clients)) == {word}, f"{clients} {word}")

    def alias(self, client: int) -> wire.Alias:
        """The alias row that a client resolves through."""
        return self.snapshot.aliases[self.snapshot.clients[client].alias]

    def connections(self, clients: list[int]) -> set[int]:
        """The connections that clients resolve to; clients without one are skipped."""
        found = (self.alias(client).connection for client in clients)
        return {connection for connection in found if connection is not None}

    def events(self, kind: str) -> list[str]:
        """Texts of the events of one kind, oldest first."""
        return [event.text for event in self.snapshot.events.values() if event.kind == kind]

    def own_call(self, client: int) -> tuple[str, str, int]:
        """The outcome of the client's own `list_collections`: state, error class, collections."""
        data = self.do("call", client=client)
        return data["state"], data["error_class"], data["collections"]


@contextmanager
def lab(uri: str = "", **options: Any) -> Iterator[Lab]:
    """A live lab, ended afterwards. Options as `LabOptions`."""
    session = LabSession(LabOptions(uri=uri, **{"interval": 0.1, **options}))
    running = Lab(session)
    session.start()
    try:
        running.wait(lambda: session.failure or not session.status, "a live target")
        assert session.failure is None, session.failure
        yield running
    finally:
        session.stop()
