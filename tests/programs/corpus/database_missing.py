"""The database does not exist: up to 2.6.6 the constructor raises.

on: A D
servers: login
must: error failed connection in main
"""

import sys

from pymilvus import MilvusClient, MilvusException


def main(uri: str) -> None:
    try:
        MilvusClient(uri, token="root:Milvus", db_name="no_such_database", timeout=5)
    except MilvusException as error:
        sys.stdout.write(f"{error.code}\n")
    else:
        raise SystemExit("there is such a database")


if __name__ == "__main__":
    main(*sys.argv[1:])
