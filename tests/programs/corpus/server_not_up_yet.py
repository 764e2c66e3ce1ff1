"""Tries a server that is not there, twice, then the one that is.

on: D F
note: failed connection
"""

import socket
import sys

from pymilvus import MilvusClient, MilvusException


def main(uri: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: refuses
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}"
        for _ in range(2):
            try:
                MilvusClient(nowhere, timeout=0.3)
            except MilvusException:
                pass
            else:
                raise SystemExit("there is no server")
    client = MilvusClient(uri)
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
