"""Which socket a connection rides, from gRPC's own channelz inside the process.

channelz costs the program nothing. It does not tell which Python object a channel belongs
to, so the creation of channels is watched: while one is made under a lock of ours, the new
channelz id is its own. Channels made before the agent came stay unknown.
"""

from __future__ import annotations

import base64
import functools
import ipaddress
import json
import sys
import threading
import weakref
from typing import Any, Dict, List, NamedTuple, Optional, Tuple


class ChannelState(NamedTuple):
    """A channel as channelz sees it."""

    state: str
    socket: Optional[int]
    calls: int
    failures: int


class SocketAddresses(NamedTuple):
    """Both ends of a socket, as `host:port` or a path."""

    local: str
    remote: str


class Channels:
    """Watches the creation of gRPC channels and reads their state.

    Args:
        ask: whether gRPC may be asked at all; if not, every answer is that nothing is known.
            In a forked child it may not: a thread that is gone may have held gRPC's locks,
            and who waits for one of them holds the interpreter's.
    """

    def __init__(self, ask: bool = True) -> None:
        self._ask = ask
        from grpc import _channel
        from grpc._cython import cygrpc

        # gRPC's asyncio side comes with pymilvus where that has an async client.
        asynchronous = sys.modules.get("grpc.aio._channel")
        self._classes: List[Any] = [_channel.Channel]
        if asynchronous is not None:
            self._classes.append(asynchronous.Channel)
        self._cygrpc: Any = cygrpc
        self._ids: "weakref.WeakKeyDictionary[Any, int]" = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()
        self.reading = threading.Lock()
        """Held while gRPC is asked: who forks takes it first, since gRPC skips its own
        preparations for a fork while a thread is inside it."""
        self._last = self._newest(0)
        self._hooks: List[Tuple[Any, Any]] = []

    def install(self) -> None:
        """Watch from now on. Undone by `remove()`."""
        if self._ask:
            for each in self._classes:
                self._hook(each)

    def _hook(self, channel_class: Any) -> None:
        original = channel_class.__init__

        @functools.wraps(original)
        def hook(channel: Any, *args: Any, **kwargs: Any) -> None:
            # Creating a channel does not connect, so the lock is held for microseconds.
            with self._lock:
                original(channel, *args, **kwargs)
                try:
                    self._note(channel)
                except Exception:
                    # A channel whose id is not known shows no socket; the program goes on.
                    self._last = 0

        channel_class.__init__ = hook
        self._hooks.append((channel_class, hook))

    def remove(self) -> None:
        """Stop watching."""
        for channel_class, hook in self._hooks:
            if channel_class.__init__ is hook:
                channel_class.__init__ = hook.__wrapped__
        self._hooks.clear()

    def id_of(self, handler: Any) -> Optional[int]:
        """The channelz id of a connection's channel, None where it is not known."""
        channel = getattr(handler, "_channel", None) or getattr(handler, "_async_channel", None)
        try:
            return self._ids.get(channel) if channel is not None else None
        except TypeError:  # not weakly referable: not a channel that we saw
            return None

    def state(self, channel: int) -> Optional[ChannelState]:
        """State, socket and counters of a channel; None once it is gone."""
        found = self._get("channelz_get_channel", channel).get("channel")
        if found is None:
            return None
        data = found.get("data", {})
        return ChannelState(
            state=data.get("state", {}).get("state", "UNKNOWN"),
            socket=self._socket_of(found),
            calls=int(data.get("callsStarted", 0)),
            failures=int(data.get("callsFailed", 0)),
        )

    def addresses(self, socket: int) -> Optional[SocketAddresses]:
        """Local and remote end of a socket; None once it is gone."""
        found = self._get("channelz_get_socket", socket).get("socket")
        if found is None:
            return None
        return SocketAddresses(_address(found.get("local")), _address(found.get("remote")))

    def _note(self, channel: Any) -> None:
        newest = self._newest(self._last + 1)
        if newest > self._last:
            self._ids[channel] = newest
            self._last = newest

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
        for ref in channel.get("subchannelRef", []):
            found = self._get("channelz_get_subchannel", int(ref["subchannelId"]))
            sockets: List[Dict[str, Any]] = found.get("subchannel", {}).get("socketRef", [])
            if sockets:
                return int(sockets[0]["socketId"])
        return None

    def _get(self, function: str, number: int) -> Dict[str, Any]:
        if not self._ask:
            return {}
        try:
            with self.reading:
                answer = getattr(self._cygrpc, function)(number)
            found: Dict[str, Any] = json.loads(answer)
        except (ValueError, AttributeError):  # gone, or a grpcio without channelz
            return {}
        return found


def _address(end: Optional[Dict[str, Any]]) -> str:
    """An end of a socket. grpcio spells the keys in two ways."""
    end = end or {}
    tcp = end.get("tcpipAddress") or end.get("tcpip_address")
    if tcp:
        raw = base64.b64decode(tcp.get("ipAddress") or tcp.get("ip_address") or "")
        ip = ipaddress.ip_address(raw) if len(raw) in (4, 16) else None
        host = f"[{ip}]" if isinstance(ip, ipaddress.IPv6Address) else str(ip or "?")
        return f"{host}:{tcp.get('port', '?')}"
    unix = end.get("udsAddress") or end.get("uds_address")
    return f"unix:{unix.get('filename', '?')}" if unix else "?"
