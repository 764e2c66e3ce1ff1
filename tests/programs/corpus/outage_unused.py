"""The server is restarted while the program makes no call: no call is lost.

on: D 3.0.2
note: outage
"""

import sys
import time

from parts.gate import Gate  # type: ignore[import-not-found]
from pymilvus import MilvusClient


def main(uri: str) -> None:
    gate = Gate(uri)
    client = MilvusClient(gate.uri)
    client.list_collections()
    gate.shut()
    time.sleep(1.5)
    gate.open()
    time.sleep(0.5)
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
