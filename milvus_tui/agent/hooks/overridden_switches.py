"""Observes `db.using_database()` of several threads on one alias of the ORM: the last one counts.

A thread that switched an alias to a database says where its own calls should go. Once another
thread has switched the alias elsewhere, the first thread's next call is noted.
"""

from __future__ import annotations

import threading
from typing import Any, Dict, NamedTuple, Tuple

from milvus_tui.agent import masking
from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.client_observer import current_caller
from milvus_tui.agent.hooks.destinations import AliasDestinations

MOST_ALIASES = 500
"""Aliases whose last switch is kept."""

MOST_OVERRIDDEN = 500
"""Threads and aliases whose next call is awaited."""

SWITCH = "using_database()"


class _Switch(NamedTuple):
    """A `using_database()` that has returned, or is about to."""

    thread: int
    database: str
    caller: notes.Caller


class _OfThread(threading.local):
    """The last switches of the current thread, by alias. A later thread may get its number."""

    def __init__(self) -> None:
        self.switches: Dict[str, _Switch] = {}


class OverriddenSwitches:
    """Notes the calls of a thread whose `using_database()` another thread has overridden.

    Args:
        aliases: what the aliases stand for.
        inbox: gets `notes.Elsewhere`.
    """

    def __init__(self, aliases: AliasDestinations, inbox: notes.Inbox) -> None:
        self._aliases = aliases
        self._inbox = inbox
        self._mine = _OfThread()
        self._last: Dict[str, _Switch] = {}
        """By alias, the last switch."""
        self.open: Dict[Tuple[int, str], _Switch] = {}
        """By thread and alias, the thread's own switch that another thread has overridden."""

    def switched(self, alias: str, database: str) -> None:
        """This thread calls `using_database(database, using=alias)`."""
        here = threading.get_ident()
        self.open.pop((here, alias), None)
        before = self._last.pop(alias, None)
        if before is not None and before.thread != here and len(self.open) < MOST_OVERRIDDEN:
            self.open.setdefault((before.thread, alias), before)
        if len(self._last) >= MOST_ALIASES:
            self._last.pop(next(iter(self._last)), None)
        own = self._mine.switches
        if len(own) >= MOST_ALIASES:
            own.clear()
        self._last[alias] = own[alias] = _Switch(here, database, current_caller())

    def connected(self, alias: str) -> None:
        """An alias is connected anew: no earlier switch counts."""
        self._last.pop(alias, None)
        for key in [key for key in list(self.open) if key[1] == alias]:
            self.open.pop(key, None)

    def used(self, handler: Any) -> None:
        """A call goes through a connection, in this thread."""
        here = threading.get_ident()
        for key, own in list(self.open.items()):
            if key[0] == here and self._aliases.handler(key[1]) is handler:
                self.open.pop(key, None)
                if self._mine.switches.get(key[1]) is own:
                    self._note(key[1], own)

    def _note(self, alias: str, own: _Switch) -> None:
        sender, last = self._aliases.sender(alias), self._last.get(alias)
        if sender is None or last is None or sender.destination.database == own.database:
            return
        self._inbox(
            notes.Elsewhere(
                notes.OVERRIDDEN,
                masking.alias(alias),
                sender.destination._replace(database=own.database),
                sender.destination,
                own.caller,
                current_caller(),
                SWITCH,
                last.caller,
            )
        )
