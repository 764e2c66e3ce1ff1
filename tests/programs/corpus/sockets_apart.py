"""Connections that really have a socket each: with a channel option that keeps them apart.

on: F
"""

import sys

from pymilvus import MilvusClient

APART = {"grpc.use_local_subchannel_pool": 1}


def main(uri: str) -> None:
    clients = [MilvusClient(uri, dedicated=True, grpc_options=APART) for _ in range(3)]
    for client in clients:
        client.list_collections()
    for client in clients:
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
