"""A pool of twelve clients, filled once and then used in turn; and a client for each tenant.

on: A
note: unclosed client
"""

import sys
from typing import Any

from pymilvus import MilvusClient

pool: "list[Any]" = []
tenants: "dict[str, Any]" = {}


def fill(uri: str) -> None:
    for _ in range(12):
        pool.append(MilvusClient(uri))


def of_tenant(uri: str, name: str) -> Any:
    if name not in tenants:
        tenants[name] = MilvusClient(uri, token=f"{name}:secret-of-{name}")
    return tenants[name]


if __name__ == "__main__":
    fill(sys.argv[1])
    for client in pool * 2:
        client.list_collections()
    for number in range(12):
        of_tenant(sys.argv[1], f"tenant{number}").list_collections()
