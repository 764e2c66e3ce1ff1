"""Encodes messages as frames.

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
"""Longest frame that is accepted, in bytes; a longer one comes from a broken or hostile peer."""

HEADER = struct.Struct(">I")


class WireError(Exception):
    """The peer sent bytes that are not a frame of this protocol."""


_columns: "Dict[type, Callable[[Any], Tuple[Any, ...]]]" = {
    cls: operator.attrgetter(*getattr(cls, "__dataclass_fields__"))  # noqa: B009
    for cls in TABLES.values()
}


def plain_row(row: Any) -> Dict[str, Any]:
    """A row of `TABLES` as a dict that `json` can encode.

    `dataclasses.asdict` copies deeply, which is most of the cost of encoding 10,000 rows.
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
    """How many bytes follow a 4-byte header.

    Raises:
        WireError: the length exceeds `MAX_FRAME`.
    """
    (length,) = HEADER.unpack(header)
    if length > MAX_FRAME:
        raise WireError(f"a frame of {length} bytes is longer than {MAX_FRAME}")
    return int(length)
