"""A Milvus 2.3.5 standalone server, from the PyPI package `milvus`. Run as a script.

`python standalone_main.py` prints `{"uri": "http://127.0.0.1:…"}` when the server answers, or
`{"failure": "one line"}`. With `CERTIFICATE KEY` (two files), it speaks TLS, and the URI says
`https`.
Its data is in a temporary directory and authentication is on (`root:Milvus`). The server and
all its processes end when standard input ends.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path

READY_SECONDS = 120.0
"""How long a start may take; some seconds on a fast machine."""

PREFIX = "milvus-tui-standalone-"
"""The beginning of the name of the data directory."""

PORTS = (
    "proxy-port",
    "proxy-internal-port",
    "root-coord-port",
    "query-coord-port",
    "query-node-port",
    "index-coord-port",
    "index-node-port",
    "data-coord-port",
    "data-node-port",
)


def free_ports(count: int) -> list[int]:
    """Find `count` ports of this machine that no process listens on.

    The server opens the ports some seconds later. So they are below the range from which the
    kernel assigns ports (from 32768 on, or higher), and two servers that start at the same time
    try different ports first.
    """
    first, blocks = 20_000, 12_000 // count
    for block in range(blocks):
        begin = first + (os.getpid() + block) % blocks * count
        ports = list(range(begin, begin + count))
        if all(map(is_free, ports)):
            return ports
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


def is_free(port: int) -> bool:
    """Whether no process listens on a port of this machine."""
    with socket.socket() as listener:
        try:
            listener.bind(("", port))
        except OSError:
            return False
        return True


def etcd_config(folder: str, client: int, peer: int) -> str:
    """Write a configuration for the embedded etcd, whose default ports allow one server only."""
    path = Path(folder, "etcd.yaml")
    path.write_text(
        f"listen-client-urls: http://127.0.0.1:{client}\n"
        f"advertise-client-urls: http://127.0.0.1:{client}\n"
        f"listen-peer-urls: http://127.0.0.1:{peer}\n"
        f"initial-advertise-peer-urls: http://127.0.0.1:{peer}\n"
        f"initial-cluster: default=http://127.0.0.1:{peer}\n"
    )
    return str(path)


def start(data: str, ports: list[int], tls: list[str]) -> subprocess.Popen[bytes]:
    """Start the server in a new session; the last two ports are those of etcd."""
    argv = [str(Path(sysconfig.get_path("scripts"), "milvus-server")), "--data", data]
    argv += ["--authorization-enabled", "true", "--etcd-port", str(ports[-2])]
    for name, port in zip(PORTS, ports, strict=False):
        argv += [f"--{name}", str(port)]
    env = {**os.environ, "ETCD_CONFIG_PATH": etcd_config(data, *ports[-2:])}
    if tls:
        argv += ["--tls-mode", "1"]
        # Milvus reads any setting from the environment; these two have no option.
        env.update(TLS_SERVERPEMPATH=tls[0], TLS_SERVERKEYPATH=tls[1])
    return subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=env,
    )


def wait_until_ready(port: int, process: subprocess.Popen[bytes], tls: list[str]) -> str:
    """Wait until a client can list collections; gives the URI.

    Raises:
        RuntimeError: the server ended, or did not answer in time.
    """
    client_class = import_module("pymilvus").MilvusClient
    uri = f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
    options = {"server_pem_path": tls[0], "server_name": "localhost"} if tls else {}
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            client = client_class(uri, user="root", password="Milvus", timeout=2, **options)
            client.list_collections(timeout=2)
        except Exception:  # noqa: BLE001 - not ready: OSError, or any error of pymilvus
            time.sleep(0.2)
        else:
            return uri
    raise RuntimeError(f"Milvus standalone does not answer (exit code {process.poll()})")


def main() -> None:
    """Run the server until standard input ends, even while the server is still starting."""
    data = tempfile.mkdtemp(prefix=PREFIX)
    ports = free_ports(len(PORTS) + 2)
    tls = sys.argv[1:3]
    process = start(data, ports, tls)

    def end(*_: object) -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        shutil.rmtree(data, ignore_errors=True)
        os._exit(0)

    def watch() -> None:
        while os.read(0, 4096):
            pass
        end()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        send(uri=wait_until_ready(ports[0], process, tls))
    except RuntimeError as error:
        send(failure=str(error))
        end()
    watcher.join()


def send(**message: str) -> None:
    """Print a line of JSON. If the reader has ended, standard input ends as well."""
    with suppress(OSError):
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
