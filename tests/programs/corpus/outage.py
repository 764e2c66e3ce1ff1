"""The server goes away while a service calls it, and comes back; the client stays the same.

on: A D F 3.0.2
must: warning outage in called
"""

import sys
import time

from parts.gate import Gate  # type: ignore[import-not-found]
from pymilvus import MilvusClient


def called(client: MilvusClient) -> bool:
    try:
        client.list_collections(timeout=1)  # up to 2.4.15 a float counts for nothing
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
        return False
    return True


def main(uri: str) -> None:
    gate = Gate(uri)
    client = MilvusClient(gate.uri)
    assert called(client)
    gate.shut()
    assert not called(client)
    assert not called(client)
    gate.open()
    while not called(client):
        time.sleep(0.1)
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
