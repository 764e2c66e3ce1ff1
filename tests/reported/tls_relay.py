"""A relay that speaks TLS to its clients, and plain text to a server."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from typing import TYPE_CHECKING

import trustme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def tls_relay(port: int, authority: Path) -> Iterator[int]:
    """The port of a relay to a port of this machine. Its certificate is for `localhost`.

    Args:
        authority: the file that the certificate of its authority is written to.
    """
    signer = trustme.CA()
    signer.cert_pem.write_to_path(authority)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.set_alpn_protocols(["h2"])  # gRPC insists on it
    signer.issue_cert("localhost").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, context, port), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, context: ssl.SSLContext, port: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            near, _ = listener.accept()
            threading.Thread(target=_serve, args=(near, context, port), daemon=True).start()


def _serve(plain: socket.socket, context: ssl.SSLContext, port: int) -> None:
    with contextlib.suppress(OSError), plain:
        near = context.wrap_socket(plain, server_side=True)
        far = socket.create_connection(("127.0.0.1", port))
        with near, far:
            answers = threading.Thread(target=_pump, args=(far, near), daemon=True)
            answers.start()
            _pump(near, far)
            far.shutdown(socket.SHUT_RDWR)
            answers.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
