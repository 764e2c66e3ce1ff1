"""Two users of one server, each with a client that is closed; then both again.

on: D F
servers: login
"""

import os
import sys

from pymilvus import MilvusClient

LOGINS = (("root", "Milvus"), (f"writer_{os.getpid()}", "Writer1234"))


def main(uri: str) -> None:
    admin = MilvusClient(uri, user=LOGINS[0][0], password=LOGINS[0][1])
    admin.create_user(*LOGINS[1])
    admin.close()
    for _ in range(2):
        clients = [MilvusClient(uri, user=user, password=word) for user, word in LOGINS]
        for client in clients:
            client.list_collections()
        for client in clients:
            client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
