"""A client asks for a smaller limit of message sizes, and joins a connection without it.

on: C D E F 3.0.2
must: warning ignored settings in limited on D E F
must: warning ignored settings in main on C
"""

import sys

from pymilvus import MilvusClient

LIMIT = {"grpc.max_receive_message_length": 4_000_000}
OTHER = {"grpc.max_receive_message_length": 8_000_000}


def limited(uri: str) -> MilvusClient:
    return MilvusClient(uri, grpc_options=LIMIT)


def main(uri: str) -> None:
    first = MilvusClient(uri, grpc_options=OTHER)
    second = limited(uri)
    first.has_collection("none")
    second.close()
    first.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
