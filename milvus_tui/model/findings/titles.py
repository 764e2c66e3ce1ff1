"""What a finding is called: one line that says what happened, and to whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milvus_tui.model import text
from milvus_tui.wire import Kind, client_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from milvus_tui import wire
    from milvus_tui.model.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Told:
    """What titles are made of: a finding, or several of one kind and place."""

    row: wire.Finding
    """The newest of them."""
    many: int = 1
    """How many findings these are."""
    count: int = 1
    """How often it was seen, in all of them."""
    clients: client_names.Ranges = ()
    """All clients that it happened to, or that did it."""
    alias: str = ""
    """The alias's name, where its row is still there."""

    @property
    def who(self) -> str:
        """The client, or the clients, as the subject of a sentence."""
        if self.many > 1:
            held = client_names.count(self.clients)
            return text.plural(held, "client") if held else "Clients"
        return "A client" if self.row.client is None else text.client_name(self.row.client)

    @property
    def times(self) -> str:
        """How often, where it was more often than each client once."""
        often = self.count > max(1, client_names.count(self.clients))
        return f", {self.count:,} times" if often else ""

    def verb(self, one: str, more: str) -> str:
        """The form of a verb that fits `who`."""
        return more if self.many > 1 and client_names.count(self.clients) != 1 else one


def told(
    row: wire.Finding, rows: Snapshot, many: int, count: int, clients: client_names.Ranges
) -> Told:
    """What the title of a finding is made of."""
    alias = rows.aliases.get(row.alias) if row.alias is not None else None
    return Told(row, many, count, clients, alias.text if alias else "")


def title(said: Told) -> str:
    """One line, without a full stop."""
    make = TITLES.get(said.row.kind)
    line = make(said) if make is not None else said.row.kind
    return " ".join(line.split()) or "Something is wrong"


def _collateral(said: Told) -> str:
    closer = (
        "close()" if said.row.client is None else f"{text.client_name(said.row.client)}.close()"
    )
    hit = client_names.count(said.row.affected)
    others = text.plural(hit, "other client") if hit else "others"
    if said.row.detail == "orm":
        others = f"an alias of the ORM's and {others}" if hit else "an alias of the ORM's"
    if said.many > 1:
        return f"close() cut off others, {said.many:,} times"
    return f"{closer} cut off {others}"


def _leaked(said: Told) -> str:
    dedicated = said.row.detail == "dedicated"
    if said.many > 1:
        noun = "dedicated connections" if dedicated else "aliases"
        return f"{said.many:,} {noun} leaked, with no client left"
    noun = f"Alias {said.alias}" if said.alias.strip() else "An alias"
    noun = "A dedicated connection" if dedicated else noun
    return f"{noun} leaked, with no client left"


def _idle(said: Told) -> str:
    if said.many > 1:
        return f"{said.many:,} connections are open, and none of their clients is left"
    letter = (
        "A connection"
        if said.row.connection is None
        else (f"Connection {text.letters(said.row.connection)}")
    )
    return f"{letter} is open, and none of its clients is left"


def _unclosed(said: Told) -> str:
    verb = "was" if said.count == 1 else "were"
    noun = text.plural(said.count, "client")
    if said.row.detail == "exit":
        return f"{noun} {verb} not closed when the program ended"
    return f"{noun} {verb} dropped without close()"


ASKED = {
    "server": "server", "database": "database", "login": "user", "password": "password",
    "security": "security", "alias": "alias",
}  # fmt: skip


def differing(detail: str) -> str:
    """What differs, in words: `server and database`."""
    found = [ASKED[word] for word in re.split(r"[^a-z]+", detail) if word in ASKED]
    *first, last = dict.fromkeys(found) or ("connection",)
    return f"{', '.join(first)} and {last}" if first else last


def _hijacked(said: Told) -> str:
    verb = said.verb("is", "are")
    asked = said.verb("it asked", "they asked")
    return f"{said.who} {verb} bound to another {differing(said.row.detail)} than {asked} for"


def _held(said: Told) -> str:
    waited = re.match(r"[0-9]+(\.[0-9]+)?", said.row.detail)
    for_ = f" {text.latency(float(waited.group()))}" if waited else ""
    if said.many > 1:
        return f"{said.many:,} calls waited for another client to connect, the last{for_}"
    return f"A call waited{for_} for another client to connect"


def _churn(said: Told) -> str:
    return f"{text.plural(said.count, 'short-lived connection')} opened in one place"


def _loop(said: Told) -> str:
    if said.row.detail == "left":
        was = f"{said.who} was" if said.count == 1 else f"{said.count:,} clients were"
        return f"{was} left unclosed on a closed event loop"
    was, own = said.verb("was", "were"), said.verb("its", "their")
    return f"{said.who} {was} used in another event loop than {own} own{said.times}"


def _moved(said: Told) -> str:
    hit = (
        client_names.count(said.row.affected)
        if said.many == 1
        else client_names.count(said.clients)
    )
    if not hit:
        return "Clients were put on another database by somebody else"
    was = "was" if hit == 1 else "were"
    return f"{text.plural(hit, 'client')} {was} put on another database by somebody else"


def _doomed(said: Told) -> str:
    if said.many > 1:
        return f"{said.many:,} connections never became ready"
    if said.row.connection is None:
        return "A connection never became ready"
    return f"Connection {text.letters(said.row.connection)} never became ready"


def _separation(said: Told) -> str:
    few = f"{said.count:,} connections" if said.count > 1 else "Connections"
    return f"{few} that were to be apart ride one socket"


TITLES: dict[str, Callable[[Told], str]] = {
    Kind.COLLATERAL_CLOSE: _collateral,
    Kind.LEAKED_ALIAS: _leaked,
    Kind.IDLE_CONNECTION: _idle,
    Kind.UNCLOSED_CLIENT: _unclosed,
    Kind.HIJACKED_ALIAS: _hijacked,
    Kind.UNCHECKED_PASSWORD: lambda s: (
        f"The password of {s.who.replace('A client', 'a client')} was never checked"
    ),
    Kind.PLAIN_TEXT_FOR_HTTPS: lambda s: f"{s.who} asked for TLS, and {s.verb('talks', 'talk')} in plain text",
    Kind.REVIVED_CLIENT: lambda s: (
        f"{s.who} {s.verb('was', 'were')} closed, and {s.verb('works', 'work')} again"
    ),
    Kind.USED_AFTER_CLOSE: lambda s: (
        f"{s.who} {s.verb('was', 'were')} used after close(), and failed{s.times}"
    ),
    Kind.SHORT_LIVED_CONNECTIONS: _churn,
    Kind.IGNORED_ALIAS: lambda s: f"The alias= of {s.who.replace('A client', 'a client')} is ignored",
    Kind.FALSE_SEPARATION: _separation,
    Kind.USED_AFTER_FORK: lambda s: (
        f"{s.who}, made before a fork, {s.verb('was', 'were')} used in the child{s.times}"
    ),
    Kind.WRONG_EVENT_LOOP: _loop,
    Kind.MOVED_TO_ANOTHER_DATABASE: _moved,
    Kind.NEVER_READY: _doomed,
    Kind.HELD_UP: _held,
}
"""By kind; what is not here is called by its kind."""
