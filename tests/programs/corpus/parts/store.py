"""Part of module_client.py: a client that is made when this is imported."""

import sys

from pymilvus import MilvusClient

client = MilvusClient(sys.argv[1])


def names() -> list[str]:
    return list(client.list_collections())
