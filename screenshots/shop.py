"""A shop that makes two mistakes, for the picture of the findings: `python shop.py URI`."""

from __future__ import annotations

import sys

from pymilvus import MilvusClient, MilvusException

import milvus_tui.agent

milvus_tui.agent.start()


class Store:
    """Holds a client while the shop is open."""

    def __init__(self, uri: str) -> None:
        self.client = MilvusClient(uri)

    def shelves(self) -> list[str]:
        """The names of the shelves."""
        return list(self.client.list_collections())


def search(uri: str, customer: int) -> None:
    """Create a client with its own alias, and forget to close it."""
    client = MilvusClient(uri, alias=f"customer-{customer}")
    client.list_collections()


def report(uri: str) -> None:
    """Close its client, and with it the connection that the stores share."""
    client = MilvusClient(uri)
    client.list_collections()
    client.close()


def main(uri: str) -> None:
    """A day at the shop."""
    stores = [Store(uri) for _ in range(3)]
    for customer in range(12):
        search(uri, customer)
    report(uri)
    try:
        stores[0].shelves()
    except MilvusException as error:
        sys.stdout.write(f"{error}\n")
        sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
