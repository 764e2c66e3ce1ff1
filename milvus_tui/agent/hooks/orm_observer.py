"""Observes how the program itself uses the ORM's `connections`; clients' calls are left out."""

from __future__ import annotations

import threading
from typing import Any, Dict, Tuple

from milvus_tui.agent.hooks import notes
from milvus_tui.agent.hooks.client_observer import current_caller
from milvus_tui.agent.hooks.method_hooks import MethodHooks
from milvus_tui.agent.registries import Registry

DEFAULT_ALIAS = "default"
"""The alias that `connect()` uses if none is given."""


class OrmObserver:
    """Hooks `connect`, `disconnect` and `remove_connection` of `connections`.

    Up to 2.6.9, clients connect through these methods as well. A call inside another hooked
    call is a part of that call, and is not noted here.

    Args:
        registry: the adapter for this pymilvus; holds its `connections`.
        hooks: the client observer's hooks; the client observer removes them.
        inbox: gets `notes.Connected` and `notes.Disconnected`.
    """

    def __init__(self, registry: Registry, hooks: MethodHooks, inbox: notes.Inbox) -> None:
        self._registry = registry
        self._class = type(registry.orm)
        self._hooks = hooks
        self._inbox = inbox

    def install(self) -> None:
        """Install the hooks."""
        self._hooks.add(self._class, "connect", self._connected)
        for name in ("disconnect", "remove_connection"):
            self._hooks.add(self._class, name, self._disconnected)

    def _connected(self, _: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> None:
        alias = args[0] if args else kwargs.get("alias", DEFAULT_ALIAS)
        if self._outermost():
            self._inbox(
                notes.Connected(current_caller(), self._registry.resolve_orm_alias(str(alias)))
            )

    def _disconnected(self, _: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> None:
        alias = args[0] if args else kwargs.get("alias", "")
        if self._outermost():
            resolution = self._registry.resolve_orm_alias(str(alias))
            self._inbox(notes.Disconnected(str(alias), current_caller(), resolution))

    def _outermost(self) -> bool:
        here = threading.get_ident()
        calls = [call for call in list(self._hooks.pending_calls) if call.is_running]
        return sum(call.thread == here for call in calls) <= 1
