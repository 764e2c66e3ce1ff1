"""The client is logged in, and the ORM's connect() has no login.

on: 2.5.18 F
servers: login
must: error alias not connected in look
"""

import sys

from pymilvus import MilvusClient, MilvusException, connections, utility


def look() -> None:
    try:
        utility.list_collections()
    except MilvusException:
        pass


def main(uri: str) -> None:
    client = MilvusClient(uri, token="root:Milvus")
    try:
        connections.connect("default", uri=uri, timeout=3)
    except Exception:
        pass
    look()
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
