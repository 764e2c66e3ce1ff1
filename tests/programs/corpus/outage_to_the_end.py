"""The server goes away, and the program ends while it is away.

on: D F 3.0.2
must: error outage x3 in called
note: unclosed client
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
    for _ in range(3):
        called(client)


if __name__ == "__main__":
    main(*sys.argv[1:])
