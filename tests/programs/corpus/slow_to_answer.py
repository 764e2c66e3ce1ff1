"""The server takes four seconds to answer the first time, and then works: slow, and no fault.

on: D F
"""

import contextlib
import socket
import sys
import threading
import time

from pymilvus import MilvusClient

SECONDS = 4


def pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


def serve(listener: socket.socket, port: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            client, _ = listener.accept()
            time.sleep(SECONDS)
            server = socket.create_connection(("127.0.0.1", port))
            for pair in ((client, server), (server, client)):
                threading.Thread(target=pass_on, args=pair, daemon=True).start()


def main(uri: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(uri.rpartition(":")[2])
        threading.Thread(target=serve, args=(listener, port), daemon=True).start()
        client = MilvusClient(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=20)
        client.list_collections()
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
