"""The server does not listen yet; the program tries again until it does.

on: A D F 3.0.2
note: failed connection
"""

import contextlib
import socket
import sys
import threading

from pymilvus import MilvusClient, MilvusException


def pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


def serve(listener: socket.socket, port: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            client, _ = listener.accept()
            server = socket.create_connection(("127.0.0.1", port))
            for pair in ((client, server), (server, client)):
                threading.Thread(target=pass_on, args=pair, daemon=True).start()


def main(uri: str) -> None:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    late = f"http://127.0.0.1:{listener.getsockname()[1]}"
    for tries in range(4):
        try:
            client = MilvusClient(late, timeout=0.4 if tries < 2 else 10)
        except MilvusException:
            if tries == 1:
                listener.listen()
                port = int(uri.rpartition(":")[2])
                threading.Thread(target=serve, args=(listener, port), daemon=True).start()
        else:
            client.list_collections()
            client.close()
            return
    raise SystemExit("the server did not come up")


if __name__ == "__main__":
    main(*sys.argv[1:])
