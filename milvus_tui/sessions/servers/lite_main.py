"""The process of an embedded Milvus Lite server. Run as a script, with Milvus Lite installed.

`python lite_main.py [DIRECTORY]` prints JSON lines: `{"data": path}`, then `{"uri": "http://…"}`
once the server answers, or `{"failure": "one line"}`. Without a directory the data is in a
temporary one. The server exits, and removes that directory, when standard input ends.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PREFIX = "milvus-tui-lite-"
"""The beginning of the name of a temporary data directory."""

INSTALL_HINT = "pip install -U milvus-lite 'pymilvus>=2.6.6'"

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

SIGNAL_SECONDS = 0.2
"""How long a signal may wait for its handler."""


class StartError(Exception):
    """Why Milvus Lite cannot be started, in one line."""


@dataclass(frozen=True)
class LiteService:
    """A server that answers on `port`, and its database."""

    server: Any
    database: Any
    port: int

    def stop(self, *, flush: bool) -> None:
        """Stop the server; with `flush`, let calls end and write all data to the disk."""
        self.server.stop(grace=1 if flush else 0).wait(2)
        if flush:
            self.database.close()


def serve(data: str) -> LiteService:
    """Start the server on a free port.

    Raises:
        StartError: Milvus Lite is missing, too old or beside the wrong pymilvus, or the data
            directory cannot be used.
    """
    try:
        grpc_server = import_module("milvus_lite.adapter.grpc.server")
        # Milvus Lite answers with the messages of the pymilvus beside it. Without this field,
        # every list_collections fails.
        messages = import_module("pymilvus.grpc_gen.milvus_pb2")
        fields = messages.ShowCollectionsResponse.DESCRIPTOR.fields_by_name
    except Exception as error:  # the imports of other packages may raise anything
        raise StartError(f"{installed()} cannot serve ({error}); {INSTALL_HINT}") from error
    if "shards_num" not in fields:
        raise StartError(f"{installed()} is too old to serve; {INSTALL_HINT}")
    try:
        started = grpc_server.start_server_in_thread(data_dir=data, host="127.0.0.1", port=0)
    except Exception as error:  # an error of the engine, of the system or of a lock
        raise StartError(f"Milvus Lite cannot use {data}: {error}") from error
    return LiteService(*started)


def installed() -> str:
    """The installed versions: `Milvus Lite 3.2.2 with pymilvus 2.5.18`."""
    names = []
    for package in ("milvus-lite", "pymilvus"):
        try:
            names.append(version(package))
        except PackageNotFoundError:
            names.append("(not installed)")
    return f"Milvus Lite {names[0]} with pymilvus {names[1]}"


def main() -> None:
    """Serve until standard input ends."""
    # gRPC prints to standard output. That goes to standard error, so that it mixes with no
    # message.
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    for number in SIGNALS:
        signal.signal(number, end)
    # A signal before `data` is set would leave the data directory behind.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    threading.Thread(target=watch, daemon=True).start()
    code = 0
    keep = len(sys.argv) > 1
    data = sys.argv[1] if keep else tempfile.mkdtemp(prefix=PREFIX)
    running = None
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        out.write(json.dumps({"data": data}) + "\n")
        running = serve(data)
        out.write(json.dumps({"uri": f"http://127.0.0.1:{running.port}"}) + "\n")
        while True:
            # The kernel may hand a signal to another thread, which does not wake this one.
            time.sleep(SIGNAL_SECONDS)
    except StartError as error:
        code = 2
        out.write(json.dumps({"failure": " ".join(str(error).split())}) + "\n")
    except (SystemExit, OSError):
        pass  # a signal, or the reader of the messages has ended
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        if running is not None:
            running.stop(flush=keep)
        if not keep:
            shutil.rmtree(data, ignore_errors=True)
    os._exit(code)  # without waiting for the server's threads


def end(*_: object) -> None:
    """A signal handler that makes main() exit, wherever it is."""
    raise SystemExit


def watch() -> None:
    """Make main() exit when standard input ends, even during its imports, which take seconds."""
    while os.read(0, 4096):
        pass
    main_thread = threading.main_thread().ident
    assert main_thread is not None
    signal.pthread_kill(main_thread, signal.SIGTERM)


if __name__ == "__main__":
    # No module of this folder may shadow one that Milvus Lite imports.
    if sys.path and Path(sys.path[0]) == Path(__file__).parent:
        del sys.path[0]
    main()
