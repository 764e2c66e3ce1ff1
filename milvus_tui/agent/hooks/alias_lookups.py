"""Observes helpers that look for an open alias of the ORM by its address, and take it.

Such a helper was asked for a database, and the alias may be in another one. What it was asked for
is what its parameters say: `database=`, `db_name=`, or a dict with such a key.
"""

from __future__ import annotations

import re
import sys
import threading
from typing import Any, Dict, NamedTuple, Tuple

from milvus_tui.agent import clocks, masking
from milvus_tui.agent.hooks import call_sites, notes
from milvus_tui.agent.hooks.client_observer import current_caller
from milvus_tui.agent.hooks.destinations import AliasDestinations, Destination

FRAMES = 4
"""Frames whose parameters may name the database: the helper, and those that called it."""

MOST_LOOKUPS = 1_000
"""Most lookups that may still turn out to be wrong."""

SECONDS_TO_USE = 30.0
"""Seconds after which an alias that was looked up and not used was not taken."""

_DATABASE = re.compile(r"_?(db|database)(_?name)?", re.IGNORECASE)


class _Lookup(NamedTuple):
    """An alias that was looked up for another database than its own."""

    requested: str
    actual: Destination
    caller: notes.Caller


class AliasLookups:
    """Notes an alias that was looked up for one database, is in another, and is then used.

    Args:
        aliases: what the aliases stand for.
        inbox: gets `notes.Elsewhere`.
    """

    def __init__(self, aliases: AliasDestinations, inbox: notes.Inbox) -> None:
        self._aliases = aliases
        self._inbox = inbox
        self.open: Dict[Tuple[int, str], _Lookup] = {}
        """By thread and alias."""

    def looked_up(self, _: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> None:
        """`get_connection_addr(alias)` was called; pymilvus's own calls do not count."""
        frame = sys._getframe(2)
        if call_sites.is_library(frame.f_code.co_filename):
            return
        alias = str(args[0] if args else kwargs.get("alias", ""))
        requested, sender = requested_database(frame), self._aliases.sender(alias)
        if not requested or sender is None:
            return
        actual = sender.destination
        if actual.database == requested:
            self.forget()  # the helper found an alias that is right
        elif len(self.open) < MOST_LOOKUPS:
            key = threading.get_ident(), alias
            self.open[key] = _Lookup(requested, actual, current_caller())

    def forget(self) -> None:
        """This thread connects, or has found, an alias of its own: it takes none that is wrong."""
        here = threading.get_ident()
        for key in [key for key in list(self.open) if key[0] == here]:
            self.open.pop(key, None)

    def used(self, handler: Any) -> None:
        """A call goes through a connection, in this thread."""
        here = threading.get_ident()
        for key, lookup in list(self.open.items()):
            if key[0] == here and self._aliases.handler(key[1]) is handler:
                self.open.pop(key, None)
                self._note(key[1], lookup)
        self._expire()

    def _note(self, alias: str, lookup: _Lookup) -> None:
        self._inbox(
            notes.Elsewhere(
                notes.ADDRESS,
                masking.alias(alias),
                lookup.actual._replace(database=lookup.requested),
                lookup.actual,
                lookup.caller,
                current_caller(),
                "",
                lookup.caller,
            )
        )

    def _expire(self) -> None:
        oldest = next(iter(list(self.open.items())), None)
        if oldest is not None and clocks.wall() - oldest[1].caller.at > SECONDS_TO_USE:
            self.open.pop(oldest[0], None)


def requested_database(frame: Any) -> str:
    """Return the database that a function, or one that called it, was asked for; empty for none."""
    for _ in range(FRAMES):
        if frame is None:
            return ""
        code = frame.f_code
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        found = _database_in({name: frame.f_locals.get(name) for name in names})
        if found:
            return found
        frame = frame.f_back
    return ""


def _database_in(values: Dict[str, Any]) -> str:
    """Return the database that parameters name, or dicts among them; empty for none."""
    inner = [each for each in values.values() if type(each) is dict]
    for name, value in [*values.items(), *(item for each in inner for item in list(each.items()))]:
        if type(value) is str and type(name) is str and value and _DATABASE.fullmatch(name):
            return value
    return ""
