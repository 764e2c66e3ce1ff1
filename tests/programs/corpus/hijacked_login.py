"""An alias used twice, for two users.

on: B D
servers: login
must: error hijacked alias in main
note: unclosed client
"""

import sys

from pymilvus import MilvusClient


def main(uri: str) -> None:
    admin = MilvusClient(uri, user="root", password="Milvus")
    if "reader" not in admin.list_users():
        admin.create_user("reader", "Reader1234")
    first = MilvusClient(uri, user="root", password="Milvus", alias="store")
    second = MilvusClient(uri, user="reader", password="Reader1234", alias="store")
    first.list_collections()
    second.list_collections()


if __name__ == "__main__":
    main(*sys.argv[1:])
