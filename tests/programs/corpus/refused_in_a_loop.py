"""Every call is refused, and the program swallows the exceptions.

on: A D 3.0.2
must: warning refused calls x20 in described
"""

import sys

from pymilvus import MilvusClient


def described(client: MilvusClient) -> None:
    try:
        client.describe_collection("none_such")
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")


def main(uri: str) -> None:
    client = MilvusClient(uri)
    client.list_collections()
    for _ in range(20):
        described(client)
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
