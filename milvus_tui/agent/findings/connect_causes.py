"""Tells the causes of failed and hanging attempts apart, by what was observed.

The words are those of gRPC 1.5x to 1.85, of Milvus 2.3 to 2.6, Milvus Lite, and pymilvus 2.4 to
3.0.
"""

from __future__ import annotations

import re
import sys
from typing import Any, NamedTuple, Optional, Sequence, Tuple

from milvus_tui.agent.embedded import file_holders
from milvus_tui.agent.findings import proxy_in_use
from milvus_tui.agent.hooks.attempt_observer import Raised
from milvus_tui.agent.hooks.channels import NO_TARGET
from milvus_tui.agent.hooks.connect_targets import ConnectTarget
from milvus_tui.wire import Cause


class Observed(NamedTuple):
    """Why an attempt failed or hangs, and what shows it."""

    cause: str
    """One of `wire.Cause`; empty if nothing shows it."""
    seen: str


_STATUSES = {
    "UNAUTHENTICATED": Cause.LOGIN,
    "PERMISSION_DENIED": Cause.PERMISSION,
    "UNIMPLEMENTED": Cause.NOT_MILVUS,
    "800": Cause.DATABASE,
    "1400": Cause.LOGIN,
    "1401": Cause.PERMISSION,
}
"""By gRPC's status, or Milvus's code."""

_WORDS = tuple(
    (cause, re.compile(words, re.IGNORECASE))
    for cause, words in (
        (Cause.ALIAS, "already creating connections"),
        (Cause.DATABASE, "database not found|database .* does not exist|database .* not found"),
        (Cause.EMPTY_ADDRESS, NO_TARGET),
        (
            Cause.NAME,
            "DNS resolution|errors resolving|lookup failed|name resolution|service not known",
        ),
        (Cause.TLS_TO_PLAIN, "WRONG_VERSION_NUMBER|HTTP_REQUEST"),
        (
            Cause.CERTIFICATE,
            "CERTIFICATE|not in peer certificate|Hostname Verification|self.signed",
        ),
        (Cause.TLS_TO_PLAIN, "Handshake read failed|handshake failed"),
        (Cause.NOT_MILVUS, "http1|HTTP status code|content-type|Failed parsing HTTP|frame"),
        (Cause.REFUSED, "Connection refused|actively refused"),
        (Cause.NO_ROUTE, "No route to host|unreachable"),
        (Cause.PLAIN_TO_TLS, "Socket closed|Connection reset"),
        (Cause.NO_ANSWER, "timed out|timeout occurred|Deadline|FutureTimeout|is CONNECTING"),
    )
)
"""What the errors of gRPC, pymilvus and the server say; the first that fits counts."""

_NO_LOOP = re.compile("no (current|running) event loop", re.IGNORECASE)
_WRONG_ARGUMENT = ("ParamError", "ConnectionConfigException", "TypeError", "ValueError")
_NO_FILE = ("FileNotFoundError", "PermissionError", "IsADirectoryError")


def cause_of(
    target: ConnectTarget, chain: Tuple[Raised, ...], problem: str, *, returned: bool
) -> Observed:
    """Return the cause of an attempt that failed, or that takes long.

    Args:
        target: what it connects to.
        chain: the exception that the caller got, and its causes.
        problem: what gRPC says of the channel, empty if unknown.
        returned: whether the attempt is over.
    """
    if not returned and gevent_unprepared():
        return Observed(Cause.GEVENT, "gevent has patched this process, and gRPC is not prepared")
    if target.file and chain:
        return _of_file(target.file, chain)
    return _of_exceptions(target, chain) or _of_words(target, chain, problem)


def _of_exceptions(target: ConnectTarget, chain: Tuple[Raised, ...]) -> Optional[Observed]:
    """Return the cause that an exception's class or code shows; None if none does."""
    for each in chain:
        cause = _STATUSES.get(each.code)
        if cause == Cause.LOGIN and not target.login:
            cause = Cause.NO_LOGIN
        if each.code == "UNAUTHENTICATED" and target.nones:
            words = f"{target.nones} was sent as the text “None”; {each.text}"
            return Observed(Cause.NONE_LOGIN, words)
        if each.name == "RuntimeError" and _NO_LOOP.search(each.text):
            cause = Cause.NO_LOOP
        if each.name in _NO_FILE:
            cause = Cause.TLS_FILE
        if cause is not None:
            return Observed(cause, each.text)
    return None


def _of_words(target: ConnectTarget, chain: Tuple[Raised, ...], problem: str) -> Observed:
    # The innermost exception, and gRPC's own words, say most.
    texts = [problem, *(f"{each.name}: {each.text}" for each in reversed(chain))]
    proxied = _of_proxy(target, texts, chain)
    if proxied is not None:
        return proxied
    for cause, words in _WORDS:
        found = next((text for text in texts if words.search(text)), None)
        if found is not None:
            return Observed(_checked(cause, target), _shown(found, chain))
    if any(each.name in _WRONG_ARGUMENT for each in chain):
        return Observed(Cause.ARGUMENTS, chain[0].text)
    if not chain:
        return Observed("", problem)
    return Observed(Cause.OTHER, problem or chain[-1].text)


def _of_proxy(
    target: ConnectTarget, texts: Sequence[str], chain: Tuple[Raised, ...]
) -> Optional[Observed]:
    for text in texts:
        proxy = proxy_in_use.asked(text, target.address)
        if proxy:
            return Observed(Cause.PROXY, f"{proxy}; {_shown(text, chain)}")
    return None


def _checked(cause: str, target: ConnectTarget) -> str:
    """Return the cause that words have for this target: a socket closes for many reasons."""
    if cause == Cause.PLAIN_TO_TLS and target.secure:
        return Cause.TLS_TO_PLAIN
    if cause == Cause.EMPTY_ADDRESS and not target.file:
        return Cause.ARGUMENTS
    return cause


def _shown(text: str, chain: Tuple[Raised, ...]) -> str:
    """Return a text without the name of the exception's class, which is shown anyway."""
    for each in chain:
        if text.startswith(f"{each.name}: "):
            return text[len(each.name) + 2 :]
    return text


def _of_file(path: str, chain: Tuple[Raised, ...]) -> Observed:
    """Return why a `.db` file was not opened."""
    holder = file_holders.holder_of(path)
    if holder is not None and not holder.is_this_process:
        who = "its parent process, " if holder.is_parent else ""
        command = f" ({holder.command})" if holder.command else ""
        return Observed(Cause.FILE_HELD, f"{who}pid {holder.pid}{command} holds {path}")
    no_lite = any("milvus-lite is required" in each.text for each in chain) or any(
        each.name == "ModuleNotFoundError" for each in chain
    )
    return Observed(Cause.NO_LITE if no_lite else Cause.FILE, chain[-1].text)


def gevent_unprepared() -> bool:
    """Whether gevent has patched this process's sockets, and `init_gevent()` was not called."""
    monkey: Any = sys.modules.get("gevent.monkey")
    if monkey is None or not getattr(monkey, "saved", None):
        return False
    cython: Any = sys.modules.get("grpc._cython.cygrpc")
    return not getattr(cython, "g_gevent_threadpool", None)
