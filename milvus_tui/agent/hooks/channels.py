"""The state and the socket of each connection's channel, from channelz inside the process.

channelz, gRPC's own bookkeeping, costs the program nothing. It does not say which Python object
a channel belongs to. So the agent hooks the creation of channels and lets one thread at a time
create one: the newest channelz id then belongs to the new channel. Channels that were created at
the same time nevertheless (`BriefLock`), or before the agent started, stay unknown.
"""

from __future__ import annotations

import base64
import functools
import ipaddress
import json
import re
import sys
import threading
import weakref
from collections import deque
from contextlib import suppress
from typing import Any, Deque, Dict, Iterator, List, NamedTuple, Optional, Set, Tuple

from milvus_tui.agent import clocks
from milvus_tui.agent.connection_settings import Settings, options
from milvus_tui.agent.hooks.brief_lock import BriefLock


class ChannelState(NamedTuple):
    """A channel as channelz reports it."""

    state: str
    socket: Optional[int]
    calls: int
    failures: int
    successes: int = 0


_FAILURE = re.compile(
    r"(?:TRANSIENT_FAILURE(?: status)?|Resolution event): ([A-Z_]+: .*)", re.DOTALL
)
"""An error in the text of a trace event."""

_CUT = "\n==="
"""What follows the error in newer releases of gRPC: where in its own code the error was made."""

NO_TARGET = "gRPC made no channel, since the address that pymilvus gave is not valid"

MOST_MADE = 200
"""Channels whose makers are remembered."""


class SocketAddresses(NamedTuple):
    """Both ends of a socket, as `host:port` or a path."""

    local: str
    remote: str


class Channels:
    """Watches the creation of gRPC channels and reads their state.

    Args:
        enabled: whether channelz may be read at all; if not, every channel is unknown. A forked
            child must not read it: a thread that only the parent has may hold a lock of gRPC,
            and a thread that waits for such a lock holds the GIL.
    """

    def __init__(self, enabled: bool = True) -> None:
        self._enabled = enabled
        from grpc import _channel
        from grpc._cython import cygrpc

        # pymilvus imports gRPC's asyncio part if the release has an async client.
        asynchronous = sys.modules.get("grpc.aio._channel")
        self._classes: List[Any] = [_channel.Channel]
        if asynchronous is not None:
            self._classes.append(asynchronous.Channel)
        self._cygrpc: Any = cygrpc
        self._ids: "weakref.WeakKeyDictionary[Any, int]" = weakref.WeakKeyDictionary()
        self._options: "weakref.WeakKeyDictionary[Any, Settings]" = weakref.WeakKeyDictionary()
        self._making = BriefLock()
        self._unlocked: Set[int] = set()
        """The threads that create a channel without the lock."""
        self.reading = BriefLock()
        """Held while channelz is read. A thread that forks acquires it first: gRPC skips its own
        preparations for a fork while another thread is inside gRPC."""
        self._made: Deque[Tuple[int, int, float]] = deque(maxlen=MOST_MADE)
        """Id, thread and time (`clocks.monotonic()`) of the channels that were made last."""
        self._last = self._newest(0)
        self._hooks: List[Tuple[Any, Any]] = []

    def install(self) -> None:
        """Hook the creation of channels. `remove()` takes the hooks off."""
        if self._enabled:
            for each in self._classes:
                self._hook(each)

    def _hook(self, channel_class: Any) -> None:
        original = channel_class.__init__

        @functools.wraps(original)
        def hook(channel: Any, *args: Any, **kwargs: Any) -> None:
            alone = refused = None
            with suppress(Exception):
                alone, refused = self._begin()
            try:
                original(channel, *args, **kwargs)
                with suppress(Exception):
                    given = args[1] if len(args) > 1 else kwargs.get("options")
                    self._options[channel] = tuple(filter(None, options(given)))
                    self._note(channel, alone is not None and refused == self._making.refused)
            finally:
                with suppress(Exception):
                    self._end(alone)

        channel_class.__init__ = hook
        self._hooks.append((channel_class, hook))

    def remove(self) -> None:
        """Take the hooks off."""
        for channel_class, hook in self._hooks:
            if channel_class.__init__ is hook:
                channel_class.__init__ = hook.__wrapped__
        self._hooks.clear()

    def id_of(self, handler: Any) -> Optional[int]:
        """The channelz id of a connection's channel, None if unknown."""
        found: Optional[int] = _value_of(handler, self._ids)
        return found

    def options_of(self, handler: Any) -> Optional[Settings]:
        """The options that a connection's channel was made with, None if unknown."""
        found: Optional[Settings] = _value_of(handler, self._options)
        return found

    def state(self, channel: int) -> Optional[ChannelState]:
        """State, socket and counters of a channel; None if the channel no longer exists."""
        found = self._get("channelz_get_channel", channel).get("channel")
        if found is None:
            return None
        data = found.get("data", {})
        return ChannelState(
            state=data.get("state", {}).get("state", "UNKNOWN"),
            socket=self._socket_of(found),
            calls=int(data.get("callsStarted", 0)),
            failures=int(data.get("callsFailed", 0)),
            successes=int(data.get("callsSucceeded", 0)),
        )

    def made_by(self, thread: int, since: float) -> Optional[int]:
        """The channel that a thread has made last since a time; None for none."""
        made = reversed(list(self._made))
        return next((id_ for id_, by, at in made if by == thread and at >= since), None)

    def problem(self, channel: int) -> str:
        """What keeps a channel from connecting, in gRPC's words; empty if it is ready or gone."""
        found = self._get("channelz_get_channel", channel).get("channel")
        if found is None:
            return ""
        data = found.get("data", {})
        state = data.get("state", {}).get("state", "")
        if data.get("target") in ("", "unknown", "dns:///"):
            return NO_TARGET
        if state == "READY":
            return ""
        errors = [_last_error(each.get("data", {})) for each in self._subchannels(found)]
        seen = dict.fromkeys(filter(None, errors))
        return "; ".join(seen) or _last_error(data) or f"the channel is {state}"

    def _subchannels(self, channel: Dict[str, Any]) -> Iterator[Dict[str, Any]]:
        for ref in channel.get("subchannelRef", []):
            found = self._get("channelz_get_subchannel", int(ref["subchannelId"]))
            yield found.get("subchannel", {})

    def addresses(self, socket: int) -> Optional[SocketAddresses]:
        """Local and remote end of a socket; None if the socket no longer exists."""
        found = self._get("channelz_get_socket", socket).get("socket")
        if found is None:
            return None
        return SocketAddresses(_address(found.get("local")), _address(found.get("remote")))

    def _begin(self) -> Tuple[Optional[Any], int]:
        """Return the lock that was acquired, if any, and how often others did not get it."""
        refused = self._making.refused
        lock = self._making.acquire()
        if lock is None:
            self._unlocked.add(threading.get_ident())
        return lock, refused if not self._unlocked else -1

    def _end(self, lock: Optional[Any]) -> None:
        if lock is None:
            self._unlocked.discard(threading.get_ident())
        self._making.release(lock)

    def _note(self, channel: Any, alone: bool) -> None:
        """Take the newest channel for this one, if no other thread was creating one meanwhile."""
        try:
            newest = self._newest(self._last + 1)
        except Exception:
            self._last = 0
            raise
        if newest > self._last:
            self._last = newest
            if alone:
                self._ids[channel] = newest
                self._made.append((newest, threading.get_ident(), clocks.monotonic()))

    def _newest(self, start: int) -> int:
        """The highest id of a channel from `start` on; 0 for none. Pages hold 100 channels."""
        newest = 0
        while True:
            page = self._get("channelz_get_top_channels", start)
            ids = [int(channel["ref"]["channelId"]) for channel in page.get("channel", [])]
            newest = max([newest, *ids])
            if page.get("end", True) or not ids:
                return newest
            start = newest + 1

    def _socket_of(self, channel: Dict[str, Any]) -> Optional[int]:
        for found in self._subchannels(channel):
            sockets: List[Dict[str, Any]] = found.get("socketRef", [])
            if sockets:
                return int(sockets[0]["socketId"])
        return None

    def _get(self, function: str, number: int) -> Dict[str, Any]:
        if not self._enabled:
            return {}
        try:
            with self.reading.held():
                answer = getattr(self._cygrpc, function)(number)
            found: Dict[str, Any] = json.loads(answer)
        except (
            ValueError,
            AttributeError,
        ):  # no such channel, or no channelz
            return {}
        return found


def _value_of(handler: Any, values: "weakref.WeakKeyDictionary[Any, Any]") -> Optional[Any]:
    """What was stored for a connection's channel."""
    channel = getattr(handler, "_channel", None) or getattr(handler, "_async_channel", None)
    try:
        return values.get(channel) if channel is not None else None
    except TypeError:  # not weakly referable, so not a channel that was hooked
        return None


def _last_error(data: Dict[str, Any]) -> str:
    """The error in the last trace event that has one; empty for none."""
    for event in reversed(data.get("trace", {}).get("events", [])):
        found = _FAILURE.search(event.get("description", ""))
        if found is not None:
            return " ".join(found.group(1).partition(_CUT)[0].split())
    return ""


def _address(end: Optional[Dict[str, Any]]) -> str:
    """The address of one end of a socket. The keys depend on the release of grpcio."""
    end = end or {}
    tcp = end.get("tcpipAddress") or end.get("tcpip_address")
    if tcp:
        raw = base64.b64decode(tcp.get("ipAddress") or tcp.get("ip_address") or "")
        ip = ipaddress.ip_address(raw) if len(raw) in (4, 16) else None
        host = f"[{ip}]" if isinstance(ip, ipaddress.IPv6Address) else str(ip or "?")
        return f"{host}:{tcp.get('port', '?')}"
    unix = end.get("udsAddress") or end.get("uds_address")
    return f"unix:{unix.get('filename', '?')}" if unix else "?"
