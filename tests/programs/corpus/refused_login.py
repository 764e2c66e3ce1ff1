"""A client may not make a call with its login, and its exceptions are swallowed.

on: D 3.0.2
servers: login
must: error refused calls x3 in listed
note: unclosed client
"""

import os
import sys

from pymilvus import MilvusClient


def listed(client: MilvusClient) -> None:
    try:
        client.list_users()
    except Exception as error:
        sys.stdout.write(f"{type(error).__name__}\n")


def main(uri: str) -> None:
    name = f"reader{os.getpid()}"
    admin = MilvusClient(uri, token="root:Milvus")
    admin.create_user(name, "Reader-12")
    reader = MilvusClient(uri, token=f"{name}:Reader-12")
    for _ in range(3):
        listed(reader)
    admin.drop_user(name)
    reader.close()
    admin.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
