# mypy: ignore-errors
"""Serves the app of a program with uvicorn or gunicorn, asks for each of its paths, and ends it.

Called as `python serve.py PROGRAM URI`. The program says in COMMAND which server is run with which
options, and in ASKED which paths are asked for at once.
"""

import ast
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SECONDS = 20


class Connection(http.client.HTTPConnection):
    """A connection to a Unix socket, which is where the servers listen."""

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(SECONDS)
        self.sock.connect(self.host)


def get(where: str, path: str) -> int:
    """The status of an answer."""
    connection = Connection(where)
    try:
        connection.request("GET", path, headers={"Host": "program"})
        return connection.getresponse().status
    finally:
        connection.close()


def wait(where: str, server: subprocess.Popen) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            get(where, "/none-such")
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise SystemExit("the server does not answer")


def constants(program: Path) -> dict:
    """What a program says in its constants; it is not imported here."""
    body = ast.parse(program.read_text("utf-8")).body
    return {
        each.targets[0].id: ast.literal_eval(each.value)
        for each in body
        if isinstance(each, ast.Assign) and each.targets[0].id.isupper()
    }


def main() -> int:
    program, uri = Path(sys.argv[1]), sys.argv[2]
    said = constants(program)
    with tempfile.TemporaryDirectory() as folder:
        where = f"{folder}/socket"
        command = said["COMMAND"].format(app=f"{program.stem}:app", socket=where).split()
        server = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", *command],
            cwd=program.parent,
            env={**os.environ, "MILVUS_URI": uri},
            start_new_session=True,
        )
        try:
            wait(where, server)
            with ThreadPoolExecutor() as pool:
                answers = list(pool.map(lambda path: get(where, path), said["ASKED"]))
            sys.stdout.write(f"{answers}\n")
        finally:
            os.killpg(server.pid, signal.SIGINT)  # as Ctrl+C does
        return server.wait(SECONDS)


if __name__ == "__main__":
    sys.exit(main())
