"""How a message becomes a frame: its length, then that many bytes of JSON.

A frame is a 4-byte big-endian length and that many bytes of UTF-8 JSON:
`{"kind": "update" | "reply" | "command" | "hello", "body": {…}}`.

Standard library and Python 3.8 syntax only.
"""

from __future__ import annotations

import json
import operator
import struct
from typing import Any, Callable, Dict, Tuple

from milvus_tui.wire.messages import KINDS, Update
from milvus_tui.wire.rows import TABLES

MAX_FRAME = 16 * 1024 * 1024
"""Longest frame accepted, in bytes; a longer one is a broken or hostile peer."""

HEADER = struct.Struct(">I")


class WireError(Exception):
    """The peer sent something that is not a frame of this protocol."""


_columns: "Dict[type, Callable[[Any], Tuple[Any, ...]]]" = {
    cls: operator.attrgetter(*getattr(cls, "__dataclass_fields__"))  # noqa: B009
    for cls in TABLES.values()
}


def plain_row(row: Any) -> Dict[str, Any]:
    """A row of `TABLES` as a dict of what `json` can encode.

    `dataclasses.asdict` deep-copies; with 10,000 rows that is most of the cost.
    """
    cls = type(row)
    return dict(zip(cls.__slots__, _columns[cls](row)))


def encode(message: Any) -> bytes:
    """One frame for a message of `MESSAGES`. Empty tables of an update are left out."""
    body = {name: value for name, value in vars(message).items() if value != [] and value != {}}
    if isinstance(message, Update):
        for name in TABLES.keys() & body.keys():
            body[name] = [plain_row(row) for row in body[name]]
    data = json.dumps({"kind": KINDS[type(message)], "body": body}, separators=(",", ":"))
    raw = data.encode()
    return HEADER.pack(len(raw)) + raw


def frame_length(header: bytes) -> int:
    """Bytes that follow a 4-byte header.

    Raises:
        WireError: the length is over `MAX_FRAME`.
    """
    (length,) = HEADER.unpack(header)
    if length > MAX_FRAME:
        raise WireError(f"a frame of {length} bytes is longer than {MAX_FRAME}")
    return int(length)
