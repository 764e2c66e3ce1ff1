"""A program that makes and drops clients in a loop: `many_program.py URI NUMBER`."""

from __future__ import annotations

import resource
import sys

from pymilvus import MilvusClient


def request(uri: str) -> None:
    MilvusClient(uri)


def main(uri: str, number: str) -> None:
    client = MilvusClient(uri)
    for _ in range(int(number)):
        request(uri)
    client.list_collections()
    client.close()
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}\n")


main(*sys.argv[1:])
