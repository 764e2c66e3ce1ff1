"""Reads the headers that a connection sends with every call, from their gRPC interceptors."""

from __future__ import annotations

import base64
from typing import Any, Dict, List, Optional

_ASYNC_LIST = "_unary_unary_interceptors"


def _interceptors(handler: Any) -> List[Dict[str, Any]]:
    """Return the closures of the interceptors that add headers to a connection's calls."""
    named = [
        getattr(handler, name, None)
        for name in ("_authorization_interceptor", "_async_authorization_interceptor")
    ]
    named.append(getattr(handler, "_db_interceptor", None))
    # An async handler has no attribute for the interceptor that adds the database.
    named.extend(getattr(getattr(handler, "_final_channel", None), _ASYNC_LIST, None) or ())
    return [_closure(getattr(each, "_fn", None)) for each in named if each is not None]


def _closure(function: Any) -> Dict[str, Any]:
    """Return the variables in a function's closure."""
    cells = getattr(function, "__closure__", None) or ()
    names = function.__code__.co_freevars if cells else ()
    return {name: cell.cell_contents for name, cell in zip(names, cells)}


def value(handler: Any, name: str) -> Optional[Any]:
    """Return a header that a connection sends with every call; None for none."""
    for found in _interceptors(handler):
        if found.get("headers") == [name]:
            return found["values"][0]
    return None


def login(handler: Any) -> str:
    """Return the login that a connection sends, empty for none.

    The login is plain text: never store it.
    """
    raw = value(handler, "authorization")
    if not raw:
        return ""
    try:
        return base64.b64decode(raw).decode()
    except ValueError:
        return str(raw)
