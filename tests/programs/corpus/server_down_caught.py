"""Nothing listens on the port; the program catches that, tries again, and goes on without Milvus.

on: A D F 3.0.2
must: error failed connection x3 in connect
"""

import socket
import sys

from pymilvus import MilvusClient, MilvusException


def connect(uri: str) -> bool:
    try:
        MilvusClient(uri, timeout=0.4)
    except MilvusException:
        return False
    return True


def main(_: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: refuses
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}"
        if any(connect(nowhere) for _ in range(3)):
            raise SystemExit("there is no server")


if __name__ == "__main__":
    main(*sys.argv[1:])
