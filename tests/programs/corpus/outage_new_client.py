"""The server goes away; the program closes its client, and creates another once it is back.

on: D 3.0.2
must: warning outage x2 in called
"""

import sys
import time

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
    client.list_collections()
    gate.shut()
    called(client)
    called(client)
    client.close()
    gate.open()
    time.sleep(1.5)
    client = MilvusClient(gate.uri, token="another:login")
    client.list_collections()
    time.sleep(0.2)
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
