"""A Milvus 2.3.5 standalone server, from the PyPI package `milvus`. Run as a script.

`python standalone_main.py` prints `{"uri": "http://127.0.0.1:…"}` when the server answers, or
`{"failure": "one line"}`. With `CERTIFICATE KEY` (two files), it speaks TLS, and the URI says
`https`.
Its data is in a temporary directory and authentication is on (`root:Milvus`). It ends, with
all that it started, when its standard input does.
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
"""Some seconds on a fast machine."""

PREFIX = "milvus-tui-standalone-"
"""What the name of its data directory begins with."""

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
    """So many ports of 127.0.0.1 that nobody listens on.

    The server takes them some seconds later. So they are none that the system gives to whoever
    asks for any (from 32768 on, or higher), and two servers that start at once look at different
    ones first.
    """
    first, blocks = 20_000, 12_000 // count
    for block in range(blocks):
        begin = first + (os.getpid() + block) % blocks * count
        ports = list(range(begin, begin + count))
        if all(map(is_free, ports)):
            return ports
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this machine."""
    with socket.socket() as listener:
        try:
            listener.bind(("", port))
        except OSError:
            return False
        return True


def etcd_config(folder: str, client: int, peer: int) -> str:
    """A configuration for the embedded etcd, whose fixed ports would allow one server only."""
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
    """Start the server in a process group of its own; the last two ports are etcd's."""
    argv = [str(Path(sysconfig.get_path("scripts"), "milvus-server")), "--data", data]
    argv += ["--authorization-enabled", "true", "--etcd-port", str(ports[-2])]
    for name, port in zip(PORTS, ports, strict=False):
        argv += [f"--{name}", str(port)]
    env = {**os.environ, "ETCD_CONFIG_PATH": etcd_config(data, *ports[-2:])}
    if tls:
        argv += ["--tls-mode", "1"]
        # Milvus takes any of its settings from the environment; these have no option.
        env.update(TLS_SERVERPEMPATH=tls[0], TLS_SERVERKEYPATH=tls[1])
    return subprocess.Popen(
        argv,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=env,
    )


def wait_until_it_answers(port: int, process: subprocess.Popen[bytes], tls: list[str]) -> str:
    """Gives the URI when a client can list collections.

    Raises:
        RuntimeError: the server ended, or does not answer in time.
    """
    make = import_module("pymilvus").MilvusClient
    uri = f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
    options = {"server_pem_path": tls[0], "server_name": "localhost"} if tls else {}
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            client = make(uri, user="root", password="Milvus", timeout=2, **options)
            client.list_collections(timeout=2)
        except Exception:  # noqa: BLE001 - nothing listens yet, or one of pymilvus's many
            time.sleep(0.2)
        else:
            return uri
    raise RuntimeError(f"Milvus standalone does not answer (exit code {process.poll()})")


def main() -> None:
    """Run the server until standard input ends, which may be while it is still starting."""
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
        say(uri=wait_until_it_answers(ports[0], process, tls))
    except RuntimeError as error:
        say(failure=str(error))
        end()
    watcher.join()


def say(**message: str) -> None:
    """Print a line of JSON; if nobody reads it any more, standard input says so too."""
    with suppress(OSError):
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
