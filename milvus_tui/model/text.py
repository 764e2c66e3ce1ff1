"""How the screen writes names, times and numbers. Every widget and report uses these functions."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from milvus_tui.wire import client_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milvus_tui import wire


def letters(number: int) -> str:
    """A connection's label: 1 is A, 26 is Z, 27 is AA. Ids are never reused, so labels are not."""
    label = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        label = chr(ord("A") + rest) + label
    return label or "?"


client_name = client_names.client_name
"""The name of a client: `c7`."""


def client_list(ranges: client_names.Ranges, most: int = 6) -> str:
    """Names of clients, with ranges: `c2 … c11, c14`. After `most` ranges follows `and 3 more`."""
    words: list[str] = []
    for first, last in ranges[:most]:
        words.append(client_name(first))
        if last == first + 1:
            words.append(client_name(last))
        elif last > first:
            words[-1] = f"{client_name(first)} … {client_name(last)}"
    left = client_names.count(ranges[most:])
    if left:
        words.append(f"and {left:,} more")
    return ", ".join(words)


def plural(count: int, noun: str) -> str:
    """`1 client`, `2 clients`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def joined(parts: Sequence[str], separator: str = " · ") -> str:
    """The parts that are not empty, in one line."""
    return separator.join(part for part in parts if part)


def age(seconds: float) -> str:
    """A duration in whole units, in at most six cells: `12 s`, `3 min`, `2 h`, `4 d`."""
    whole = max(0, int(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min"
    if whole < 48 * 3600:
        return f"{whole // 3600} h"
    return f"{min(whole // 86400, 9999)} d"


def clock(at: float) -> str:
    """A moment as local time of day, `14:02:31`."""
    return time.strftime("%H:%M:%S", time.localtime(at))


def latency(milliseconds: float) -> str:
    """A duration in at most seven cells: `0.9 ms`, `250 ms`, `1.5 s`."""
    if milliseconds < 10:
        return f"{milliseconds:.1f} ms"
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} s"


def error_line(error_class: str, error: str) -> str:
    """Class and message of an error on one line; one of them may be empty."""
    message = " ".join(error.split())
    return f"{error_class}: {message}" if error_class and message else error_class or message


def thread_name(name: str) -> str:
    """A thread's name; `MainThread` becomes `main`."""
    return "main" if name == "MainThread" else name


def database_name(name: str) -> str:
    """A database's name; the server calls the one without a name `default`."""
    return name or "default"


def address(client: wire.Client) -> str:
    """The URI that a client requested, without its scheme."""
    return client.uri.split("://", 1)[-1]
