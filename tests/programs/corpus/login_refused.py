"""A wrong password: the constructor raises, and the program goes on without Milvus.

on: A D F 3.0.2
servers: login
must: error failed connection in main
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    try:
        MilvusClient(uri, token="root:Wrong-1", timeout=5)
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    else:
        raise SystemExit("a wrong password was accepted")


if __name__ == "__main__":
    main(*sys.argv[1:])
