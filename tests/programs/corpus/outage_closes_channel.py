"""The server is away for a moment, and every call fails from then on: pymilvus closed the channel.

on: 2.6.10
must: error outage x4 in called
"""

import sys

from parts.gate import Gate  # type: ignore[import-not-found]
from pymilvus import MilvusClient


def called(client: MilvusClient) -> None:
    try:
        client.list_collections(timeout=0.2)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")


def main(uri: str) -> None:
    gate = Gate(uri)
    client = MilvusClient(gate.uri)
    called(client)
    gate.shut()
    called(client)
    gate.open()
    for _ in range(3):
        called(client)
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
