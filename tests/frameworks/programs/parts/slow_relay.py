# mypy: ignore-errors
"""A server that is far away: a relay that holds back each answer."""

import socket
import threading
import time
from urllib.parse import urlsplit

SECONDS = 0.15
"""How long an answer is held back."""


def relay(uri: str) -> str:
    """Start a relay to a server, and return its URI. It ends with the process."""
    target = urlsplit(uri)
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            near = listener.accept()[0]
            far = socket.create_connection((target.hostname, target.port))
            for pair in ((near, far, 0.0), (far, near, SECONDS)):
                threading.Thread(target=_copy, args=pair, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def _copy(source: socket.socket, sink: socket.socket, seconds: float) -> None:
    try:
        while data := source.recv(65536):
            time.sleep(seconds)
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:  # the other side is gone
        pass
