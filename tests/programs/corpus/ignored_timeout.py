"""A client gives another timeout for connecting than the client whose connection it joins.

on: D F 3.0.2
must: note ignored settings in impatient
"""

import sys

from pymilvus import MilvusClient


def impatient(uri: str) -> MilvusClient:
    return MilvusClient(uri, timeout=2)


def main(uri: str) -> None:
    first = MilvusClient(uri, timeout=20)
    second = impatient(uri)
    first.has_collection("none")
    second.close()
    first.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
