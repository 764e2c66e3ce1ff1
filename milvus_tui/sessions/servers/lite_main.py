"""The process of an embedded Milvus Lite server. Run as a script, with Milvus Lite installed.

`python lite_main.py [DIRECTORY]` prints JSON lines: `{"data": path}`, then `{"uri": "http://…"}`
once the server answers, or `{"failure": "one line"}`. Without a directory the data lives in a
temporary one. It ends, and removes that directory, when its standard input does.
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
"""What the name of a temporary data directory begins with."""

INSTALL = "pip install 'milvus-tui[lab]'"

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

HEED_SECONDS = 0.2
"""How late a signal may be heeded."""


class NotUsable(Exception):
    """Why Milvus Lite cannot be started here, in one line."""


@dataclass(frozen=True)
class Running:
    """A server that answers on `port`, and its database."""

    server: Any
    database: Any
    port: int

    def stop(self, *, flush: bool) -> None:
        """Stop answering; with `flush`, let calls end and write everything down."""
        self.server.stop(grace=1 if flush else 0).wait(2)
        if flush:
            self.database.close()


def serve(data: str) -> Running:
    """Start the server on a free port.

    Raises:
        NotUsable: Milvus Lite is missing, too old, or has the wrong pymilvus beside it, or
            the data directory cannot be used.
    """
    try:
        grpc_server = import_module("milvus_lite.adapter.grpc.server")
        # Milvus Lite answers with the messages of the pymilvus beside it; one without this
        # field makes every list_collections fail.
        messages = import_module("pymilvus.grpc_gen.milvus_pb2")
        fields = messages.ShowCollectionsResponse.DESCRIPTOR.fields_by_name
    except Exception as error:  # whatever the imports of other people's packages raise
        raise NotUsable(f"{installed()} cannot serve ({error}); {INSTALL}") from error
    if "shards_num" not in fields:
        raise NotUsable(f"{installed()} is too old to serve; {INSTALL}")
    try:
        started = grpc_server.start_server_in_thread(data_dir=data, host="127.0.0.1", port=0)
    except Exception as error:  # the engine's own, the operating system's, or a lock's
        raise NotUsable(f"Milvus Lite cannot use {data}: {error}") from error
    return Running(*started)


def installed() -> str:
    """What is installed: `Milvus Lite 3.2.2 with pymilvus 2.5.18`."""
    names = []
    for package in ("milvus-lite", "pymilvus"):
        try:
            names.append(version(package))
        except PackageNotFoundError:
            names.append("(not installed)")
    return f"Milvus Lite {names[0]} with pymilvus {names[1]}"


def main() -> None:
    """Serve until standard input ends."""
    # Whatever prints, and gRPC does, goes to standard error; messages have a pipe of their own.
    out = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    for number in SIGNALS:
        signal.signal(number, end)
    # Told to end before it is known where the data is, nobody would remove it.
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
            # A signal may reach another thread, which does not wake this one.
            time.sleep(HEED_SECONDS)
    except NotUsable as error:
        code = 2
        out.write(json.dumps({"failure": " ".join(str(error).split())}) + "\n")
    except (SystemExit, OSError):
        pass  # told to end, or nobody reads what is written
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        if running is not None:
            running.stop(flush=keep)
        if not keep:
            shutil.rmtree(data, ignore_errors=True)
    os._exit(code)  # the server's threads have nothing left to say


def end(*_: object) -> None:
    """Leave main(), wherever it is: a signal handler."""
    raise SystemExit


def watch() -> None:
    """Leave main() when standard input ends, also while it is importing for seconds."""
    while os.read(0, 4096):
        pass
    main_thread = threading.main_thread().ident
    assert main_thread is not None
    signal.pthread_kill(main_thread, signal.SIGTERM)


if __name__ == "__main__":
    # Nothing of this folder may shadow a module that Milvus Lite imports.
    if sys.path and Path(sys.path[0]) == Path(__file__).parent:
        del sys.path[0]
    main()
