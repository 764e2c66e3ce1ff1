"""Observes how the program itself uses the ORM's `connections`; clients' calls are left out."""

from __future__ import annotations

import functools
from contextlib import suppress
from typing import Any, Callable, Dict, Sequence, Tuple
from urllib.parse import urlsplit

from milvus_tui.agent import masking
from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.client_observer import current_caller
from milvus_tui.agent.hooks.keep_alive import is_reconnecting
from milvus_tui.agent.hooks.method_hooks import MethodHooks
from milvus_tui.agent.hooks.orm_uses import DEFAULT_ALIAS, OrmUses
from milvus_tui.agent.registries import Registry
from milvus_tui.agent.registries.resolution import PRIVATE, error_text

MOST_MESSAGE = 200
"""Characters of an exception's message that are kept."""

_PARAMETERS = ("alias", "user", "password", "db_name", "token")
"""Parameters of `connect()` that may be given by position."""

_LOGIN = ("user", "password", "token")


class OrmObserver:
    """Hooks `connections`: connect, add_connection, disconnect and remove_connection.

    Up to 2.6.9, clients connect through these methods as well. A call inside another hooked
    call is a part of that call, and is not noted here.

    Args:
        registry: the adapter for this pymilvus; holds its `connections`, None without an ORM.
        hooks: the client observer's hooks; the client observer removes them.
        inbox: gets the notes of these calls.
        uses: counts the uses of the aliases that were connected.
        on_fault: gets an exception of a hook's own code.
    """

    def __init__(
        self,
        registry: Registry,
        hooks: MethodHooks,
        inbox: notes.Inbox,
        uses: OrmUses,
        on_fault: Callable[[BaseException], None],
    ) -> None:
        self._registry = registry
        self._hooks = hooks
        self._inbox = inbox
        self.uses = uses
        self._on_fault = on_fault

    def install(self, inherited: Sequence[str] = ()) -> None:
        """Install the hooks.

        Args:
            inherited: in a forked child, the aliases that its parent had connected.
        """
        if self._registry.orm is None:
            return
        connections = type(self._registry.orm)
        for alias in inherited:
            info = self._registry.resolve_orm_alias(alias).connection
            if info is not None:
                self.uses.adopt_inherited(alias, info.number)
        self._hooks.add(connections, "connect", self._connected)
        self._hooks.add(connections, "add_connection", self._configured)
        for name in (
            "disconnect", "remove_connection", "async_disconnect", "async_remove_connection",
        ):  # fmt: skip
            self._hooks.add(connections, name, self._disconnected)
        self._hooks.replace(connections, "connect", self._watch_failure)
        for name in ("disconnect", "remove_connection"):
            self._hooks.replace(connections, name, self._watch_ending)
        self.uses.install(connections, self._hooks)

    def _watch_failure(self, original: Any) -> Any:
        @functools.wraps(original)
        def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                return original(self_, *args, **kwargs)
            except Exception as error:
                with suppress(Exception):
                    self._guarded(self._failed, args, kwargs, error)
                raise

        return hook

    def _watch_ending(self, original: Any) -> Any:
        @functools.wraps(original)
        def hook(self_: Any, *args: Any, **kwargs: Any) -> Any:
            with suppress(Exception):
                self._guarded(self._ending, args, kwargs)
            return original(self_, *args, **kwargs)

        return hook

    def _guarded(self, action: Callable[..., None], *args: Any) -> None:
        try:
            action(*args)
        except Exception as error:
            self._on_fault(error)

    def _ending(self, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> None:
        alias = str(args[0] if args else kwargs.get("alias", ""))
        info = self._registry.resolve_orm_alias(alias).connection
        if info is not None:
            self.uses.ending(alias, info.handler(), info.number)
        else:
            self.uses.ending(alias, None, 0)

    def _failed(self, args: Tuple[Any, ...], kwargs: Dict[str, Any], error: Exception) -> None:
        if self._hooks.running_here():
            return  # a client's own call
        given = {**dict(zip(_PARAMETERS, args)), **kwargs}
        alias = str(given.get("alias", DEFAULT_ALIAS))
        resolution = self._registry.resolve_orm_alias(alias)
        lost = resolution.connection is None and self.uses.is_connected(alias)
        connection = self.uses.disconnected(alias).connection if lost else 0
        self._inbox(
            notes.ConnectFailed(
                masking.alias(alias),
                connection,
                current_caller(),
                resolution,
                named(given),
                type(error).__name__,
                _message(error, given),
            )
        )

    def _connected(self, _: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> None:
        given = {**dict(zip(_PARAMETERS, args)), **kwargs}
        alias = str(given.get("alias", DEFAULT_ALIAS))
        if not self._outermost() or alias.startswith(PRIVATE):
            return
        resolution = self._registry.resolve_orm_alias(alias)
        info = resolution.connection
        use = self.uses.connected(alias, info.number if info is not None else 0)
        self._inbox(
            notes.Connected(
                masking.alias(alias),
                use,
                current_caller(),
                resolution,
                self._registry.orm_database(alias),
                named(given),
                is_reconnecting(),
            )
        )

    def _configured(self, _: Any, args: Any, kwargs: Dict[str, Any]) -> None:
        if self._outermost():
            aliases = tuple(masking.alias(str(alias)) for alias in kwargs)
            self._inbox(notes.Configured(aliases, current_caller()))

    def _disconnected(self, _: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> None:
        alias = str(args[0] if args else kwargs.get("alias", ""))
        if not self._outermost() or alias.startswith(PRIVATE):
            return
        ending = self.uses.disconnected(alias)
        self._inbox(
            notes.Disconnected(
                masking.alias(alias),
                ending.connection,
                ending.running,
                current_caller(),
                self._registry.resolve_orm_alias(alias),
                is_reconnecting(),
            )
        )

    def _outermost(self) -> bool:
        return self._hooks.running_here() <= 1


def named(given: Dict[str, Any]) -> Tuple[str, ...]:
    """Return what a connect() names: `login`, `database`, both or neither."""
    try:
        parts = urlsplit(str(given.get("uri") or ""))
    except ValueError:  # pymilvus itself reports what is wrong with it
        parts = urlsplit("")
    found = []
    if any(given.get(name) for name in _LOGIN) or parts.username:
        found.append("login")
    if "db_name" in given or parts.path.strip("/"):
        found.append("database")
    return tuple(found)


def _message(error: Exception, given: Dict[str, Any]) -> str:
    """Return an exception's message in one line, without the secrets of a connect()."""
    secrets = (str(given.get(name) or "") for name in ("password", "token"))
    text, cause = error_text(error), error.__cause__
    if cause is not None and cause is not error:
        text = f"{text}: {error_text(cause)}"  # from 2.6.16 on only the cause names gRPC's status
    return masking.message(text, *secrets)[:MOST_MESSAGE]
