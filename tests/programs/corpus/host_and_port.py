"""A client that is given a host and a port, where the release takes those.

on: 2.6.10
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    host, port = uri.split("://")[1].split(":")
    client = MilvusClient(host=host, port=port)
    client.list_collections()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
