"""Each request makes a client, keeps it in a dict, and never uses it again.

on: A 3.0.2
must: warning accumulating connections x16 in handle
note: false separation
"""

import sys
from typing import Any

import pymilvus
from pymilvus import MilvusClient

OWN: "dict[str, Any]" = {}
if tuple(map(int, pymilvus.__version__.split(".")[:3])) >= (2, 6, 10):
    OWN = {"dedicated": True}
sessions: "dict[int, Any]" = {}


def handle(uri: str, number: int) -> None:
    sessions[number] = MilvusClient(uri, **OWN)
    sessions[number].has_collection("none_such")


if __name__ == "__main__":
    for request in range(16):
        handle(sys.argv[1], request)
