"""An alias used twice, for two users.

on: B D
servers: login
must: error hijacked alias in main
note: unclosed client
"""

import os
import sys
from typing import Any

from pymilvus import MilvusClient

READER = (f"reader_{os.getpid()}", "Reader1234")


def main(uri: str) -> tuple[Any, ...]:
    admin = MilvusClient(uri, user="root", password="Milvus")
    admin.create_user(*READER)
    first = MilvusClient(uri, user="root", password="Milvus", alias="store")
    second = MilvusClient(uri, user=READER[0], password=READER[1], alias="store")
    first.list_collections()
    second.list_collections()
    return admin, first, second


if __name__ == "__main__":
    to_the_end = main(*sys.argv[1:])
