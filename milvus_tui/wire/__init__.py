"""The protocol between an agent and its viewers: rows, messages and frames.

An agent keeps a few small tables (clients, aliases, connections, …) and sends their rows to each
viewer as `Update` messages. The first updates hold every row (in chunks), later ones hold the
rows that changed. A viewer sends `Command` messages and gets one `Reply` for each.

Standard library and Python 3.8 syntax only: the agent loads this package in the target.
"""

from milvus_tui.wire.attempt_causes import Cause
from milvus_tui.wire.failure_kinds import FailureKind
from milvus_tui.wire.finding_kinds import Kind
from milvus_tui.wire.framing import HEADER, MAX_FRAME, WireError, encode, frame_length, plain_row
from milvus_tui.wire.messages import (
    CHUNK_ROWS,
    KINDS,
    MESSAGES,
    PROTOCOL,
    Command,
    Hello,
    Reply,
    Update,
)
from milvus_tui.wire.rows import (
    ENVIRONMENT,
    FAILS,
    LAB,
    RUN,
    START,
    TABLES,
    TIMED_OUT,
    WORKS,
    Alias,
    Attempt,
    Client,
    Connection,
    EmbeddedServer,
    Event,
    Finding,
    Loop,
    OrmAlias,
    Site,
    Socket,
    Target,
    Verdict,
    Worker,
)
from milvus_tui.wire.runtime_directory import RUN_VARIABLE, runtime_dir

__all__ = [
    "CHUNK_ROWS", "ENVIRONMENT", "FAILS", "HEADER", "KINDS", "LAB", "MAX_FRAME", "MESSAGES",
    "PROTOCOL", "RUN", "RUN_VARIABLE", "START", "TABLES", "TIMED_OUT", "WORKS",
    "Alias", "Attempt", "Cause", "Client", "Command", "Connection", "EmbeddedServer", "Event",
    "FailureKind", "Finding", "Hello", "Kind", "Loop", "OrmAlias", "Reply", "Site", "Socket",
    "Target", "Update", "Verdict", "WireError", "Worker",
    "encode", "frame_length", "plain_row", "runtime_dir",
]  # fmt: skip
