"""Clients that share a connection request the same settings, and one that does not has its own.

on: A C D E F 3.0.2
"""

import sys

from pymilvus import MilvusClient

OPTIONS = {"grpc.max_receive_message_length": 4_000_000, "grpc.keepalive_time_ms": 10_000}


def main(uri: str) -> None:
    clients = [MilvusClient(uri, timeout=20, grpc_options=OPTIONS) for _ in range(2)]
    clients.append(MilvusClient(uri, user="another", password="One", timeout=5))
    for client in clients:
        client.has_collection("none")
    for client in reversed(clients):
        client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
